"""Ctrl-C in a real terminal's place: the submission is canceled, one sentence, exit 130."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import mask_png, photo_bytes

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "kitchen.jpg").write_bytes(photo_bytes())
    (tmp_path / "mask.png").write_bytes(mask_png())
    named = [str(tmp_path / name) for name in ("kitchen.jpg", "mask.png", "out.png")]
    manage = [sys.executable, "manage.py", "erase", "--settings", "tests.chaos.settings"]
    return [*manage, *named[:2], "--output", named[2], "--provider", "slow", "--json"]


def environment(data: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "QUEUE_URL"}}
    return {**own, "ERASER_DATA": str(data)}


def hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_cancels_and_says_so(command: list[str], tmp_path: Path) -> None:
    reading, writing = pty.openpty()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(tmp_path / "data"),
        stdout=subprocess.PIPE,
        stderr=writing,
        # Tests that run in the background of a script inherit a Ctrl-C that is ignored.
        preexec_fn=hear_ctrl_c,
    )
    os.close(writing)
    shown = b""
    with process:
        while b"Taking its time" not in shown:
            shown += os.read(reading, 1000)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    shown = os.read(reading, 100_000)
    os.close(reading)
    assert process.returncode == 130
    assert b"Canceled; nothing was removed." in shown
    assert b"Traceback" not in shown
    assert not (tmp_path / "out.png").exists()
    facts = json.loads(out)
    assert (facts["status"], facts["error"]["code"]) == ("canceled", "canceled")
