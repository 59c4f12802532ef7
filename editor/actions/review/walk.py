"""From photo to photo through a listing, as one reviews it."""

from __future__ import annotations

from dataclasses import dataclass

from editor.models import Listing, Order, User

TO_REVIEW = Order.State.IN_REVIEW


@dataclass(frozen=True)
class Walk:
    """The photos of a listing that this person sees, in their places, and which of them is looked at."""

    listing: Listing
    orders: list[Order]
    at: int

    @property
    def place(self) -> int:
        return self.at + 1

    @property
    def previous(self) -> Order | None:
        return self.orders[self.at - 1] if self.at else None

    @property
    def next(self) -> Order | None:
        return self.orders[self.at + 1] if self.place < len(self.orders) else None


def walk(person: User, order: Order) -> Walk | None:
    """None for a photo that is in no listing."""
    if order.listing is None:
        return None
    orders = photos_of(person, order.listing)
    return Walk(order.listing, orders, orders.index(order))


def photos_of(person: User, listing: Listing) -> list[Order]:
    seen = Order.objects.visible_to(person).filter(listing=listing)
    return list(seen.select_related("photo", "head").order_by("position", "pk"))


def next_to_review(person: User, listing: Listing, after: Order | None = None) -> Order | None:
    """The first photo to review behind `after`, else the first before it; None where there is none left."""
    waiting = [order for order in photos_of(person, listing) if order.state == TO_REVIEW and order != after]
    if after is None:
        return next(iter(waiting), None)
    behind = (order for order in waiting if (order.position, order.pk) > (after.position, after.pk))
    return next(behind, next(iter(waiting), None))
