"""One step of one submission, from the claim to what its answer means."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import F
from django.utils import timezone

from editor.actions.providers.standing import note_fault, note_success
from editor.actions.removals.result import NotHeld
from editor.jobs.batches import follow
from editor.jobs.delivering import deliver, keep, place
from editor.jobs.doubts import give_up, retry_or_give_up
from editor.jobs.rows import Again, State, cancel, change, claim, end, release, token_of
from editor.jobs.sending import LazyJob, plan_facts
from editor.jobs.turns import NotYet, wait_for_turn
from editor.jobs.words import (
    INTERNAL,
    LATE,
    LOST,
    MAX_ATTEMPTS,
    NOT_KNOWN,
    STOPPED_LATE,
    WORN_OUT,
    Internal,
    Late,
    WornOut,
)
from editor.lease import Lease
from editor.models import Submission
from editor.models.submission import fitting, storable
from editor.providers import registry
from editor.providers.base import (
    BadResponse,
    Canceled,
    Capabilities,
    NotAuthorised,
    Pending,
    Provider,
    ProviderError,
    Step,
    Unavailable,
)

log = logging.getLogger(__name__)

SWEEP_AT_ONCE = 500
FAULTS = (Unavailable, BadResponse, NotAuthorised)
"""What speaks against the provider itself, not against the picture."""


def advance(pk: int, stopping: Callable[[], bool] = lambda: False) -> Again:
    """Take the submission one step on.

    `stopping` tells that this process was asked to stop: the step in hand is then given back, not failed.
    Raises DatabaseError, InterfaceError: the row is then taken up again when its lease lapses.
    """
    submission = claim(pk)
    if submission is None:
        return None
    if submission.state == State.SUBMITTING:
        return end(submission, State.OUTCOME_UNKNOWN, "outcome_unknown", LOST)
    if submission.cancel_requested and not submission.leads_others:
        return cancel(submission)
    if submission.attempts > MAX_ATTEMPTS:
        return give_up(submission, WornOut(WORN_OUT))
    with Lease(pk, token_of(submission), stopping) as lease:
        return _attempt(submission, lease)


def due(now: datetime | None = None) -> list[int]:
    """The submissions a sweep should wake, the longest waiting first."""
    rows = Submission.objects.due(now or timezone.now()).order_by("next_at")
    return list(rows.values_list("pk", flat=True)[:SWEEP_AT_ONCE])


def _attempt(submission: Submission, lease: Lease) -> Again:
    try:
        return _go_on(submission, lease)
    except NotHeld:
        log.warning("Submission %s passed to another worker; this one's answer is dropped.", submission.pk)
        return None
    except NotYet as wait:
        return release(submission, wait.seconds, attempts=0, doing=fitting(wait.doing, 200))
    except Canceled:
        return _stop(submission, lease)
    except ProviderError as error:
        if isinstance(error, FAULTS) and _is_outside(submission.provider):
            note_fault(submission.provider, error.sentence)
        return retry_or_give_up(submission, error)
    except (DatabaseError, InterfaceError):
        # A busy or restarting database is nobody's failure. The row stays as it was last committed.
        raise
    except Exception as error:
        log.exception("Submission %s broke.", submission.pk)
        return give_up(submission, Internal(INTERNAL, detail=repr(error)))


def _go_on(submission: Submission, lease: Lease) -> Again:
    """What is next is told by what the row holds: kept bytes, an answer, or nothing yet."""
    if submission.delivery:
        return place(submission, lease)
    provider = registry.build(submission.provider, settings.PROVIDER_CONFIG)
    facts = provider.capabilities(settings.PROVIDER_CONFIG)
    asks = submission.looking and facts.can_look_again and submission.remote is not None
    if submission.answer is not None and not asks:
        return deliver(submission, lease)
    return _ask(submission, provider, facts, lease)


def _ask(submission: Submission, provider: Provider, facts: Capabilities, lease: Lease) -> Again:
    follow(submission)
    wait_for_turn(submission, provider, facts)
    if submission.deadline_at is not None and submission.deadline_at <= timezone.now():
        raise Late(LATE)
    step = _step(submission, provider, facts, lease)
    note_success(submission.provider)
    if step is None:
        return end(submission, State.OUTCOME_UNKNOWN, "outcome_unknown", NOT_KNOWN)
    return _wait(submission, step) if isinstance(step, Pending) else keep(submission, step, lease)


def _step(submission: Submission, provider: Provider, facts: Capabilities, lease: Lease) -> Step | None:
    """Prepare what the provider needs, announce the call, make it."""
    job, remote = LazyJob(submission, provider, facts), submission.remote
    if submission.looking:
        _announce(submission, facts, State.PROCESSING)
        return provider.look_again(remote or {}, lease)
    if remote is None:
        lease.report("Preparing the picture")
        job.prepare()
        submission.plan, submission.members = plan_facts(job.plan), job.members
    if lease.stopped():
        raise Canceled("")
    _announce(submission, facts, State.PROCESSING if submission.repeatable else State.SUBMITTING)
    return _call(provider, job, submission, lease)


def _call(provider: Provider, job: LazyJob, submission: Submission, lease: Lease) -> Step:
    remote = submission.remote
    return provider.start(job, lease) if remote is None else provider.resume(job, remote, lease)


def _is_outside(slug: str) -> bool:
    """The built-in engine is never paused: its faults are this computer's, and there is nobody to spare."""
    known = slug in registry.PROVIDERS
    return known and registry.facts(slug, settings.PROVIDER_CONFIG).image_source != "picture"


def _announce(submission: Submission, facts: Capabilities, state: State) -> None:
    """Commit the state, and how the picture was fitted, before the call is made."""
    deadline = submission.deadline_at
    if deadline is None:
        seconds = settings.PROVIDER_DEADLINES.get(submission.provider) or facts.deadline_seconds
        deadline = timezone.now() + timedelta(seconds=seconds)
    change(submission, state=state, plan=submission.plan, members=submission.members, deadline_at=deadline)


def _wait(submission: Submission, step: Pending) -> Again:
    return release(
        submission,
        step.retry_after,
        state=State.PROCESSING,
        remote=storable(step.remote),
        repeatable=step.repeatable,
        may_be_billed=submission.may_be_billed or submission.state == State.SUBMITTING,
        looking=False,
        attempts=0,
    )


def _stop(submission: Submission, lease: Lease) -> Again:
    """The provider ended because it was told to: by the person, by another worker, or by this process's end."""
    if lease.lost:
        return None
    if submission.state == State.SUBMITTING:
        return give_up(submission, Canceled(STOPPED_LATE))
    if lease.canceled:
        return cancel(submission)
    if lease.stopping():
        release(submission, 0.0, attempts=F("attempts") - 1, doing="Waiting for a free worker")
        return None
    return give_up(submission, Internal(INTERNAL, detail="The provider stopped without being told to."))
