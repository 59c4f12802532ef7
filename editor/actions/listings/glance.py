"""How photos stand, at a glance: one word for each, and for a listing how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.models import Act, Listing, Order, Submission, User
from editor.models.access import orders_for
from editor.models.order import OrderQuerySet
from editor.models.planning import hidden

REMOVING = "removing"
WORDS = {REMOVING: _("Removing…"), **dict(Order.State.choices)}
"""In the order of the work."""
MOST_COUNTED = 99
STEPS = (Order.State.OPEN, REMOVING, *[state for state in Order.State.values if state != Order.State.OPEN])


@dataclass(frozen=True)
class Tally:
    """So many photos stand so."""

    standing: str
    count: int

    @property
    def said(self) -> str:
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


@dataclass
class Glance:
    """A listing with its first photo and how its photos stand."""

    listing: Listing
    cover: Order | None = None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def tallies(self) -> list[Tally]:
        return [Tally(step, self.counts[step]) for step in STEPS if self.counts[step]]

    @property
    def photos(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> bool:
        return self.photos > 0 and self.counts[Order.State.FINALISED] + self.counts[Order.State.CANCELED] == self.photos

    @property
    def overdue(self) -> bool:
        due = self.listing.due
        return due is not None and due < timezone.localdate() and not self.done


def with_running(orders: OrderQuerySet) -> OrderQuerySet:
    """With whether something is being removed there now."""
    return orders.annotate(running=Exists(Submission.objects.active().filter(order=OuterRef("pk"))))


def standing_of(order: Order) -> str:
    """One of `STEPS`; the order comes from `with_running`, or is new."""
    return REMOVING if getattr(order, "running", False) else order.state


def glances(person: User, listings: Sequence[Listing]) -> list[Glance]:
    """Of the photos this person sees. Three queries, however many listings; a listing holds a bounded number."""
    found = {listing.pk: Glance(listing) for listing in listings}
    listed = Order.objects.filter(*_seen_by(person), listing__in=found)
    for listing, state, count in listed.values_list("listing", "state").annotate(Count("pk")).order_by():
        found[listing].counts[state] = count
    running = listed.filter(Exists(Submission.objects.active().filter(order=OuterRef("pk"))))
    for listing, state in running.values_list("listing", "state"):
        found[listing].counts[state] -= 1
        found[listing].counts[REMOVING] += 1
    for cover in covers(person, list(found)):
        found[cover.listing_id or 0].cover = cover
    return list(found.values())


def covers(person: User, listings: Sequence[int]) -> OrderQuerySet:
    """The first photo of each listing."""
    first = (
        Order.objects.visible_to(person)
        .filter(listing=OuterRef("pk"), head__isnull=False)
        .order_by("position", "pk")
        .values("pk")[:1]
    )
    firsts = Listing.objects.filter(pk__in=listings).annotate(first=Subquery(first)).values("first")
    return Order.objects.filter(pk__in=firsts).select_related("head")


def shown_of(person: User, listing: Listing, after: int | None, count: int) -> tuple[list[Order], bool]:
    """Those of the listing's photos that this person sees, in their order, and whether there are more."""
    whole = ("photo", "owner", "head", "listing", "designer")
    seen = Order.objects.filter(*_seen_by(person), listing=listing)
    last = seen.filter(pk=after).first() if after else None
    if last is not None:
        seen = seen.filter(Q(position=last.position, pk__gt=last.pk) | Q(position__gt=last.position))
    page = list(with_running(seen).select_related(*whole).order_by("position", "pk")[: count + 1])
    return page[:count], len(page) > count


def _seen_by(person: User) -> list[Case]:
    """As `visible_to`, for photos of a listing: begin with the listing, not with what else this person sees."""
    return hidden(orders_for(person, Act.SEE))
