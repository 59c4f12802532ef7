"""The submission state machine: claim, one step at the provider, and what its answer means.

    queued ─▶ submitting ─▶ processing ─▶ succeeded | failed | canceled
                  └─▶ outcome_unknown

The row decides, the queue only wakes it. `advance` may be called by anybody, as often as they like: a conditional
UPDATE lets one caller through, and a lease, renewed while that caller lives, keeps the others out.

A call that may bill is announced in the row (`submitting`) before it is made. Finding that announcement on a row
whose lease lapsed means that the answer was lost: the call is never made again by itself. Steps whose calls are
free skip `submitting` and are simply made again.

Where a process can die, and what becomes of the row:

    after the claim, before the announcement    taken up again: nothing was sent
    from the announcement to the answer's commit    outcome_unknown, also when the answer came but could not be kept
    in a free step (a poll, the built-in engine)    taken up again, at most MAX_ATTEMPTS times in a row
    while a result is composited or stored      as the step that brought it; reference and credits are kept first

Work a service was given and may bill is never called failed on a guess: only its own refusal, or an adapter's word
that repeating is harmless (`retry_after`), says that a call was not taken.
"""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from PIL import Image

from editor.actions.pictures import open_picture
from editor.actions.result import NotHeld, Outcome, open_mask, record_result
from editor.actions.submit import cancel_note, end_if_canceled, work_is_out
from editor.imaging.errors import PictureError
from editor.lease import Lease, lease_end
from editor.models import Event, Submission
from editor.models.submission import SubmissionQuerySet, fitting
from editor.providers import registry
from editor.providers.base import (
    BadResponse,
    Canceled,
    Done,
    Job,
    NotAuthorised,
    OutOfCredit,
    Pending,
    ProviderError,
    RateLimited,
    Rejected,
    Step,
    Unsupported,
)

State = Submission.State
log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""Claims without progress after which a submission ends: a picture that kills its worker must not do so forever."""
MAX_BACKOFF = 300.0
SWEEP_AT_ONCE = 500

LOST = "The service's answer was lost. It may have done the work, so nothing was sent again."
MAY_HAVE_BILLED = "The service may have done the work and counted it, so nothing was sent again."
WORN_OUT = "This did not work after several tries. Try again, or choose another service."
INTERNAL = "Something went wrong in Eraser itself. Your photo and mask are safe; try again."
UNREADABLE = "A stored picture of this order could not be read. Ask the person who runs this server."
NOT_STORED = "The result could not be stored here; the disk may be full. Ask the person who runs this server."
STOPPED_LATE = "This was stopped while the service was at work."
WRONG_SIZE = "The service gave back a picture of another size, which cannot be placed."

NOT_DONE = (Unsupported, OutOfCredit, Rejected)
"""The service's word that this job was not done."""
NOT_TAKEN = (NotAuthorised, RateLimited)
"""The service's word that this one call was not taken; it says nothing about a job it took before."""


Again = float | None
"""Seconds after which to call `advance` again; None where there is nothing to come back for."""


class WornOut(ProviderError):
    code = "worn_out"


class Internal(ProviderError):
    code = "internal"


class Unreadable(ProviderError):
    code = "unreadable"


class NotStored(ProviderError):
    code = "not_stored"


def advance(pk: int, stopping: Callable[[], bool] = lambda: False) -> Again:
    """Take the submission one step on.

    `stopping` tells that this process was asked to stop: the step in hand is then given back, not failed.
    Raises DatabaseError, InterfaceError: the row is then taken up again when its lease lapses.
    """
    submission = _claim(pk)
    if submission is None:
        return None
    if submission.state == State.SUBMITTING:
        return _end(submission, State.OUTCOME_UNKNOWN, "outcome_unknown", LOST)
    if submission.cancel_requested:
        return _cancel(submission)
    if submission.attempts > MAX_ATTEMPTS:
        return _give_up(submission, WornOut(WORN_OUT))
    with Lease(pk, _token(submission), stopping) as lease:
        return _attempt(submission, lease)


def due(now: datetime | None = None) -> list[int]:
    """The submissions a sweep should wake, the longest waiting first."""
    rows = Submission.objects.due(now or timezone.now()).order_by("next_at")
    return list(rows.values_list("pk", flat=True)[:SWEEP_AT_ONCE])


def _claim(pk: int) -> Submission | None:
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


def _attempt(submission: Submission, lease: Lease) -> Again:
    try:
        step = _step(submission, lease)
        return _wait(submission, step) if isinstance(step, Pending) else _place(submission, step, lease)
    except NotHeld:
        log.warning("Submission %s passed to another worker; this one's answer is dropped.", submission.pk)
        return None
    except Canceled:
        return _stop(submission, lease)
    except ProviderError as error:
        return _retry_or_give_up(submission, error)
    except (DatabaseError, InterfaceError):
        # A busy or restarting database is nobody's failure. The row stays as it was last committed.
        raise
    except Exception as error:
        log.exception("Submission %s broke.", submission.pk)
        return _give_up(submission, Internal(INTERNAL, detail=repr(error)))


def _step(submission: Submission, lease: Lease) -> Step:
    """Open what the provider needs, announce the call, make it."""
    lease.report("Preparing the picture")
    job = _job(submission)
    provider = registry.build(submission.provider, settings.PROVIDER_CONFIG)
    if lease.stopped():
        raise Canceled("")
    _move(submission, State.PROCESSING if submission.repeatable else State.SUBMITTING)
    remote = submission.remote
    step = provider.start(job, lease) if remote is None else provider.resume(job, remote, lease)
    if isinstance(step, Done) and (size := _picture(step).size) != job.picture.size:
        raise BadResponse(WRONG_SIZE, detail=f"{size} instead of {job.picture.size}")
    return step


