"""A page of the listings a person sees, the newest first, searched by the beginnings of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from editor.actions.listings.finding import FEW, MOST_WORDS
from editor.models import Listing, Order, User, Word
from editor.models.access import own_ways
from editor.models.listing import ways_to_see
from editor.models.planning import hidden


def listings_of(person: User, words: Sequence[str], after: int | None, count: int) -> tuple[list[Listing], bool]:
    """The next `count` listings behind the listing `after`, and whether there are more.

    Each way to find them goes along an index of its own, and the newest of all ways together are the page.
    """
    found = Listing.objects.filter(*hidden(reduce(and_, map(_has_word, words[:MOST_WORDS]), Q())))
    if after is not None:
        found = found.filter(pk__lt=after)
    pks = {pk for way in _ways(person, words) for pk in _newest(found.filter(way), count + 1)}
    page = sorted(pks, reverse=True)[: count + 1]
    whole = Listing.objects.select_related("agent", "owner").in_bulk(page[:count])
    return [whole[pk] for pk in page[:count]], len(page) > count


def _ways(person: User, words: Sequence[str]) -> Iterator[Q]:
    own = ways_to_see(person)
    for word in words[:MOST_WORDS]:
        if (named := _few(Word.objects.beginning_with(word).filter(listing__isnull=False))) is not None:
            yield Q(pk__in=named) & Q(*hidden(reduce(or_, own or (), Q())))
            return
    if own is None:
        yield Q()
        return
    *columns, _of_a_photo = own
    yield from columns
    for way in own_ways(person):
        few = _few(Order.objects.filter(way, listing__isnull=False))
        yield (
            Q(pk__in=few) if few is not None else Q(Exists(Order.objects.filter(*hidden(way), listing=OuterRef("pk"))))
        )


def _few(rows: QuerySet[Word] | QuerySet[Order]) -> set[int] | None:
    """The listings of these rows, None where those are many."""
    found = set(rows.values_list("listing", flat=True).order_by().distinct()[: FEW + 1])
    return found if len(found) <= FEW else None


def _newest(found: QuerySet[Listing], count: int) -> list[int]:
    return list(found.order_by("-pk").values_list("pk", flat=True)[:count])


def _has_word(word: str) -> Q:
    return Q(Exists(Word.objects.beginning_with(word).filter(listing=OuterRef("pk"))))
