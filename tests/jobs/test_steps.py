"""What a submission goes through, step by step."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from editor import jobs
from editor.actions.removals.submit import cancel_submission
from editor.models import Order, Submission
from editor.providers import registry
from editor.providers.base import Canceled, Control, Job, RateLimited, Step, Unavailable
from tests.asking import advance_until_ended, ask, told, wait, worker_stays_dead
from tests.services import Killed, Services, painted, pending, raising

State = Submission.State
pytestmark = pytest.mark.django_db


def test_dana_gets_a_result_and_the_row_tells_how(order: Order, services: Services) -> None:
    services.add("free", painted(cost=1.5, reference="abc", note="Reduced and detailed again."))
    submission = advance_until_ended(ask(order, "free"))
    assert submission.state == State.SUCCEEDED
    assert submission.result == order.revisions.get(number=1)
    assert (submission.reference, submission.credits) == ("abc", 1.5)
    assert submission.note == "Reduced and detailed again."
    assert submission.seconds is not None
    assert (submission.lease_until, submission.lease_token, submission.doing) == (None, None, "")
    assert told(order) == ["submitted", "succeeded"]


def test_a_polled_job_is_started_once_and_looked_at_until_it_is_done(order: Order, services: Services) -> None:
    polled = services.add("polled", pending(retry_after=3), pending(retry_after=9), painted(), delivery="poll")
    submission = ask(order, "polled")
    assert jobs.advance(submission.pk) == 3
    submission.refresh_from_db()
    assert (submission.state, submission.remote) == (State.PROCESSING, {"id": "job-7"})
    assert (submission.next_at - timezone.now()).total_seconds() > 1
    wait(submission)
    assert jobs.advance(submission.pk) == 9
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert polled.calls == ["start", "resume job-7", "resume job-7"]


def test_many_polls_are_progress_and_wear_nothing_out(order: Order, services: Services) -> None:
    services.add("polled", *[pending()] * 3 * jobs.MAX_ATTEMPTS, painted(), delivery="poll")
    assert advance_until_ended(ask(order, "polled")).state == State.SUCCEEDED


def test_a_busy_service_is_asked_again_later_and_later(order: Order, services: Services) -> None:
    busy = services.add("busy", raising(RateLimited("The service is busy.", retry_after=1)))
    submission, delays = ask(order, "busy"), []
    for _ in range(jobs.MAX_ATTEMPTS - 1):
        delays.append(jobs.advance(submission.pk) or 0)
        submission.refresh_from_db()
        assert submission.doing == "The service is busy. Trying again soon."
        assert abs((submission.next_at - timezone.now()).total_seconds() - delays[-1]) < 2
        wait(submission)
    assert delays == sorted(delays)
    assert all(2**turn <= delay <= 1.25 * 2**turn for turn, delay in enumerate(delays, 1))
    assert any(delay % 1 for delay in delays), "without jitter, everybody who was refused comes back at once"
    assert jobs.advance(submission.pk) is None
    submission.refresh_from_db()
    assert (submission.state, submission.error_sentence) == (State.FAILED, "The service is busy.")
    assert len(busy.calls) == jobs.MAX_ATTEMPTS


def test_a_service_that_names_a_time_is_not_asked_before(order: Order, services: Services) -> None:
    services.add("busy", raising(Unavailable("Down for repairs.", retry_after=100)))
    assert (jobs.advance(ask(order, "busy").pk) or 0) >= 100


def test_an_unexpected_exception_ends_in_a_sentence(order: Order, services: Services) -> None:
    services.add("broken", raising(ZeroDivisionError("division by zero")))
    submission = advance_until_ended(ask(order, "broken"))
    assert (submission.state, submission.error_code) == (State.FAILED, "internal")
    assert submission.error_sentence == jobs.INTERNAL
    assert "division by zero" in submission.error_detail
    assert told(order) == ["submitted", "failed"]


def test_a_service_that_is_not_known_any_more_ends_in_a_sentence(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.add("gone")
    submission = ask(order, "gone")
    monkeypatch.delitem(registry.PROVIDERS, "gone")
    submission = advance_until_ended(submission)
    assert submission.state == State.FAILED
    assert submission.error_sentence


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"\xff\xd8 half a photo")])
@pytest.mark.parametrize("which", ["photo", "mask"])
def test_a_stored_file_that_cannot_be_read_ends_in_a_sentence(
    order: Order, services: Services, spoil: object, which: str
) -> None:
    free = services.add("free")
    submission = ask(order, "free")
    spoil(Path(order.photo.original.path if which == "photo" else submission.mask.path))  # type: ignore[operator]
    submission = advance_until_ended(submission)
    assert (submission.state, submission.error_code) == (State.FAILED, "unreadable")
    assert submission.error_sentence == jobs.UNREADABLE
    assert free.calls == []


def test_a_worker_told_to_stop_gives_the_step_back_before_it_begins(order: Order, services: Services) -> None:
    free = services.add("free")
    submission = ask(order, "free")
    assert jobs.advance(submission.pk, stopping=lambda: True) is None
    submission.refresh_from_db()
    assert (submission.state, submission.attempts, submission.lease_token) == (State.QUEUED, 0, None)
    assert jobs.due() == [submission.pk]
    assert free.calls == []
    assert advance_until_ended(submission).state == State.SUCCEEDED


def test_a_worker_told_to_stop_in_mid_step_gives_it_back(order: Order, services: Services) -> None:
    stop = threading.Event()

    def heeds(_job: Job, control: Control) -> Step:
        stop.set()
        assert control.stopped()
        raise Canceled("")

    services.add("free", heeds, painted())
    submission = ask(order, "free")
    jobs.advance(submission.pk, stopping=stop.is_set)
    submission.refresh_from_db()
    assert (submission.is_active, submission.attempts) == (True, 0)
    assert jobs.due() == [submission.pk]
    assert advance_until_ended(submission).state == State.SUCCEEDED


def test_a_provider_that_stops_for_no_reason_does_not_go_round_for_ever(order: Order, services: Services) -> None:
    services.add("moody", raising(Canceled("I do not feel like it.")))
    submission = ask(order, "moody")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.error_sentence) == (State.FAILED, jobs.INTERNAL)


def test_a_database_that_goes_away_fails_nobodys_submission(order: Order, services: Services) -> None:
    services.add("free", raising(OperationalError("database is locked")), painted())
    submission = ask(order, "free")
    with pytest.raises(OperationalError):
        jobs.advance(submission.pk)
    worker_stays_dead(submission)
    assert advance_until_ended(submission).state == State.SUCCEEDED


def test_dana_cancels_before_anybody_began(order: Order, services: Services) -> None:
    free = services.add("free")
    submission = ask(order, "free")
    cancel_submission(actor=order.owner, submission=submission)
    submission.refresh_from_db()
    assert submission.state == State.CANCELED
    assert submission.note == ""
    assert jobs.advance(submission.pk) is None
    assert free.calls == []
    assert told(order) == ["submitted", "canceled"]


@pytest.mark.django_db(transaction=True)
def test_dana_cancels_while_it_runs_and_the_engine_hears_it(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.lease.TICK_SECONDS", 0.02)

    def patient(_job: Job, control: Control) -> Step:
        cancel_submission(actor=order.owner, submission=submission)
        while not control.stopped():
            threading.Event().wait(0.01)
        raise Canceled("")

    services.add("free", patient)
    submission = ask(order, "free")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.CANCELED
    assert order.revisions.count() == 1
    assert told(order) == ["submitted", "canceled"]


@pytest.mark.django_db(transaction=True)
def test_a_free_result_that_comes_after_the_cancel_is_dropped(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.lease.TICK_SECONDS", 0.02)

    def deaf(job: Job, control: Control) -> Step:
        cancel_submission(actor=order.owner, submission=submission)
        while not control.stopped():
            threading.Event().wait(0.01)
        return painted()(job, control)

    services.add("free", deaf)
    submission = ask(order, "free")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.CANCELED
    assert order.revisions.count() == 1


def test_dana_cancels_while_it_waits_for_the_next_poll(order: Order, services: Services) -> None:
    polled = services.add("polled", pending(retry_after=300), delivery="poll")
    submission = ask(order, "polled")
    jobs.advance(submission.pk)
    cancel_submission(actor=order.owner, submission=submission)
    submission.refresh_from_db()
    assert submission.state == State.CANCELED
    assert polled.calls == ["start"]


def test_a_cancel_during_a_poll_does_not_wait_for_the_next_one(order: Order, services: Services) -> None:
    def canceled_meanwhile(job: Job, control: Control) -> Step:
        cancel_submission(actor=order.owner, submission=submission)
        return pending(retry_after=300)(job, control)

    services.add("polled", canceled_meanwhile, delivery="poll")
    submission = ask(order, "polled")
    assert jobs.advance(submission.pk) is None
    submission.refresh_from_db()
    assert submission.state == State.CANCELED


def test_a_cancel_nobody_heard_before_the_worker_died_is_heard_by_the_next(order: Order, services: Services) -> None:
    def canceled_and_killed(_job: Job, _control: Control) -> Step:
        cancel_submission(actor=order.owner, submission=submission)
        raise Killed

    free = services.add("free", canceled_and_killed)
    submission = ask(order, "free")
    with pytest.raises(Killed):
        jobs.advance(submission.pk)
    worker_stays_dead(submission)
    assert advance_until_ended(submission).state == State.CANCELED
    assert free.calls == ["start"]


def test_canceling_what_has_ended_changes_nothing(order: Order, services: Services) -> None:
    services.add("free")
    submission = advance_until_ended(ask(order, "free"))
    cancel_submission(actor=order.owner, submission=submission)
    submission.refresh_from_db()
    assert submission.state == State.SUCCEEDED
    assert told(order) == ["submitted", "succeeded"]


def test_canceling_twice_is_told_once(order: Order, services: Services) -> None:
    services.add("free", raising(Killed()))
    submission = ask(order, "free")
    with pytest.raises(Killed):
        jobs.advance(submission.pk)
    cancel_submission(actor=order.owner, submission=submission)
    cancel_submission(actor=order.owner, submission=submission)
    assert told(order) == ["submitted", "canceled"]


@pytest.mark.django_db(transaction=True)
def test_dana_sees_what_is_happening(order: Order, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.lease.TICK_SECONDS", 0.02)
    seen: list[tuple[str, float | None]] = []

    def talks(job: Job, control: Control) -> Step:
        control.report("Filling the gap" + "!" * 900, 0.25)
        while not seen or not seen[-1][0].startswith("Filling"):
            seen.append(Submission.objects.values_list("doing", "fraction").get())
            threading.Event().wait(0.01)
        return painted()(job, control)

    services.add("free", talks)
    assert advance_until_ended(ask(order, "free")).state == State.SUCCEEDED
    assert len(seen[-1][0]) == 200
    assert seen[-1][1] == 0.25