def _picture(done: Done) -> Image.Image:
    picture = done.results[0].picture
    if picture is None:
        raise BadResponse(WRONG_SIZE, detail="a result that is not decoded")
    return picture


def _job(submission: Submission) -> Job:
    try:
        return Job(pictures=(open_picture(submission.parent),), mask=open_mask(submission), seed=submission.seed)
    except (PictureError, OSError) as error:
        log.exception("Submission %s: a stored picture could not be read.", submission.pk)
        raise Unreadable(UNREADABLE, detail=repr(error)) from error


def _place(submission: Submission, done: Done, lease: Lease) -> Again:
    if lease.canceled and submission.repeatable and not work_is_out(submission):
        raise Canceled("")
    lease.report("Placing the result")
    _change(submission, reference=fitting(done.reference, 200), credits=done.credits)
    outcome = Outcome(picture=_picture(done), reference=done.reference, credits=done.credits, note=done.note)
    try:
        record_result(submission=submission, lease_token=_token(submission), outcome=outcome)
    except PictureError as error:
        log.exception("Submission %s: a stored picture could not be read.", submission.pk)
        raise Unreadable(UNREADABLE, detail=repr(error)) from error
    except OSError as error:
        log.exception("Submission %s: its result could not be stored.", submission.pk)
        # A free step brings the same result again, and the disk may have room by then.
        raise NotStored(NOT_STORED, detail=repr(error), retry_after=0.0 if submission.repeatable else None) from error
    return None


def _wait(submission: Submission, step: Pending) -> Again:
    return _release(
        submission,
        step.retry_after,
        state=State.PROCESSING,
        remote=dict(step.remote),
        repeatable=step.repeatable,
        attempts=0,
    )


def _stop(submission: Submission, lease: Lease) -> Again:
    """The provider ended because it was told to: by the person, by another worker, or by this process's end."""
    if lease.lost:
        return None
    if submission.state == State.SUBMITTING:
        return _give_up(submission, Canceled(STOPPED_LATE))
    if lease.canceled:
        return _cancel(submission)
    if lease.stopping():
        _release(submission, 0.0, attempts=F("attempts") - 1, doing="Waiting for a free worker")
        return None
    return _give_up(submission, Internal(INTERNAL, detail="The provider stopped without being told to."))


def _retry_or_give_up(submission: Submission, error: ProviderError) -> Again:
    if error.retry_after is None or submission.attempts >= MAX_ATTEMPTS:
        return _give_up(submission, error)
    delay = max(error.retry_after, min(MAX_BACKOFF, 2.0**submission.attempts)) * (1 + secrets.randbelow(250) / 1000)
    state = State.QUEUED if submission.remote is None else State.PROCESSING
    return _release(submission, delay, state=state, doing=fitting(f"{error.sentence} Trying again soon.", 200))


def _give_up(submission: Submission, error: ProviderError) -> Again:
    """Failed, where nothing can have been billed; else the outcome is unknown, and the sentence says so."""
    state, sentence = State.FAILED, error.sentence
    if _in_doubt(submission, error):
        state, sentence = State.OUTCOME_UNKNOWN, f"{error.sentence} {MAY_HAVE_BILLED}"
    return _end(submission, state, error.code, sentence, error.detail)


def _in_doubt(submission: Submission, error: ProviderError) -> bool:
    """Whether the service may have done work, and billed it, whose result is not here."""
    if isinstance(error, NOT_DONE):
        return False
    call_taken = submission.state == State.SUBMITTING and not isinstance(error, NOT_TAKEN) and error.retry_after is None
    return call_taken or work_is_out(submission)


def _cancel(submission: Submission) -> Again:
    _held(submission).end(State.CANCELED, note=cancel_note(submission))
    return None


def _token(submission: Submission) -> uuid.UUID:
    if submission.lease_token is None:
        raise NotHeld
    return submission.lease_token


def _held(submission: Submission) -> SubmissionQuerySet:
    return Submission.objects.active().filter(pk=submission.pk, lease_token=_token(submission))


def _change(submission: Submission, **facts: object) -> None:
    """Commit facts of a row we hold, and hold it on. Raises NotHeld."""
    if not _held(submission).update(lease_until=lease_end(), **facts):
        raise NotHeld


def _move(submission: Submission, state: State) -> None:
    """Commit the state before the call it announces."""
    _change(submission, state=state)
    submission.state = state


def _release(submission: Submission, delay: float, **facts: object) -> Again:
    """Put the row down, to be taken up again after `delay` seconds; end it where the person cancels meanwhile."""
    next_at = timezone.now() + timedelta(seconds=delay)
    if not _held(submission).update(lease_until=None, lease_token=None, next_at=next_at, **facts):
        return None
    return None if end_if_canceled(submission.pk) else delay


def _end(submission: Submission, state: State, code: str, sentence: str, detail: str = "") -> Again:
    """End it without a result, unless it is held by somebody else by now."""
    facts = {"error_code": code, "error_sentence": fitting(sentence, 500), "error_detail": fitting(detail, 10_000)}
    with transaction.atomic():
        if _held(submission).end(state, **facts):
            Event.objects.create(
                order_id=submission.order_id,
                kind=Event.Kind.FAILED,
                data={"submission": submission.pk, "code": code},
            )
    return None
