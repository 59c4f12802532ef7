"""Who may work on a submission."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from editor import jobs
from editor.actions.removals.result import NotHeld, Outcome, record_result
from editor.models import Order, Submission
from editor.providers.base import Control, Job, Step
from tests.asking import advance_until_ended, ask, at_once, told, wait, worker_stays_dead
from tests.services import Answer, Killed, Services, painted, pending, raising, stored_files

State = Submission.State


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_that_wake_at_once_one_does_the_work(order: Order, services: Services) -> None:
    paid = services.add("paid", bills=True)
    submission = ask(order, "paid")
    at_once(*[partial(jobs.advance, submission.pk)] * 8)
    submission.refresh_from_db()
    assert submission.state == State.SUCCEEDED
    assert paid.calls == ["start"]
    assert order.revisions.count() == 2


@pytest.mark.django_db
def test_a_submission_in_somebodys_hands_is_left_alone(order: Order, services: Services) -> None:
    free = services.add("free", raising(Killed()))
    submission = ask(order, "free")
    with pytest.raises(Killed):
        jobs.advance(submission.pk)
    assert jobs.advance(submission.pk) is None
    assert submission.pk not in jobs.due()
    assert len(free.calls) == 1


@pytest.mark.django_db
def test_a_submission_whose_time_has_not_come_is_left_alone(order: Order, services: Services) -> None:
    polled = services.add("polled", pending(retry_after=60))
    submission = ask(order, "polled")
    assert jobs.advance(submission.pk) == 60
    assert jobs.advance(submission.pk) is None
    assert polled.calls == ["start"]


@pytest.mark.django_db
def test_free_work_is_taken_up_again_when_its_worker_died(order: Order, services: Services) -> None:
    free = services.add("free", raising(Killed()), painted())
    submission = ask(order, "free")
    with pytest.raises(Killed):
        jobs.advance(submission.pk)
    worker_stays_dead(submission)
    assert jobs.due() == [submission.pk]
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert free.calls == ["start", "start"]


@pytest.mark.django_db
def test_a_picture_that_kills_every_worker_is_given_up(order: Order, services: Services) -> None:
    deadly = services.add("deadly", raising(Killed()))
    submission = ask(order, "deadly")
    for _ in range(jobs.MAX_ATTEMPTS):
        with pytest.raises(Killed):
            jobs.advance(submission.pk)
        worker_stays_dead(submission)
    assert advance_until_ended(submission).state == State.FAILED
    assert submission.error_code == "worn_out"
    assert submission.error_sentence == jobs.WORN_OUT
    assert len(deadly.calls) == jobs.MAX_ATTEMPTS


@pytest.mark.django_db
def test_an_ended_or_missing_submission_cannot_be_advanced(order: Order, services: Services) -> None:
    free = services.add("free")
    submission = advance_until_ended(ask(order, "free"))
    wait(submission)
    assert jobs.advance(submission.pk) is None
    assert jobs.advance(submission.pk + 1000) is None
    assert free.calls == ["start"]


@pytest.mark.django_db
def test_a_sweep_finds_what_is_due_and_forgotten_and_nothing_else(order: Order, services: Services) -> None:
    services.add("free")
    forgotten, later, held, ended, lapsed = (ask(order, "free") for _ in range(5))
    now = timezone.now()
    rows = Submission.objects
    rows.filter(pk=later.pk).update(next_at=now + timedelta(minutes=1))
    rows.filter(pk=held.pk).update(lease_until=now + timedelta(minutes=1))
    rows.filter(pk=ended.pk).update(state=State.FAILED)
    rows.filter(pk=lapsed.pk).update(lease_until=now - timedelta(seconds=1), state=State.PROCESSING)
    assert jobs.due() == [forgotten.pk, lapsed.pk]


@pytest.mark.django_db(transaction=True)
def test_a_living_worker_keeps_its_lease_however_long_it_takes(
    order: Order, services: Services, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SUBMISSION_LEASE_SECONDS = 0.5
    monkeypatch.setattr("editor.lease.TICK_SECONDS", 0.05)
    beats = []

    def slow(job: Job, control: Control) -> Step:
        first = lease_until()
        while lease_until() < first + timedelta(seconds=0.6):
            beats.append(jobs.due())
            threading.Event().wait(0.05)
        return painted()(job, control)

    def lease_until() -> datetime:
        return Submission.objects.values_list("lease_until", flat=True).get() or timezone.now()

    free = services.add("free", slow)
    submission = ask(order, "free")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.SUCCEEDED
    assert beats
    assert not any(beats)
    assert free.calls == ["start"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_slept_past_its_lease_notices_and_changes_nothing(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.lease.TICK_SECONDS", 0.02)
    noticed = threading.Event()

    def wakes_up_late(job: Job, control: Control) -> Step:
        while not control.stopped():
            # A beat may come between the two lines and renew the lease: then they are for nothing, this time.
            worker_stays_dead(Submission.objects.get())
            jobs.advance(Submission.objects.get().pk)
            noticed.wait(0.01)
        noticed.set()
        return painted((1, 2, 3))(job, control)

    free = services.add("free", wakes_up_late, painted())
    submission = ask(order, "free")
    assert jobs.advance(submission.pk) is None
    submission.refresh_from_db()
    assert noticed.is_set()
    assert free.calls == ["start", "start"]
    assert submission.state == State.SUCCEEDED
    assert order.revisions.count() == 2
    assert told(order) == ["submitted", "succeeded"]


@pytest.mark.django_db
@pytest.mark.parametrize("late", [painted(), pending(), raising(RuntimeError("late"))])
def test_a_zombie_can_neither_record_nor_postpone_nor_end_what_another_worker_holds(
    order: Order, services: Services, late: Answer
) -> None:
    def loses_its_lease(job: Job, control: Control) -> Step:
        worker_stays_dead(submission)
        with pytest.raises(Killed):
            jobs.advance(submission.pk)
        return late(job, control)

    services.add("free", loses_its_lease, raising(Killed()))
    submission = ask(order, "free")
    jobs.advance(submission.pk)
    fresh = Submission.objects.get()
    assert fresh.is_active
    assert fresh.lease_token is not None
    assert fresh.remote is None
    assert order.revisions.count() == 1
    assert told(order) == ["submitted"]


@pytest.mark.django_db
def test_a_result_for_a_lease_that_is_not_ours_leaves_no_file(order: Order, services: Services, settings: Any) -> None:
    services.add("free")
    submission = ask(order, "free")
    before = stored_files(settings)
    outcome = Outcome(picture=Image.new("RGB", order.photo.size), reference="", credits=0.0, note="")
    with pytest.raises(NotHeld):
        record_result(submission=submission, lease_token=submission.key, outcome=outcome)
    assert stored_files(settings) == before
