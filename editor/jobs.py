"""The submission state machine: claim, one step at the provider, and what its answer means.

    queued ─▶ submitting ─▶ processing ─▶ succeeded | failed | canceled
                  └─▶ outcome_unknown

The row decides, the queue only wakes it. `advance` may be called by anybody, as often as they like: a conditional
UPDATE lets one caller through, and a lease, renewed while that caller lives, keeps the others out.

A call that may bill is announced in the row (`submitting`) before it is made. Finding that announcement on a row
whose lease lapsed means that the answer was lost: the call is never made again by itself. Steps whose calls are
free skip `submitting` and are simply made again.
"""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from editor.actions.pictures import open_picture
from editor.actions.result import NotHeld, Outcome, open_mask, record_result
from editor.imaging.errors import PictureError
from editor.lease import Lease
from editor.models import Event, Submission
from editor.models.submission import SubmissionQuerySet
from editor.providers import registry
from editor.providers.base import Canceled, Job, Pending, ProviderError, Step

State = Submission.State
log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""Claims without progress after which a submission fails: a picture that kills its worker must not do so forever."""
MAX_BACKOFF = 300.0
SWEEP_AT_ONCE = 500

LOST = "The service's answer was lost. It may have done the work, so nothing was sent again."
WORN_OUT = "This did not work after several tries. Try again, or choose another service."
INTERNAL = "Something went wrong in Eraser itself. Your photo and mask are safe; try again."
UNREADABLE = "A stored picture of this order could not be read. Ask the person who runs this server."


def advance(pk: int, stopping: Callable[[], bool] = lambda: False) -> float | None:
    """Take the submission one step on. Returns the seconds after which to call again, or None.

    `stopping` tells that this process was asked to stop: the step in hand is then given back, not failed.
    """
    token = _claim(pk)
    if token is None:
        return None
    submission = Submission.objects.select_related("order__photo", "parent__order__photo").get(pk=pk)
    if submission.state == State.SUBMITTING and not submission.repeatable:
        return _end(submission, State.OUTCOME_UNKNOWN, "outcome_unknown", LOST)
    if submission.cancel_requested:
        return _end(submission, State.CANCELED)
    if submission.attempts > MAX_ATTEMPTS:
        return _end(submission, State.FAILED, "worn_out", WORN_OUT)
    with Lease(pk, token, stopping) as lease:
        return _attempt(submission, lease)


def due(now: datetime | None = None) -> list[int]:
    """The submissions a sweep should wake, the longest waiting first."""
    rows = Submission.objects.due(now or timezone.now()).order_by("next_at")
    return list(rows.values_list("pk", flat=True)[:SWEEP_AT_ONCE])


def _claim(pk: int) -> uuid.UUID | None:
    now, token = timezone.now(), uuid.uuid4()
    until = now + timedelta(seconds=settings.SUBMISSION_LEASE_SECONDS)
    claimed = Submission.objects.due(now).filter(pk=pk)
    if not claimed.update(lease_until=until, lease_token=token, attempts=F("attempts") + 1):
        return None
    Submission.objects.filter(pk=pk, started_at=None).update(started_at=now)
    return token


def _attempt(submission: Submission, lease: Lease) -> float | None:
    try:
        return _settle(submission, _step(submission, lease), lease)
    except NotHeld:
        return None
    except Canceled:
        return _stop(submission, lease)
    except ProviderError as error:
        return _retry_or_fail(submission, error)
    except (PictureError, OSError) as error:
        log.exception("Submission %s: a stored file could not be used.", submission.pk)
        return _end(submission, _lost_or_failed(submission), "unreadable", UNREADABLE, repr(error))
    except Exception as error:
        log.exception("Submission %s broke.", submission.pk)
        return _end(submission, _lost_or_failed(submission), "internal", INTERNAL, repr(error))


def _step(submission: Submission, lease: Lease) -> Step:
    """Open what the provider needs, announce the call, make it."""
    lease.report("Preparing the picture")
    job = Job(picture=open_picture(submission.parent), mask=open_mask(submission), seed=submission.seed)
    provider = registry.build(submission.provider, settings.PROVIDER_CONFIG)
    if lease.stopped():
        raise Canceled("")
    _move(submission, State.PROCESSING if submission.repeatable else State.SUBMITTING)
    if submission.remote is None:
        return provider.start(job, lease)
    return provider.resume(job, submission.remote, lease)


def _settle(submission: Submission, step: Step, lease: Lease) -> float | None:
    if isinstance(step, Pending):
        return _wait(submission, step)
    lease.report("Placing the result")
    outcome = Outcome(picture=step.picture, reference=step.reference, credits=step.credits, note=step.note)
    record_result(submission=submission, lease_token=_token(submission), outcome=outcome)
    return None


def _wait(submission: Submission, step: Pending) -> float:
    _release(
        submission,
        timedelta(seconds=step.retry_after),
        state=State.PROCESSING,
        remote=dict(step.remote),
        repeatable=step.repeatable,
        attempts=0,
    )
    return step.retry_after


def _stop(submission: Submission, lease: Lease) -> float | None:
    """The provider ended because it was told to: by the person, by another worker, or by this process's end."""
    if lease.canceled:
        return _end(submission, State.CANCELED)
    if not lease.lost:
        _release(submission, timedelta(0), attempts=F("attempts") - 1, doing="Waiting for a free worker")
    return None


def _retry_or_fail(submission: Submission, error: ProviderError) -> float | None:
    if error.retry_after is None or submission.attempts >= MAX_ATTEMPTS:
        return _end(submission, State.FAILED, error.code, error.sentence, error.detail)
    delay = max(error.retry_after, min(MAX_BACKOFF, 2.0**submission.attempts)) * (1 + secrets.randbelow(250) / 1000)
    state = State.QUEUED if submission.remote is None else State.PROCESSING
    _release(submission, timedelta(seconds=delay), state=state, doing=f"{error.sentence} Trying again soon."[:200])
    return delay


def _lost_or_failed(submission: Submission) -> State:
    return State.OUTCOME_UNKNOWN if submission.state == State.SUBMITTING else State.FAILED


def _token(submission: Submission) -> uuid.UUID:
    if submission.lease_token is None:
        raise NotHeld
    return submission.lease_token


def _held(submission: Submission) -> SubmissionQuerySet:
    return Submission.objects.active().filter(pk=submission.pk, lease_token=_token(submission))


def _move(submission: Submission, state: State) -> None:
    """Commit the state before the call it announces."""
    if not _held(submission).update(state=state):
        raise NotHeld
    submission.state = state


def _release(submission: Submission, delay: timedelta, **facts: object) -> None:
    """Put the row down, to be taken up again after `delay`."""
    _held(submission).update(lease_until=None, lease_token=None, next_at=timezone.now() + delay, **facts)


def _end(submission: Submission, state: State, code: str = "", sentence: str = "", detail: str = "") -> float | None:
    """End it, unless it is held by somebody else by now. Returns None: there is nothing to come back for."""
    with transaction.atomic():
        ended = _held(submission).end(state, error_code=code, error_sentence=sentence[:500], error_detail=detail)
        if ended and state != State.CANCELED:
            Event.objects.create(
                order_id=submission.order_id,
                kind=Event.Kind.FAILED,
                data={"submission": submission.pk, "code": code},
            )
    return None
