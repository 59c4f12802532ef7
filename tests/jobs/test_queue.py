"""The queue wakes, and what it does not wake is found by a sweep."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from huey.contrib.djhuey import HUEY
from huey.storage import MemoryStorage

from editor import tasks
from editor.models import Order, Submission, submission_due
from tests.asking import ask, wait
from tests.services import Services, painted, pending

State = Submission.State
# A worker closes its connection after each message, which would undo a test's transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_web_process_wakes_the_queue_though_it_runs_no_tasks() -> None:
    """A process of its own: in this one somebody may have imported the receiver already."""
    look = "import eraser_site.wsgi; from editor.models import submission_due; assert submission_due.has_listeners()"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)


class DeadStorage(MemoryStorage):  # type: ignore[misc]  # Huey has no types
    """A queue that cannot be reached."""

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        raise ConnectionError("nobody listens there")


def work_off() -> None:
    """What workers do until no message waits; those for later are put aside by them."""
    while HUEY.pending_count():
        HUEY.execute(HUEY.dequeue())


def state_of(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state


def test_pressing_the_button_wakes_a_worker(order: Order, services: Services) -> None:
    services.add("free")
    submission = ask(order, "free")
    work_off()
    assert state_of(submission) == State.SUCCEEDED


def test_a_pending_job_is_woken_when_its_time_comes(order: Order, services: Services) -> None:
    services.add("polled", pending(retry_after=5), painted(), delivery="poll")
    submission = ask(order, "polled")
    work_off()
    assert state_of(submission) == State.PROCESSING
    (message,) = HUEY.scheduled()
    assert message.args == (submission.pk,)
    assert (message.eta - HUEY._get_timestamp()).total_seconds() > 1
    wait(submission)
    message.eta = None
    HUEY.execute(message)
    assert state_of(submission) == State.SUCCEEDED


def test_with_the_queue_down_the_order_is_kept_and_the_next_sweep_takes_it(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.add("free")
    with monkeypatch.context() as down:
        down.setattr(HUEY, "storage", DeadStorage("dead"))
        submission = ask(order, "free")
    assert state_of(submission) == State.QUEUED
    assert HUEY.pending_count() == 0
    tasks.sweep_every_minute.call_local()
    work_off()
    assert state_of(submission) == State.SUCCEEDED


def test_a_starting_worker_sweeps_now_and_once_its_predecessors_leases_have_lapsed(
    order: Order, services: Services, settings: Any
) -> None:
    services.add("free")
    submission = ask(order, "free")
    HUEY.flush()
    tasks.sweep_at_start()
    work_off()
    assert state_of(submission) == State.SUCCEEDED
    (later,) = HUEY.scheduled()
    seconds = (later.eta - HUEY._get_timestamp()).total_seconds()
    assert seconds > settings.SUBMISSION_LEASE_SECONDS


def test_a_long_backlog_is_not_made_longer_by_every_sweep(order: Order, services: Services) -> None:
    services.add("free")
    for _ in range(4):
        ask(order, "free")
    HUEY.flush()
    for _ in range(3):
        tasks.sweep.call_local()
    assert HUEY.pending_count() == 4


def test_a_worker_told_to_stop_leaves_the_work_to_its_successor(order: Order, services: Services) -> None:
    services.add("free")
    submission = ask(order, "free")
    HUEY.stopping.set()
    try:
        work_off()
    finally:
        HUEY.stopping.clear()
    assert state_of(submission) == State.QUEUED
    tasks.sweep.call_local()
    work_off()
    assert state_of(submission) == State.SUCCEEDED


def test_a_wake_up_for_nothing_does_nothing(order: Order) -> None:
    submission_due.send(Submission, pk=12345)
    assert HUEY.pending_count() == 1
    work_off()
    assert not order.submissions.exists()
