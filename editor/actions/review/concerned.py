"""Whom an order concerns: who paints it, who judges it, whose it is."""

from __future__ import annotations

from editor.models import Order, User


def designer_of(order: Order) -> User:
    """Who is to paint it: whoever it was given to, else whoever uploaded it."""
    return order.designer or order.owner


def agent_of(order: Order) -> User:
    """Who judges it: the agent of its listing; while none is named, its owner."""
    listing = order.listing
    if listing is None:
        return order.owner
    return listing.agent or listing.owner


def concerned(order: Order) -> set[User]:
    return {designer_of(order), agent_of(order), order.owner}
