"""No service has an idempotency key: a call that may bill is made at most once, and nothing else is claimed."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from editor import jobs
from editor.actions.removals.submit import cancel_submission
from editor.models import Order, Submission
from editor.providers.base import (
    BadResponse,
    Canceled,
    Control,
    Done,
    Job,
    NotAuthorised,
    OutOfCredit,
    Pending,
    ProviderError,
    RateLimited,
    Rejected,
    Result,
    Step,
    Unavailable,
    Unsupported,
)
from tests.asking import advance_until_ended, ask, its_deadline_passes, told, wait, worker_stays_dead
from tests.fakes.erasing import png
from tests.services import Disk, Killed, Service, Services, painted, pending, raising, stored_files

State = Submission.State
pytestmark = pytest.mark.django_db


def killed_at_its_first_step(submission: Submission) -> None:
    with pytest.raises(Killed):
        jobs.advance(submission.pk)


def never_called_again(submission: Submission, paid: type[Service]) -> None:
    """Whatever wakes it."""
    calls = list(paid.calls)
    worker_stays_dead(submission)
    assert jobs.due() in ([submission.pk], [])
    assert advance_until_ended(submission).state == State.OUTCOME_UNKNOWN
    for _ in range(3):
        wait(submission)
        worker_stays_dead(submission)
        assert jobs.due() == []
        assert jobs.advance(submission.pk) is None
    assert paid.calls == calls
    assert told(submission.order)[-1] == "failed"


def test_a_paid_call_whose_worker_died_is_never_made_again(order: Order, services: Services) -> None:
    paid = services.add("paid", raising(Killed()), bills=True)
    submission = ask(order, "paid")
    killed_at_its_first_step(submission)
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTING
    never_called_again(submission, paid)
    submission.refresh_from_db()
    assert submission.error_code == "outcome_unknown"
    assert submission.error_sentence == jobs.LOST


def test_a_worker_that_died_before_the_announcement_has_sent_nothing(
    order: Order, services: Services, disk: pytest.MonkeyPatch
) -> None:
    paid = services.add("paid", bills=True)
    submission = ask(order, "paid")
    with disk.context() as dying:
        dying.setattr(Disk, "on_open", raising_for("originals/", Killed()))
        killed_at_its_first_step(submission)
    worker_stays_dead(submission)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert paid.calls == ["start"]


@pytest.mark.parametrize("stored", ["revisions/", "renditions/"])
def test_a_worker_that_died_while_storing_a_paid_result_leaves_its_reference(
    order: Order, services: Services, disk: pytest.MonkeyPatch, stored: str
) -> None:
    paid = services.add("paid", painted(cost=2.0, reference="bill-9"), bills=True)
    submission = ask(order, "paid")
    with disk.context() as dying:
        dying.setattr(Disk, "on_save", raising_for(stored, Killed()))
        killed_at_its_first_step(submission)
    never_called_again(submission, paid)
    submission.refresh_from_db()
    assert (submission.reference, submission.credits) == ("bill-9", 2.0)
    assert order.revisions.count() == 1


def test_a_paid_result_that_finds_the_disk_full_is_not_called_failed(
    order: Order, services: Services, disk: pytest.MonkeyPatch, settings: Any
) -> None:
    paid = services.add("paid", painted(cost=2.0, reference="bill-9"), bills=True)
    submission = ask(order, "paid")
    before = stored_files(settings)
    disk.setattr(Disk, "on_save", raising_for("", OSError(errno.ENOSPC, "No space left on device")))
    assert jobs.advance(submission.pk) is None
    never_called_again(submission, paid)
    submission.refresh_from_db()
    assert submission.error_code == "not_stored"
    assert submission.error_sentence == f"{jobs.NOT_STORED} {jobs.MAY_HAVE_BILLED}"
    assert (submission.reference, submission.credits) == ("bill-9", 2.0)
    assert stored_files(settings) == before


def test_a_free_result_that_finds_the_disk_full_is_made_again_later(
    order: Order, services: Services, disk: pytest.MonkeyPatch
) -> None:
    free = services.add("free")
    submission = ask(order, "free")
    with disk.context() as full:
        full.setattr(Disk, "on_save", raising_for("", OSError(errno.ENOSPC, "No space left on device")))
        assert jobs.advance(submission.pk)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert free.calls == ["start", "start"]


def test_a_disk_that_stays_full_ends_free_work_as_failed(
    order: Order, services: Services, disk: pytest.MonkeyPatch
) -> None:
    services.add("free")
    submission = ask(order, "free")
    disk.setattr(Disk, "on_save", raising_for("", OSError(errno.ENOSPC, "No space left on device")))
    assert advance_until_ended(submission).state == State.FAILED
    assert submission.error_sentence == jobs.NOT_STORED


def test_a_paid_second_call_whose_worker_died_is_never_made_again(order: Order, services: Services) -> None:
    """Some services take the picture for free and bill the call after that."""
    paid = services.add("paid", pending(repeatable=False), raising(Killed()), bills=True, delivery="poll")
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    wait(submission)
    killed_at_its_first_step(submission)
    never_called_again(submission, paid)
    assert paid.calls == ["start", "resume job-7"]


def test_a_poll_whose_worker_died_is_made_again(order: Order, services: Services) -> None:
    paid = services.add("paid", pending(), raising(Killed()), painted(), bills=True, delivery="poll")
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    wait(submission)
    killed_at_its_first_step(submission)
    worker_stays_dead(submission)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert paid.calls == ["start", "resume job-7", "resume job-7"]


def test_a_paid_result_that_was_polled_survives_a_full_disk(
    order: Order, services: Services, disk: pytest.MonkeyPatch
) -> None:
    paid = services.add("paid", pending(), painted(), bills=True, delivery="poll")
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    wait(submission)
    with disk.context() as full:
        full.setattr(Disk, "on_save", raising_for("", OSError(errno.ENOSPC, "No space left on device")))
        assert jobs.advance(submission.pk)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert paid.calls.count("start") == 1


@pytest.mark.parametrize(
    "error",
    [
        BadResponse("The answer made no sense."),
        Unavailable("The service did not answer in time."),
        Canceled("Stopped."),
        RuntimeError("a mistake in the adapter"),
        MemoryError(),
        OSError("connection reset"),
    ],
)
def test_a_paid_call_that_ends_in_doubt_is_not_called_failed(
    order: Order, services: Services, error: Exception
) -> None:
    paid = services.add("paid", raising(error), bills=True)
    submission = ask(order, "paid")
    assert jobs.advance(submission.pk) is None
    never_called_again(submission, paid)
    submission.refresh_from_db()
    assert submission.error_sentence.endswith(jobs.MAY_HAVE_BILLED)


@pytest.mark.parametrize("refusal", [Unsupported, OutOfCredit, Rejected, NotAuthorised, RateLimited])
def test_a_paid_call_the_service_refused_is_simply_failed(
    order: Order, services: Services, refusal: type[ProviderError]
) -> None:
    services.add("paid", raising(refusal("No, and this is why.")), bills=True)
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.error_sentence) == (State.FAILED, "No, and this is why.")
    assert submission.error_code == refusal.code


def test_a_paid_call_whose_adapter_vouches_for_repeating_is_repeated(order: Order, services: Services) -> None:
    down = Unavailable("Nothing listens there.", retry_after=1)
    paid = services.add("paid", raising(down), painted(), bills=True)
    submission = ask(order, "paid")
    assert jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.QUEUED
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert paid.calls == ["start", "start"]


@pytest.mark.parametrize("error", [Unavailable("Down.", retry_after=1), NotAuthorised("The key was withdrawn.")])
def test_a_paid_job_that_cannot_be_looked_at_any_more_is_not_called_failed(
    order: Order, services: Services, error: ProviderError
) -> None:
    services.add("paid", pending(), raising(error), bills=True, delivery="poll")
    submission = ask(order, "paid")
    for _ in range(2 * jobs.MAX_ATTEMPTS):
        wait(submission)
        jobs.advance(submission.pk)
    its_deadline_passes(submission)
    advance_until_ended(submission)
    assert submission.state == State.OUTCOME_UNKNOWN
    assert submission.remote == {"id": "job-7"}


def test_a_paid_job_the_service_declined_while_it_was_polled_is_failed(order: Order, services: Services) -> None:
    services.add("paid", pending(), raising(Rejected("The picture shows nothing.")), bills=True, delivery="poll")
    assert advance_until_ended(ask(order, "paid")).state == State.FAILED


def test_a_paid_picture_of_another_size_is_not_placed_and_not_called_failed(order: Order, services: Services) -> None:
    def too_small(_job: Job, _control: Control) -> Step:
        return Done(results=(Result(picture=Image.new("RGB", (7, 5))),))

    services.add("paid", too_small, bills=True)
    submission = advance_until_ended(ask(order, "paid"))
    assert (submission.state, submission.error_code) == (State.OUTCOME_UNKNOWN, "bad_response")
    assert order.revisions.count() == 1


def test_canceling_during_a_paid_call_keeps_what_was_paid_for(order: Order, services: Services) -> None:
    def canceled_meanwhile(job: Job, control: Control) -> Step:
        cancel_submission(actor=order.owner, submission=submission)
        submission.refresh_from_db()
        assert submission.state == State.SUBMITTING
        return painted(cost=1.0)(job, control)

    services.add("paid", canceled_meanwhile, bills=True)
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.credits) == (State.SUCCEEDED, 1.0)


def test_canceling_after_a_paid_call_was_lost_does_not_claim_that_it_was_canceled(
    order: Order, services: Services
) -> None:
    paid = services.add("paid", raising(Killed()), bills=True)
    submission = ask(order, "paid")
    killed_at_its_first_step(submission)
    worker_stays_dead(submission)
    cancel_submission(actor=order.owner, submission=submission)
    never_called_again(submission, paid)


def test_canceling_a_paid_job_between_polls_tells_that_it_may_count(order: Order, services: Services) -> None:
    services.add("paid", pending(), bills=True, delivery="poll")
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    cancel_submission(actor=order.owner, submission=submission)
    submission.refresh_from_db()
    assert submission.state == State.CANCELED
    assert submission.note == "The service had begun already, so it may count this removal all the same."


def test_a_service_removed_from_the_table_does_not_hide_a_paid_job(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.providers import registry

    services.add("paid", pending(), bills=True, delivery="poll")
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    monkeypatch.delitem(registry.PROVIDERS, "paid")
    assert advance_until_ended(submission).state == State.OUTCOME_UNKNOWN


def test_a_services_long_words_do_not_cost_its_result(order: Order, services: Services) -> None:
    """PostgreSQL refuses what does not fit a column, and NUL anywhere."""
    services.add("paid", painted(reference="r\0" * 900, note="n" * 9000), bills=True)
    submission = advance_until_ended(ask(order, "paid"))
    assert submission.state == State.SUCCEEDED
    assert submission.reference == "r" * 200


def raising_for(folder: str, error: BaseException) -> Callable[[str], None]:
    def fail(name: str) -> None:
        if name.startswith(folder):
            raise error

    return fail


def test_what_no_database_keeps_in_a_services_answer_does_not_cost_its_result(order: Order, services: Services) -> None:
    """NUL, half of a surrogate pair, NaN, and a seed no column holds."""
    odd = {"nul\0": "a\0b", "half": "\ud800", "nan": float("nan"), "list": [float("inf"), ("\0",)]}

    def waits(_job: Job, _control: Control) -> Step:
        return Pending(remote={"id": "job-7", **odd}, retry_after=1)

    def ends(job: Job, _control: Control) -> Step:
        result = Result(data=png(Image.new("RGB", job.picture.size)))
        return Done(results=(result,), reference="\ud800", seed=2**70, note="\0\udfff", account=odd, raw=odd)

    services.add("paid", waits, ends, bills=True, delivery="poll")
    submission = advance_until_ended(ask(order, "paid"))
    assert submission.state == State.SUCCEEDED, submission.error_detail
    assert submission.remote == {"id": "job-7", "nul": "ab", "half": "?", "nan": None, "list": [None, [""]]}
    assert submission.seed_used is None
