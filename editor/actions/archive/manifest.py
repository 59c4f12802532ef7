"""The last file of a zip: a line for each photo of the listing, with what its files are and where they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext

from editor.actions.archive.contents import Packed
from editor.actions.spreadsheet import BOM, line
from editor.models import Event, Order, Revision, Submission

HEAD = (
    "number",
    "photo",
    "state",
    "original_file",
    "original_bytes",
    "original_sha256",
    "final_file",
    "final_bytes",
    "final_sha256",
    "final_width",
    "final_height",
    "final_quality",
    "revision",
    "finalised_by",
    "finalised_at",
    "providers",
    "cost",
    "currency",
    "note",
)


@dataclass
class File:
    """A file as it went into the zip; empty where it did not."""

    name: str = ""
    bytes: int = 0
    sha256: str = ""
    width: int = 0
    height: int = 0
    quality: int = 0

    def cells(self) -> tuple[object, ...]:
        return (self.name, self.bytes, self.sha256) if self.name else (None, None, None)


@dataclass
class Record:
    """What became of a photo on the way into the zip; `notes` say what is missing and why."""

    photo: Packed
    original: File = field(default_factory=File)
    final: File = field(default_factory=File)
    notes: list[str] = field(default_factory=list)


def manifest(records: list[Record]) -> bytes:
    """The CSV: UTF-8 with a mark that spreadsheets know it by."""
    known = _Known([record.photo.order for record in records])
    lines = [line(HEAD), *(line(_cells(number, record, known)) for number, record in enumerate(records, start=1))]
    return (BOM + "".join(lines)).encode()


def _cells(number: int, record: Record, known: _Known) -> Iterable[object]:
    order, head, final = record.photo.order, record.photo.head, record.final
    by, at = known.finalised(order)
    price, currency = known.cost(order)
    return (
        number,
        order.photo.name,
        str(order.state),
        *record.original.cells(),
        *final.cells(),
        *((final.width, final.height, final.quality) if final.name else (None, None, None)),
        head.number,
        by,
        at.isoformat(timespec="seconds") if at else None,
        ", ".join(known.providers(head)),
        price,
        currency,
        " ".join(gettext(note) for note in record.notes),
    )


class _Known:
    """Who finalised the orders, whose results their heads hold and what they cost: some questions for all of them."""

    def __init__(self, orders: list[Order]) -> None:
        closings = Event.objects.filter(order__in=orders, kind=Event.Kind.FINALISED).select_related("actor")
        self._closings = {event.order_id: event for event in closings.order_by("pk")}
        self._parents = dict(Revision.objects.filter(order__in=orders).values_list("pk", "parent_id"))
        asked = Submission.objects.filter(order__in=orders)
        self._made_by = dict(asked.filter(result__isnull=False).values_list("result_id", "provider"))
        costs = asked.filter(price__gt=0).values_list("order_id", "currency").annotate(Sum("price")).order_by()
        self._costs: defaultdict[int, list[tuple[Decimal, str]]] = defaultdict(list)
        for order, currency, price in costs:
            self._costs[order].append((price, currency))

    def finalised(self, order: Order) -> tuple[str, datetime | None]:
        event = self._closings.get(order.pk) if order.state == Order.State.FINALISED else None
        if event is None:
            return "", None
        return event.actor.called if event.actor else "", event.at

    def providers(self, head: Revision) -> list[str]:
        """Whose results the picture holds, the first one first, each once."""
        found: list[str] = []
        step: int | None = head.pk
        while step is not None:
            if maker := self._made_by.get(step):
                found.append(maker)
            step = self._parents.get(step)
        return list(dict.fromkeys(reversed(found)))

    def cost(self, order: Order) -> tuple[str, str]:
        """By the prices set here; several currencies stand side by side."""
        known = self._costs.get(order.pk, [])
        return "; ".join(f"{price:.4f}" for price, _ in known), "; ".join(currency for _, currency in known)
