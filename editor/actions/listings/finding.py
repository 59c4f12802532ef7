"""A page of the orders a person sees, filtered, searched and sorted, as fast among 100,000 as among 100.

Where few match, their keys are gathered by an index. Where some may, each way to find them is sorted by itself, and the
first of all ways together are the page. Of many, the table is walked along the index of the sort until a page is full:
where many match, that is soon. Each time all other conditions are hidden from the database's planner.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Case, Exists, OuterRef, Q, QuerySet

from editor.actions.listings.glance import REMOVING, with_running
from editor.actions.listings.sorts import SORTS, Sort, Stretch
from editor.models import Act, Order, Submission, User, Word
from editor.models.access import orders_for, own_ways, ways_to
from editor.models.order import OrderQuerySet
from editor.models.planning import hidden

FEW, SOME = 300, 6000
"""So many keys are gathered, so many rows sorted, in the time a page of cards takes to be rendered."""
MOST_WORDS = 5


Read = Callable[[Stretch, Order | None, int], list[int]]


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for; `designer` is a person's key."""

    state: str = ""
    listing: int | None = None
    designer: int | None = None
    unassigned: bool = False
    words: Sequence[str] = ()
    sort: Sort = field(default_factory=lambda: SORTS["newest"])

    @property
    def columns(self) -> Q:
        """What an order's own columns must say."""
        found = Q()
        if self.state and self.state != REMOVING:
            found &= Q(state=self.state)
        if self.unassigned or self.designer is not None:
            found &= Q(designer=self.designer)
        return found

    @property
    def facts(self) -> Q:
        """The same, and its listing, and whether something is being removed there."""
        found = self.columns
        if self.listing is not None:
            found &= Q(listing=self.listing)
        if self.state == REMOVING:
            found &= Q(Exists(_active()))
        if self.state == Order.State.OPEN:
            found &= ~Q(Exists(_active()))
        return found


def page_of(person: User, wanted: Wanted, after: int | None, count: int) -> tuple[list[Order], bool]:
    """The next `count` orders behind the order `after`, and whether there are more."""
    seen = Order.objects.visible_to(person).select_related("listing")
    last = seen.filter(pk=after).first() if after else None
    read = _reader(person, wanted)
    pks: list[int] = []
    for stretch in wanted.sort.from_behind(last):
        pks += read(stretch, last, count + 1 - len(pks))
        last = None
        if len(pks) > count:
            break
    return _whole(pks[:count]), len(pks) > count


def _whole(pks: Sequence[int]) -> list[Order]:
    found = with_running(Order.objects.for_list()).in_bulk(pks)
    return [found[pk] for pk in pks]


def _reader(person: User, wanted: Wanted) -> Read:
    """How a page is read: the cheapest way for so many."""
    for begin in _beginnings(person, wanted):
        conditions = hidden(*begin.conditions)
        if begin.rows <= FEW and (found := _gathered(begin.ways, conditions)) is not None:
            return partial(_read_few, found)
        if not any(_are_more(way, SOME) for way in begin.unbounded):
            return partial(_read_some, [Order.objects.filter(way, *conditions) for way in begin.ways])
    return partial(_read_many, Order.objects.filter(*hidden(*_conditions(person, wanted))))


def _read_few(found: Collection[int], stretch: Stretch, last: Order | None, count: int) -> list[int]:
    return stretch.pks(Order.objects.filter(pk__in=found), last, count)


def _read_some(ways: Sequence[OrderQuerySet], stretch: Stretch, last: Order | None, count: int) -> list[int]:
    """The first of all are among the first of each."""
    found = [pks for way in ways if (pks := stretch.pks(way, last, count))]
    if len(found) <= 1:
        return found[0] if found else []
    return _read_few({pk for pks in found for pk in pks}, stretch, last, count)


def _read_many(found: OrderQuerySet, stretch: Stretch, last: Order | None, count: int) -> list[int]:
    return stretch.walk(found, last, count)


@dataclass(frozen=True)
class Begin:
    """Ways to find by an index all that match, and what else must be true of what they find."""

    ways: Sequence[Q]
    conditions: Sequence[Q | None]
    rows: int = 0
    """How many rows name what they find, where that is known; the first way finds no more then."""

    @property
    def unbounded(self) -> Sequence[Q]:
        return self.ways[1:] if self.rows else self.ways


def _conditions(person: User, wanted: Wanted, but: str = "") -> list[Q | None]:
    words = [_has_word(word) for word in wanted.words[:MOST_WORDS] if word != but]
    return [orders_for(person, Act.SEE), wanted.facts, *words]


def _beginnings(person: User, wanted: Wanted) -> Iterator[Begin]:
    """The likeliest to be short first."""
    conditions = _conditions(person, wanted)
    if wanted.listing is not None:
        yield Begin([Q(listing=wanted.listing)], conditions)
    for word in sorted(wanted.words[:MOST_WORDS], key=_tells_most, reverse=True):
        found = Word.objects.beginning_with(word)
        if (rows := found[: SOME + 1].count()) <= SOME:
            yield Begin(_named(found), _conditions(person, wanted, but=word), rows)
    if wanted.state == REMOVING:
        yield Begin([Q(pk__in=Submission.objects.active().values("order"))], conditions)
    elif wanted.columns and not _are_more(wanted.columns, FEW):
        yield Begin([wanted.columns], conditions)
    # A column of the order's own has an index together with the state.
    if (own := ways_to(person, Act.SEE)) is not None:
        mine = own_ways(person)
        yield Begin([way & wanted.columns if way in mine else way for way in own], conditions)


def _gathered(ways: Sequence[Q], conditions: Sequence[Case]) -> set[int] | None:
    """The keys of all that match, None where those are many."""
    found: set[int] = set()
    for way in ways:
        found.update(Order.objects.filter(way, *conditions).values_list("pk", flat=True).order_by()[: FEW + 1])
        if len(found) > FEW:
            return None
    return found


def _are_more(condition: Q, than: int) -> bool:
    return Order.objects.filter(condition).order_by()[: than + 1].count() > than


def _has_word(word: str) -> Q:
    of_photo = Word.objects.beginning_with(word).filter(order=OuterRef("pk"))
    of_listing = Word.objects.beginning_with(word).filter(listing=OuterRef("listing"))
    return Q(Exists(of_photo)) | Q(Exists(of_listing))


def _tells_most(word: str) -> tuple[bool, int]:
    """Numbers are of fewer things than names, long words of fewer than short ones."""
    return word.isdecimal(), len(word)


def _named(found: QuerySet[Word]) -> list[Q]:
    """The photos, and the photos of the listings, that have these words."""
    photos, listings = found.filter(order__isnull=False), found.filter(listing__isnull=False)
    return [Q(pk__in=photos.values("order")), Q(listing__in=listings.values("listing"))]


def _active() -> QuerySet[Submission]:
    return Submission.objects.active().filter(order=OuterRef("pk"))
