"""Processes die; Eraser goes on, and leaves nothing behind when it ends."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from eraser_site.supervisor.child import QUICK_DEATHS
from tests.start.installation import ROOT, Running, eventually


def answers(running: Running) -> bool:
    """Whether the web server answers; a request that comes while it is replaced waits."""
    return bool(httpx.get(f"{running.installation.address}/healthz/", timeout=30, trust_env=False).status_code == 200)


@pytest.mark.parametrize("doing", ["gunicorn", "run_huey"])
def test_a_killed_child_is_replaced(started: Running, doing: str) -> None:
    killed = started.child(doing)
    helpers = killed.children(recursive=True)
    killed.kill()
    eventually(lambda: killed.pid not in {each.pid for each in _children(started)}, "the dead one is gone")
    eventually(lambda: _child(started, doing), "a new one is there")
    assert answers(started)
    assert not [each for each in helpers if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_a_visitor_who_comes_while_the_web_server_is_replaced_waits_for_the_answer(started: Running) -> None:
    started.child("gunicorn").kill()
    assert answers(started)


def test_nothing_is_left_when_the_supervisor_itself_is_killed(started: Running) -> None:
    everyone = psutil.Process(started.process.pid).children(recursive=True)
    assert len(everyone) >= 2
    started.process.kill()
    started.process.wait()
    eventually(lambda: not any(map(_alive, everyone)), "all processes have ended")
    with socket.socket() as successor:
        successor.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        successor.bind(("127.0.0.1", started.installation.port))


RUNS_WHAT_CANNOT_LIVE = """
import sys
from pathlib import Path
from eraser_site.supervisor import CannotStart
from eraser_site.supervisor.child import Child
from eraser_site.supervisor.children import tether
from eraser_site.supervisor.log import open_log
from eraser_site.supervisor.watch import Supervisor

log = open_log(Path(sys.argv[1]))
with tether() as held:
    short_lived = Child("worker", "this", [], folder=Path.cwd(), tether=held, log=log)
    try:
        Supervisor([short_lived], log).run(lambda stopped: None)
    except CannotStart as error:
        sys.exit(str(error))
"""


def test_a_child_that_cannot_live_ends_eraser_with_a_sentence_and_its_last_words_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log" / "eraser.log"
    command = [sys.executable, "-c", RUNS_WHAT_CANNOT_LIVE, str(log)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.endswith("Eraser stopped: the worker ended again and again as soon as it was started.\n")
    assert log.read_text().count("Beautiful is better than ugly.") == QUICK_DEATHS
    assert log.read_text().count("The worker ended (status 0) and is started again.") == QUICK_DEATHS - 1


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _children(running: Running) -> list[psutil.Process]:
    children: list[psutil.Process] = psutil.Process(running.process.pid).children()
    return children


def _child(running: Running, doing: str) -> bool:
    try:
        return bool(running.child(doing).is_running())
    except (StopIteration, psutil.NoSuchProcess, psutil.AccessDenied):
        return False
