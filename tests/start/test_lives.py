"""Processes die; Eraser goes on, and leaves nothing behind when it ends."""

from __future__ import annotations

import socket

import httpx
import psutil
import pytest

from tests.start.installation import Running, eventually


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
