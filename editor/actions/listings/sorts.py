"""What a list can be sorted by. Each goes along an index and on from a key, so that page 200 is as fast as page 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editor.models import Listing, Order
from editor.models.order import OrderQuerySet

FIRST_LOT, GROWTH = 40, 4
"""Listings looked into at once, when orders are wanted in the order of their listings."""


@dataclass(frozen=True)
class Key:
    """What is compared; `backwards` for the largest first."""

    of: F | Lower
    backwards: bool = False


@dataclass(frozen=True)
class Stretch:
    """A part of the list that is sorted by these keys; the last one tells any two orders apart."""

    keys: Sequence[Key]
    where: Q = field(default_factory=Q)

    def pks(self, orders: OrderQuerySet, last: Order | None, count: int) -> list[int]:
        """The keys of the next orders, behind `last` where one is named."""
        named = {f"key{at}": key.of for at, key in enumerate(self.keys)}
        listed = orders.filter(self.where).alias(**named)
        if last is not None:
            values = Order.objects.filter(pk=last.pk).annotate(**named).values(*named).get()
            listed = listed.filter(self._behind(list(values.values())))
        order = [f"-{name}" if key.backwards else name for name, key in zip(named, self.keys, strict=True)]
        return list(listed.order_by(*order).values_list("pk", flat=True)[:count])

    def walk(self, orders: OrderQuerySet, last: Order | None, count: int) -> list[int]:
        """The same among many orders."""
        return self.pks(orders, last, count)

    def holds(self, order: Order) -> bool:
        return Order.objects.filter(self.where, pk=order.pk).exists()

    def _behind(self, values: Sequence[Any]) -> Q:
        """Further on by the first key in which the two differ. Its bound alone is what an index begins at."""
        behind, same = Q(), Q()
        for at, (key, value) in enumerate(zip(self.keys, values, strict=True)):
            behind |= same & Q(**{f"key{at}__{'lt' if key.backwards else 'gt'}": value})
            same &= Q(**{f"key{at}": value})
        return Q(**{f"key0__{'lte' if self.keys[0].backwards else 'gte'}": values[0]}) & behind


@dataclass(frozen=True)
class ByListing(Stretch):
    """Sorted by what the listings say first. Among many, listings are taken up one lot after the other.

    A join would do, were the databases to begin with the listings; they begin with the orders, and sort them all.
    """

    def walk(self, orders: OrderQuerySet, last: Order | None, count: int) -> list[int]:
        found: list[int] = []
        for lot in _lots(last.listing if last else None):
            found += self.pks(orders.filter(listing__in=lot), last, count - len(found))
            last = None
            if len(found) == count:
                break
        return found


def _lots(begin: Listing | None) -> Iterator[list[int]]:
    """The listings that are due, from `begin` on, in lots that grow."""
    listings = Listing.objects.filter(due__isnull=False).order_by("due", "pk")
    behind = (begin.due, begin.pk - 1) if begin else None
    size = FIRST_LOT
    while True:
        due, pk = behind or (None, 0)
        rest = listings.filter(Q(due=due, pk__gt=pk) | Q(due__gt=due), due__gte=due) if behind else listings
        lot = list(rest.values_list("due", "pk")[:size])
        yield [key for _, key in lot]
        if len(lot) < size:
            return
        behind, size = lot[-1], size * GROWTH


@dataclass(frozen=True)
class Sort:
    words: str | Promise
    stretches: Sequence[Stretch]

    def from_behind(self, last: Order | None) -> Iterator[Stretch]:
        """The stretches to go on with behind an order; all of them where none is named."""
        begun = last is None or len(self.stretches) == 1
        for stretch in self.stretches:
            begun = begun or (last is not None and stretch.holds(last))
            if begun:
                yield stretch


NEWEST = (Key(F("created_at"), backwards=True), Key(F("pk"), backwards=True))
HAS_DUE = Q(listing__due__isnull=False)
SORTS = {
    "newest": Sort(_("Newest first"), [Stretch(NEWEST)]),
    "oldest": Sort(_("Oldest first"), [Stretch((Key(F("created_at")), Key(F("pk"))))]),
    "changed": Sort(
        _("Last changed first"), [Stretch((Key(F("updated_at"), backwards=True), Key(F("pk"), backwards=True)))]
    ),
    "due": Sort(
        _("Due first"),
        [
            ByListing((Key(F("listing__due")), Key(F("listing__id")), Key(F("position")), Key(F("pk"))), HAS_DUE),
            Stretch(NEWEST, ~HAS_DUE),
        ],
    ),
    "name": Sort(_("By name"), [Stretch((Key(Lower("photo__name")), Key(F("photo__id"))))]),
}
"""What is due in no listing comes behind all that is due, the newest first."""
