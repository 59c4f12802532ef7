"""The row of a submission we hold: every change of it is conditional on holding it still."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from editor.actions.removals.result import NotHeld
from editor.actions.removals.submit import cancel_note, end_if_canceled
from editor.lease import lease_end
from editor.models import Event, Submission
from editor.models.submission import SubmissionQuerySet, fitting

State = Submission.State

Again = float | None
"""Seconds after which to call `advance` again; None where there is nothing to come back for."""


def claim(pk: int) -> Submission | None:
    """The submission, if it is due and nobody else was faster."""
    now, token = timezone.now(), uuid.uuid4()
    claimed = Submission.objects.due(now).filter(pk=pk)
    if not claimed.update(
        lease_until=lease_end(),
        lease_token=token,
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", Value(now, output_field=DateTimeField())),
    ):
        return None
    whole = Submission.objects.select_related("order__photo", "parent__order__photo")
    return whole.filter(pk=pk, lease_token=token).first()


def token_of(submission: Submission) -> uuid.UUID:
    if submission.lease_token is None:
        raise NotHeld
    return submission.lease_token


def held(submission: Submission) -> SubmissionQuerySet:
    return Submission.objects.active().filter(pk=submission.pk, lease_token=token_of(submission))


def change(submission: Submission, **facts: object) -> None:
    """Commit facts of a row we hold, and hold it on. Raises NotHeld."""
    if not held(submission).update(lease_until=lease_end(), **facts):
        raise NotHeld
    for name, value in facts.items():
        setattr(submission, name, value)


def release(submission: Submission, delay: float, **facts: object) -> Again:
    """Put the row down, to be taken up again after `delay` seconds; end it where the person cancels meanwhile."""
    next_at = timezone.now() + timedelta(seconds=delay)
    if not held(submission).update(lease_until=None, lease_token=None, next_at=next_at, **facts):
        return None
    return None if end_if_canceled(submission.pk) else delay


def end(submission: Submission, state: State, code: str, sentence: str, detail: str = "") -> Again:
    """End it without a result, unless it is held by somebody else by now."""
    facts = {"error_code": code, "error_sentence": fitting(sentence, 500), "error_detail": fitting(detail, 10_000)}
    with transaction.atomic():
        if held(submission).end(state, **facts):
            Event.objects.create(
                order_id=submission.order_id,
                kind=Event.Kind.FAILED,
                data={"submission": submission.pk, "code": code},
            )
    return None


def cancel(submission: Submission) -> Again:
    held(submission).end(State.CANCELED, note=cancel_note(submission))
    return None
