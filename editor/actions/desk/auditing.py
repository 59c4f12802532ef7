"""The timeline as a file: events by date, person and listing, one line each, however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.spreadsheet import BOM, line
from editor.models import Event, Listing, User

AT_ONCE = 1_000
"""Events in memory at a time."""
NOT_YOURS = _("Only a reviewer can export the timeline.")
HEAD = ("event", "at", "kind", "actor", "actor_name", "order", "photo", "listing", "address", "data")

COLUMNS = (
    *("pk", "at", "kind", "actor__username", "actor__first_name", "actor__last_name"),
    *("order_id", "order__photo__name", "order__listing_id", "order__listing__address", "data"),
)
Facts = dict[str, Any]


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """None leaves a filter out; both days are within, in the office's time zone."""

    since: date | None = None
    until: date | None = None
    person: User | None = None
    listing: Listing | None = None

    def __str__(self) -> str:
        said = [
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
            f"by {self.person.username}" if self.person else "",
            f"of listing {self.listing.pk}" if self.listing else "",
        ]
        return " ".join(filter(None, said)) or "all of it"


def export(*, actor: User, chosen: Chosen, kind: Format) -> Iterator[str]:
    """The lines, made as they are taken. Who exported what is in the admin's log from then on. Raises Refused."""
    if not actor.sees_everything:
        raise Refused(NOT_YOURS)
    return _lines(actor, chosen, kind)


def events(chosen: Chosen) -> QuerySet[Event]:
    """The oldest first."""
    found = Event.objects.order_by("pk")
    if chosen.since:
        found = found.filter(at__gte=_midnight(chosen.since))
    if chosen.until:
        found = found.filter(at__lt=_midnight(chosen.until + timedelta(days=1)))
    if chosen.person:
        found = found.filter(actor=chosen.person)
    return found.filter(order__listing=chosen.listing) if chosen.listing else found


def _lines(actor: User, chosen: Chosen, kind: Format) -> Iterator[str]:
    _log(actor, chosen, kind)
    if kind == Format.CSV:
        yield BOM + line(HEAD)
    for facts in _in_turn(events(chosen)):
        if kind == Format.CSV:
            yield line(json.dumps(fact) if name == "data" else fact for name, fact in facts.items())
        else:
            yield json.dumps(facts, ensure_ascii=False) + "\n"


def _in_turn(found: QuerySet[Event]) -> Iterator[Facts]:
    """By keys, some at a time: a cursor held open for a slow reader would hold up the database's housekeeping."""
    last = 0
    while rows := list(found.filter(pk__gt=last).values_list(*COLUMNS)[:AT_ONCE]):
        last = rows[-1][0]
        yield from (_facts(*row) for row in rows)


def _facts(pk: int, at: datetime, kind: str, actor: str | None, first: str, last: str, *rest: Any) -> Facts:
    """Values, not rows: an event, its order and its photo know each other, and would be let go of late."""
    name = " ".join(filter(None, (first, last))) or actor
    return dict(zip(HEAD, (pk, at.isoformat(timespec="milliseconds"), kind, actor, name, *rest), strict=True))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _log(actor: User, chosen: Chosen, kind: Format) -> None:
    LogEntry.objects.create(
        user=actor,
        content_type=ContentType.objects.get_for_model(Event),
        object_repr="timeline",
        action_flag=CHANGE,
        change_message=f"Exported the timeline as {kind.value}: {chosen}.",
    )
