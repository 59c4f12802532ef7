"""Whatever keeps Eraser from starting is one sentence that names a way on, never a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.start.installation import ROOT, Installation, Running


def sentence_of(installation: Installation, *command: str) -> str:
    """The one line a command that was refused leaves on stderr."""
    refused = installation.manage(*(command or ("start",)))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1, refused.stderr
    return refused.stderr.strip()


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        sentence = sentence_of(installation)
    assert f"Port {installation.port} is in use" in sentence
    assert "PORT=" in sentence


def test_a_port_that_does_not_exist_is_refused(installation: Installation) -> None:
    installation.port = 70_000
    assert "between 1 and 65535" in sentence_of(installation)


def test_an_address_that_is_not_this_computers_is_refused(installation: Installation) -> None:
    installation.settings["BIND"] = "192.0.2.1"
    assert "BIND" in sentence_of(installation)


def test_a_data_folder_that_cannot_be_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    sentence = sentence_of(Installation(tmp_path / "data"))
    assert str(tmp_path / "data") in sentence
    assert "ERASER_DATA" in sentence


def test_the_folder_is_looked_at_even_when_the_key_comes_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    installation = Installation(tmp_path / "data", settings={"SECRET_KEY": "anything"})
    assert "ERASER_DATA" in sentence_of(installation)


def test_a_second_start_on_the_same_data_says_where_the_first_one_answers(started: Running) -> None:
    other = Installation(started.installation.data)
    sentence = sentence_of(other)
    assert f"already running on this data folder ({other.data})" in sentence
    assert started.installation.address in sentence


@pytest.mark.parametrize(
    "url", ["nonsense", "mystery://somewhere/db", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"]
)
def test_a_database_that_cannot_be_reached_is_traced_to_its_setting(installation: Installation, url: str) -> None:
    installation.settings["DATABASE_URL"] = url
    assert "DATABASE_URL" in sentence_of(installation)


def test_a_password_in_the_database_address_is_not_printed(installation: Installation) -> None:
    installation.settings["DATABASE_URL"] = "postgresql://eraser:hunter2@127.0.0.1:1/none"
    assert "hunter2" not in sentence_of(installation)


def test_a_queue_of_an_unknown_kind_is_refused(installation: Installation) -> None:
    installation.settings["QUEUE_URL"] = "carrier-pigeon://roof"
    assert "QUEUE_URL" in sentence_of(installation)


def test_a_queue_that_does_not_answer_is_traced_to_its_setting(installation: Installation) -> None:
    installation.settings["QUEUE_URL"] = "redis://:hunter2@127.0.0.1:1/0"
    sentence = sentence_of(installation)
    assert "QUEUE_URL" in sentence
    assert "hunter2" not in sentence


def test_data_of_a_newer_eraser_is_left_alone(installation: Installation) -> None:
    newer = (
        "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection; "
        "R(connection).record_applied('editor', '9999_from_the_future')"
    )
    assert installation.manage("shell", "--no-imports", "-c", newer).returncode == 0
    sentence = sentence_of(installation)
    assert "newer Eraser" in sentence
    assert "9999_from_the_future" in sentence


def test_a_server_without_key_or_hosts_is_told_which(installation: Installation) -> None:
    installation.settings["DEBUG"] = "0"
    assert "DEBUG=0 needs SECRET_KEY" in sentence_of(installation)
    installation.settings["SECRET_KEY"] = "k" * 60
    assert "DEBUG=0 needs ALLOWED_HOSTS" in sentence_of(installation, "check", "--deploy")


def test_a_server_with_key_and_hosts_passes_djangos_deployment_checks(installation: Installation) -> None:
    installation.settings.update(DEBUG="0", SECRET_KEY="a long text, told to nobody: 0123456789 abcdefghij klmnopqrst")
    installation.settings["ALLOWED_HOSTS"] = "eraser.example.com"
    checked = installation.manage("check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_python_without_the_packages_is_told_to_make_run() -> None:
    bare = subprocess.run(
        [sys.executable, "-S", "manage.py", "start"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert bare.returncode == 1
    assert "make run" in bare.stderr
    assert "Traceback" not in bare.stderr


def test_make_says_which_python_it_wants_when_there_is_none(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for tool in ("tools", "Makefile"):
        (tmp_path / tool).symlink_to(ROOT / tool)
    environment = {"PATH": f"{tmp_path}", "HOME": os.environ.get("HOME", "")}
    refused = subprocess.run(
        ["/bin/sh", "tools/find-python"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("Eraser needs Python 3.11 or newer")
    assert refused.stderr.count("\n") == 1
