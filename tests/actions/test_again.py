"""A removal whose outcome is unknown: asked about, or submitted anew."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.removals.again import CANNOT_ASK, can_look_again, look_again, submit_anew
from editor.models import Order, Submission
from editor.providers.base import Control, Pending, Rejected, Remote, Step, Unavailable
from tests.asking import advance_until_ended, ask, its_deadline_passes, told, wait
from tests.services import Answer, Service, Services, painted, pending, raising

State = Submission.State
pytestmark = pytest.mark.django_db


class Knowing(Service):
    """Can be asked about its jobs: `found` is what it says."""

    found: Any = None

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        self.calls.append(f"look {remote['id']}")
        return self.found(None, control) if self.found else None


def lost(order: Order, services: Services, monkeypatch: pytest.MonkeyPatch, found: Answer | None) -> Submission:
    """A paid job the service has, which could not be asked about until its deadline."""
    down = raising(Unavailable("Down.", retry_after=1))
    made = services.add("paid", pending(), down, bills=True, can_look_again=True, base=Knowing)
    monkeypatch.setattr(made, "found", staticmethod(found) if found else None)
    submission = ask(order, "paid")
    jobs.advance(submission.pk)
    wait(submission)
    jobs.advance(submission.pk)
    its_deadline_passes(submission)
    assert advance_until_ended(submission).state == State.OUTCOME_UNKNOWN
    return submission


def at_once_in_red(_job: Any, _control: Control) -> Step:
    """The picture, whatever the job was."""
    from PIL import Image

    from editor.providers.base import Done, Result

    return Done(results=(Result(picture=Image.new("RGB", (120, 80), (250, 10, 10))),), credits=1.0)


def test_a_result_that_is_there_after_all_is_placed(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = lost(order, services, monkeypatch, at_once_in_red)
    look_again(actor=order.owner, submission=submission)
    submission.refresh_from_db()
    assert (submission.state, submission.error_sentence) == (State.PROCESSING, "")
    advance_until_ended(submission)
    assert (submission.state, submission.looking) == (State.SUCCEEDED, False)
    assert told(order) == ["submitted", "failed", "looked_again", "succeeded"]


def test_a_job_that_still_runs_is_polled_on(order: Order, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    running: Answer = lambda _job, _control: Pending(remote={"id": "job-7"}, retry_after=2)  # noqa: E731
    submission = lost(order, services, monkeypatch, running)
    look_again(actor=order.owner, submission=submission)
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.looking) == (State.PROCESSING, False)


def test_a_job_nobody_knows_stays_unknown_and_says_so(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = lost(order, services, monkeypatch, None)
    look_again(actor=order.owner, submission=submission)
    advance_until_ended(submission)
    assert (submission.state, submission.error_sentence) == (State.OUTCOME_UNKNOWN, jobs.NOT_KNOWN)


def test_a_job_the_service_says_it_declined_has_failed(
    order: Order, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = lost(order, services, monkeypatch, raising(Rejected("It shows nothing.")))
    look_again(actor=order.owner, submission=submission)
    assert advance_until_ended(submission).state == State.FAILED


def test_looking_twice_asks_once(order: Order, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = lost(order, services, monkeypatch, at_once_in_red)
    look_again(actor=order.owner, submission=submission)
    look_again(actor=order.owner, submission=submission)
    assert told(order).count("looked_again") == 1


def test_a_service_that_cannot_be_asked_is_not_asked(order: Order, services: Services) -> None:
    services.add("paid", raising(Unavailable("No answer.")), bills=True, can_look_again=True)
    submission = advance_until_ended(ask(order, "paid"))
    assert submission.state == State.OUTCOME_UNKNOWN
    assert not can_look_again(submission)
    with pytest.raises(Refused, match=CANNOT_ASK[:30]):
        look_again(actor=order.owner, submission=submission)


def test_what_is_known_is_not_asked_again(order: Order, services: Services) -> None:
    services.add("free")
    submission = advance_until_ended(ask(order, "free"))
    with pytest.raises(Refused, match="known already"):
        look_again(actor=order.owner, submission=submission)


def test_submitting_anew_is_one_submission_however_often_it_is_pressed(order: Order, services: Services) -> None:
    paid = services.add("paid", raising(Unavailable("No answer.")), painted(), bills=True)
    submission, key = advance_until_ended(ask(order, "paid")), uuid.uuid4()
    anew = submit_anew(actor=order.owner, submission=submission, key=key)
    assert submit_anew(actor=order.owner, submission=submission, key=key) == anew
    assert (anew.parent, anew.seed, anew.provider) == (submission.parent, submission.seed, "paid")
    assert advance_until_ended(anew).state == State.SUCCEEDED
    assert len(paid.calls) == 2


def test_what_succeeded_is_not_submitted_anew(order: Order, services: Services) -> None:
    services.add("free")
    submission = advance_until_ended(ask(order, "free"))
    with pytest.raises(Refused):
        submit_anew(actor=order.owner, submission=submission, key=uuid.uuid4())
