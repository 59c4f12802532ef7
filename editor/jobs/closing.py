"""Closing a service's order: announced in its row before the call is made, and never made again on a guess.

due ─▶ sending ─▶ closed | failed | unknown
 ▲        │                     │        │
 └────────┴─────────────────────┴────────┘
     where the adapter says that repeating is harmless; later, where a person has it asked about or tried again
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from editor.actions.providers.closings import TRIES
from editor.actions.removals.calls import Unwatched
from editor.jobs.doubts import NOT_DONE, NOT_TAKEN
from editor.jobs.rows import Again
from editor.jobs.words import INTERNAL, Internal
from editor.models import Event, Order, RemoteOrder, Submission
from editor.models.remote import RemoteOrderQuerySet
from editor.models.submission import fitting
from editor.providers import registry
from editor.providers.base import ProviderError

State = RemoteOrder.State
log = logging.getLogger(__name__)

LEASE_SECONDS = 600
"""Longer than the longest call to close: who holds it this long is dead."""
CLOSE_AT_ONCE = 100
SILENT = "{label} does not tell."
STILL_OPEN = "{label} was asked: its order is not closed yet."
UNKNOWN = "It is not known whether {label} closed its order. Look there."


def close(pk: int) -> Again:
    """Take the closing one step on; seconds after which to come back, or None."""
    now = timezone.now()
    due = RemoteOrder.objects.due(now).filter(pk=pk)
    if due.filter(state=State.SENDING).update(state=State.UNKNOWN, lease_until=None):
        return _told(_row(pk), State.UNKNOWN, "")
    lease_until = now + timedelta(seconds=LEASE_SECONDS)
    if not due.filter(state=State.DUE).update(
        state=State.SENDING, lease_until=lease_until, next_at=now, attempts=F("attempts") + 1
    ):
        return None
    remote = _row(pk)
    if remote.looking:
        return _look(remote)
    if remote.order.state != Order.State.FINALISED:
        # Reopened while a try waited for the next one.
        _mine(remote).update(state=State.OPEN, lease_until=None, next_at=None)
        return None
    return _send(remote)


def closings_due(now: datetime | None = None) -> list[int]:
    """What a sweep should wake."""
    rows = RemoteOrder.objects.due(now or timezone.now()).order_by("next_at")
    return list(rows.values_list("pk", flat=True)[:CLOSE_AT_ONCE])


def _row(pk: int) -> RemoteOrder:
    return RemoteOrder.objects.select_related("order__head").get(pk=pk)


def _send(remote: RemoteOrder) -> Again:
    try:
        provider = registry.build(remote.provider, settings.PROVIDER_CONFIG)
        provider.finalise(remote.closing, Unwatched(_made_by(remote)))
    except ProviderError as error:
        return _retry_or_tell(remote, error)
    except Exception as error:
        log.exception("Closing %s broke.", remote)
        return _retry_or_tell(remote, Internal(INTERNAL, detail=repr(error)))
    return _told(remote, State.CLOSED, "")


def _look(remote: RemoteOrder) -> Again:
    """Ask whether it is closed, for nothing: whatever goes wrong, it stays as little known as it was."""
    label = registry.PROVIDERS[remote.provider].label
    try:
        provider = registry.build(remote.provider, settings.PROVIDER_CONFIG)
        closed = provider.is_finalised(remote.closing, Unwatched(_made_by(remote)))
    except ProviderError as error:
        return _told(remote, State.UNKNOWN, error.sentence)
    except Exception as error:
        log.exception("Looking at %s broke.", remote)
        return _told(remote, State.UNKNOWN, Internal(INTERNAL, detail=repr(error)).sentence)
    if closed is None:
        return _told(remote, State.UNKNOWN, SILENT.format(label=label))
    return _told(remote, State.CLOSED, "") if closed else _told(remote, State.FAILED, STILL_OPEN.format(label=label))


def _made_by(remote: RemoteOrder) -> int | None:
    """The submission beside which the calls are kept: that of the picture the order was finalised with."""
    made_by = Submission.objects.filter(result=remote.order.head_id, provider=remote.provider)
    return made_by.values_list("pk", flat=True).first()


def _retry_or_tell(remote: RemoteOrder, error: ProviderError) -> Again:
    # Each time a person has it tried again there is a new row of tries, see actions/providers/closings.py.
    if error.retry_after is not None and remote.attempts % TRIES:
        delay = max(error.retry_after, 2.0 ** (remote.attempts % TRIES))
        next_at = timezone.now() + timedelta(seconds=delay)
        _mine(remote).update(state=State.DUE, lease_until=None, next_at=next_at)
        return delay
    certain = isinstance(error, NOT_DONE + NOT_TAKEN)
    return _told(remote, State.FAILED if certain else State.UNKNOWN, error.sentence)


def _told(remote: RemoteOrder, state: State, sentence: str) -> Again:
    """Write down how it ended, and the event."""
    if state == State.UNKNOWN:
        sentence = f"{sentence} {UNKNOWN.format(label=registry.PROVIDERS[remote.provider].label)}".strip()
    _mine(remote).update(state=state, sentence=fitting(sentence, 500), looking=False, lease_until=None, next_at=None)
    kind = Event.Kind.CLOSED_REMOTE if state == State.CLOSED else Event.Kind.NOT_CLOSED_REMOTE
    Event.objects.create(order_id=remote.order_id, kind=kind, data={"provider": remote.provider, "state": state})
    return None


def _mine(remote: RemoteOrder) -> RemoteOrderQuerySet:
    return RemoteOrder.objects.filter(pk=remote.pk, attempts=remote.attempts)
