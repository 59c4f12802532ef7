"""Bringing a service's order here. Every call is free: what a dead worker held is simply done again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from editor.actions.errors import Refused
from editor.actions.providers.remote import open_remote_order
from editor.http import Call
from editor.imaging.errors import PictureError
from editor.jobs.rows import Again
from editor.jobs.words import INTERNAL, MAX_ATTEMPTS
from editor.models import Opening
from editor.models.opening import OpeningQuerySet
from editor.models.submission import fitting
from editor.providers.base import Canceled, ProviderError

State = Opening.State
log = logging.getLogger(__name__)

LEASE_SECONDS = 600
"""Longer than all its calls may take together: who holds it this long is dead."""
OPEN_AT_ONCE = 100


def bring(pk: int) -> Again:
    """Bring the order, or tell in a sentence why it did not come."""
    now = timezone.now()
    due = Opening.objects.due(now).filter(pk=pk)
    if not due.update(lease_until=now + timedelta(seconds=LEASE_SECONDS), attempts=F("attempts") + 1):
        return None
    opening = Opening.objects.select_related("asked_by").get(pk=pk)
    if opening.attempts > MAX_ATTEMPTS:
        return _failed(opening, INTERNAL)
    return _bring(opening)


def openings_due(now: datetime | None = None) -> list[int]:
    """What a sweep should wake."""
    rows = Opening.objects.due(now or timezone.now()).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:OPEN_AT_ONCE])


class Watched:
    """A `Control` whose person sees what is happening, and may cancel. There is no submission to keep calls beside."""

    def __init__(self, opening: Opening) -> None:
        self._mine = _mine(opening)

    def stopped(self) -> bool:
        return not self._mine.exists()

    def report(self, doing: str, fraction: float | None = None) -> None:
        self._mine.update(doing=fitting(doing, 200))
        if self.stopped():
            raise Canceled("")

    def record(self, call: Call) -> None:
        return


def _bring(opening: Opening) -> Again:
    try:
        order = open_remote_order(
            actor=opening.asked_by,
            provider=opening.provider,
            remote_id=opening.remote_id,
            control=Watched(opening),
        )
    except Canceled:
        return None
    except (Refused, ProviderError, PictureError) as error:
        return _failed(opening, error.sentence)
    except Exception:
        log.exception("Opening %s broke.", opening)
        return _failed(opening, INTERNAL)
    _mine(opening).end(State.DONE, order=order)
    return None


def _failed(opening: Opening, sentence: str) -> Again:
    _mine(opening).end(State.FAILED, sentence=fitting(sentence, 500))
    return None


def _mine(opening: Opening) -> OpeningQuerySet:
    return Opening.objects.filter(pk=opening.pk, attempts=opening.attempts, state=State.ASKED)
