"""What needs a person: what nobody knows the end of, what stands still, what failed and was left, what is stopped.

So many queries, however much there is; of each kind the newest are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext

from editor.actions.money.budgets import Standing, standings
from editor.actions.orders import EDITABLE
from editor.actions.providers.standing import off_sentence, pause_sentence
from editor.actions.removals.again import resent
from editor.models import ProviderState, RemoteOrder, Submission
from editor.models.submission import SubmissionQuerySet
from editor.providers import registry

State = Submission.State
MOST = 25
"""Of each kind."""
PATIENCE = timedelta(minutes=10)
"""For how long a removal may wait for its turn before somebody should look."""
GRACE = timedelta(minutes=2)
"""How late a worker may be: the sweep takes up each minute what was left behind."""
LATELY = timedelta(days=30)
"""Failures of longer ago were lived with."""


class Kind(StrEnum):
    UNKNOWN = "unknown"
    STUCK = "stuck"
    NOT_CLOSED = "not_closed"
    STOPPED = "stopped"
    BUDGET = "budget"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One row of the queue: what happened in a sentence, since when, and the row it is about."""

    kind: Kind
    title: str
    sentence: str
    since: datetime | None = None
    submission: Submission | None = None
    remote: RemoteOrder | None = None
    service: ProviderState | None = None
    standing: Standing | None = None


def troubles() -> list[Trouble]:
    """The most pressing kind first, within a kind the newest."""
    now = timezone.now()
    states = {state.slug: state for state in ProviderState.objects.select_related("off_by")}
    return [
        *_unknown(),
        *_stuck(now, states),
        *_not_closed(),
        *_stopped(now, states),
        *_budgets(),
        *_failed(now),
    ]


def label_of(slug: str) -> str:
    return registry.PROVIDERS[slug].label if slug in registry.PROVIDERS else slug


def stuck(now: datetime) -> SubmissionQuerySet:
    """Those that no worker is at though one should be, or whose deadline passed, or that wait for very long."""
    late = Q(deadline_at__lt=now - GRACE) | Q(lease_until__lt=now - GRACE)
    forgotten = Q(lease_until=None, next_at__lt=now - PATIENCE)
    return Submission.objects.active().filter(late | forgotten | Q(state=State.QUEUED, created_at__lt=now - PATIENCE))


def failed_last() -> SubmissionQuerySet:
    """Those that failed, of orders that are open, with nothing after them that did better or is still trying."""
    later = Submission.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk"))
    overcome = later.filter(state__in=(*Submission.ACTIVE, State.SUCCEEDED, State.FAILED, State.OUTCOME_UNKNOWN))
    return Submission.objects.filter(state=State.FAILED, order__state__in=EDITABLE).exclude(Exists(overcome))


def _told(submissions: SubmissionQuerySet) -> list[Submission]:
    whole = ("order__photo", "order__head", "order__listing", "parent", "created_by")
    return list(submissions.select_related(*whole).order_by("-pk")[:MOST])


def _unknown() -> Iterator[Trouble]:
    found = _told(Submission.objects.filter(state=State.OUTCOME_UNKNOWN))
    gone = resent(found)
    for each in found:
        if each.pk not in gone:
            yield Trouble(
                kind=Kind.UNKNOWN,
                title=gettext("%(service)s: outcome unknown") % {"service": label_of(each.provider)},
                sentence=each.error_sentence,
                since=each.ended_at or each.created_at,
                submission=each,
            )


def _stuck(now: datetime, states: dict[str, ProviderState]) -> Iterator[Trouble]:
    for each in _told(stuck(now)):
        yield Trouble(
            kind=Kind.STUCK,
            title=gettext("%(service)s: stuck") % {"service": label_of(each.provider)},
            sentence=_why_stuck(each, now, states.get(each.provider)),
            since=each.started_at or each.created_at,
            submission=each,
        )


def _why_stuck(submission: Submission, now: datetime, state: ProviderState | None) -> str:
    label = label_of(submission.provider)
    if submission.started_at is None and state is not None and state.off_since:
        return off_sentence(label, state)
    if submission.started_at is None and state is not None and state.open_until and state.open_until > now:
        return pause_sentence(label, state.open_until)
    if submission.deadline_at is not None and submission.deadline_at < now:
        return gettext("The service was to be done by now, and no worker has ended it. See whether the worker runs.")
    if submission.lease_until is not None and submission.lease_until < now:
        return gettext("The worker that was at it is gone, and no other took it up. See whether the worker runs.")
    if submission.attempts:
        return submission.doing or gettext("It was tried and is to be tried again.")
    return gettext("It waits for its turn, and no worker has taken it up. See whether the worker runs.")


def _not_closed() -> Iterator[Trouble]:
    remotes = RemoteOrder.objects.filter(state__in=RemoteOrder.NOT_CLOSED)
    for each in remotes.select_related("order__photo", "order__head", "order__listing").order_by("-pk")[:MOST]:
        label = {"service": label_of(each.provider)}
        yield Trouble(
            kind=Kind.NOT_CLOSED,
            title=gettext("%(service)s: order not closed") % label,
            sentence=each.sentence or gettext("It is not known whether the service heard that the order is done."),
            since=each.order.updated_at,
            remote=each,
        )


def _stopped(now: datetime, states: dict[str, ProviderState]) -> Iterator[Trouble]:
    for slug, state in states.items():
        label = label_of(slug)
        if state.off_since:
            yield Trouble(
                kind=Kind.STOPPED,
                title=gettext("%(service)s: switched off") % {"service": label},
                sentence=off_sentence(label, state),
                since=state.off_since,
                service=state,
            )
        elif state.open_until and state.open_until > now:
            yield Trouble(
                kind=Kind.STOPPED,
                title=gettext("%(service)s: paused") % {"service": label},
                sentence=f"{pause_sentence(label, state.open_until)} {state.last_fault}".strip(),
                since=state.last_fault_at,
                service=state,
            )


def _budgets() -> Iterator[Trouble]:
    for each in standings():
        if each.near:
            title = gettext("Budget used up") if each.over else gettext("Budget nearly used up")
            yield Trouble(kind=Kind.BUDGET, title=title, sentence=each.words, standing=each)


def _failed(now: datetime) -> Iterator[Trouble]:
    for each in _told(failed_last().filter(created_at__gte=now - LATELY)):
        yield Trouble(
            kind=Kind.FAILED,
            title=gettext("%(service)s: nothing was removed") % {"service": label_of(each.provider)},
            sentence=each.error_sentence,
            since=each.ended_at or each.created_at,
            submission=each,
        )
