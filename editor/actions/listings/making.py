"""Making listings, changing their facts, and moving photos into and out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.orders import check_may, check_may_add, lock_open_order, unapprove
from editor.actions.review.concerned import agent_of
from editor.models import Act, Event, Listing, Order, User, Word, can_edit

MOST_PHOTOS = 500
"""What one property has at most; pages of a listing and its counts stay fast because of it."""
NOT_YOURS = _("Only whoever made this listing, its agent, or a reviewer, can change it.")
NOT_AN_AGENT = _("Only somebody in the group of agents can be the agent of a listing.")
FULL = _("A listing holds 500 photos at most. Make a second one for the rest.")
CLOSED = _("This photo is closed, so it stays where it is.")
THERE = _("This photo is in the listing already.")


class Passed(Refused):
    """Nothing is wrong: there is nothing to do."""


@dataclass(frozen=True)
class Facts:
    """What people say of a listing."""

    address: str
    reference: str = ""
    agent: User | None = None
    due: date | None = None


def make_listing(*, actor: User, facts: Facts) -> Listing:
    """A new listing of `actor`. Raises Refused."""
    check_may_add(actor)
    _check_agent(facts, None)
    with transaction.atomic():
        listing = Listing.objects.create(owner=actor, **vars(facts))
        Word.objects.keep(listing.address, listing.reference, listing=listing)
    return listing


def edit_listing(*, actor: User, listing: Listing, facts: Facts) -> None:
    """Raises Refused."""
    check_may_edit(actor, listing)
    _check_agent(facts, listing.agent)
    for name, value in vars(facts).items():
        setattr(listing, name, value)
    with transaction.atomic():
        listing.save(update_fields=list(vars(facts)))
        Word.objects.keep(listing.address, listing.reference, listing=listing)


def check_may_edit(actor: User, listing: Listing) -> None:
    """Raises Refused where the actor may not change the listing, nor put photos into it."""
    if not can_edit(actor, listing):
        raise Refused(NOT_YOURS)


def _check_agent(facts: Facts, before: User | None) -> None:
    """Whoever left the group of agents stays the agent of a listing until somebody else is named."""
    if facts.agent is not None and facts.agent != before and not facts.agent.is_agent:
        raise Refused(NOT_AN_AGENT)


def move_order(*, actor: User, order: Order, listing: Listing | None) -> None:
    """Into the listing, behind its other photos; out of any with None. Raises Refused.

    What one agent approved, another has still to look at.
    """
    check_may(actor, Act.LIST, order)
    if listing is not None:
        check_may_edit(actor, listing)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        place = 0 if listing is None else place_in(listing, locked.photo.sha256)
        was, judge = locked.listing_id, agent_of(locked)
        locked.listing, locked.position = listing, place
        locked.save(update_fields=["listing", "position", "updated_at"])
        tell_moved(locked, actor, was)
        if locked.state == Order.State.APPROVED and agent_of(locked) != judge:
            unapprove(locked, actor)
    order.listing, order.position, order.state = listing, place, locked.state


def place_in(listing: Listing, sha256: str, wanted: int | None = None) -> int:
    """Where a photo of these bytes comes in the listing: at `wanted`, else behind all others.

    Within the transaction that puts it there; the listing stays locked until it ends, so that the same photo cannot
    come twice at once. Raises Refused where it is there already, or the listing is full.
    """
    Listing.objects.select_for_update().get(pk=listing.pk)
    if listing.orders.filter(photo__sha256=sha256).exists():
        raise Passed(THERE)
    if listing.orders.count() >= MOST_PHOTOS:
        raise Refused(FULL)
    return next_place(listing) if wanted is None else wanted


def next_place(listing: Listing) -> int:
    last = listing.orders.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def tell_moved(order: Order, actor: User, was: int | None = None) -> None:
    """The timeline's row about it."""
    data: Mapping[str, int | str | None] = {
        "listing": order.listing.address if order.listing else "",
        "pk": order.listing_id,
        "was": was,
    }
    Event.objects.create(order=order, actor=actor, kind=Event.Kind.LISTED, data=data)
