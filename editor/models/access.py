"""Who may do what with an order: written here once. docs/people.md shows the same as a table, made from this.

A person is something *to an order* (its parts); an act is open to some of the parts. Somebody with no part in an order
does not see it: for them there is no such order.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from editor.models.user import User

if TYPE_CHECKING:
    from editor.models.listing import Listing
    from editor.models.order import Order


class Part(StrEnum):
    OWNER = "owner"
    """Uploaded the photo, or made the listing it is in."""
    DESIGNER = "designer"
    """A designer to whom it was given, or who uploaded it."""
    AGENT = "agent"
    """The agent of its listing; while none is named, its owner."""
    REVIEWER = "reviewer"


class Act(StrEnum):
    SEE = "see"
    COMMENT = "comment"
    DOWNLOAD = "download"
    PAINT = "paint"
    HAND_OVER = "hand_over"
    JUDGE = "judge"
    ASSIGN = "assign"
    LIST = "list"
    FINALISE = "finalise"
    REOPEN = "reopen"


Some = frozenset[Part]
ALL: Some = frozenset(Part)
MAY: dict[Act, Some] = {
    Act.SEE: ALL,
    Act.COMMENT: ALL,
    Act.DOWNLOAD: ALL,
    Act.PAINT: frozenset({Part.DESIGNER, Part.REVIEWER}),
    Act.HAND_OVER: frozenset({Part.DESIGNER, Part.OWNER, Part.REVIEWER}),
    Act.JUDGE: frozenset({Part.AGENT, Part.REVIEWER}),
    Act.ASSIGN: frozenset({Part.OWNER, Part.AGENT, Part.REVIEWER}),
    Act.LIST: frozenset({Part.OWNER, Part.AGENT, Part.REVIEWER}),
    Act.FINALISE: frozenset({Part.AGENT, Part.REVIEWER}),
    Act.REOPEN: frozenset({Part.AGENT, Part.REVIEWER}),
}
"""HAND_OVER: tell the agent that the photo is ready. JUDGE: approve, ask for changes, pick a revision."""


def parts(user: User, order: Order) -> Some:
    """What this person is to this order. The same rules as questions to the database are in `_WAYS`."""
    listing = order.listing
    owns = user.pk in {order.owner_id, listing.owner_id if listing else None}
    agent = listing.agent_id if listing else None
    found = {
        Part.OWNER: owns,
        Part.DESIGNER: user.is_designer and user.pk in {order.owner_id, order.designer_id},
        Part.AGENT: user.pk == agent if agent is not None else owns,
        Part.REVIEWER: user.sees_everything,
    }
    return frozenset(part for part, has in found.items() if has and user.is_active)


def can(user: User, act: Act, order: Order) -> bool:
    return bool(parts(user, order) & MAY[act])


def can_edit(user: User, listing: Listing) -> bool:
    """Whether this person may change the listing's facts and put photos into it."""
    theirs = user.pk in {listing.owner_id, listing.agent_id} or user.sees_everything
    return theirs and user.is_active


def can_add_photos(user: User) -> bool:
    """Whoever is in a group may upload photos and make listings; somebody in none was not let in yet."""
    return bool(user.roles)


def can_manage_people(user: User) -> bool:
    """Who invites people, puts them in groups, closes accounts."""
    return user.sees_everything


def ways_to(user: User, act: Act) -> list[Q] | None:
    """What makes an order one with which this person may do this: any of these conditions, each with an index.

    None where that is all orders. A long list is fast when it is put together from what each way finds.
    """
    allowed = MAY[act]
    if Part.REVIEWER in allowed and user.sees_everything:
        return None
    ways = list(dict.fromkeys(way for part, found in _WAYS.items() if part in allowed for way in found(user)))
    return [way for way in ways if not any(_is_wider(other, way) for other in ways)]


def own_ways(user: User) -> list[Q]:
    """Those ways to see an order that ask nothing of its listing."""
    return [Q(owner=user), *([Q(designer=user)] if user.is_designer else [])]


def _is_wider(other: Q, way: Q) -> bool:
    return set(other.children) < set(way.children)


def orders_for(user: User, act: Act) -> Q | None:
    """The orders with which this person may do this, as a filter; None where that is all of them."""
    ways = ways_to(user, act)
    if ways is None:
        return None
    return reduce(or_, ways, Q(pk__in=[]))


def _owner(user: User) -> list[Q]:
    return [Q(owner=user), Q(listing__owner=user)]


def _designer(user: User) -> list[Q]:
    return [Q(owner=user), Q(designer=user)] if user.is_designer else []


def _agent(user: User) -> list[Q]:
    return [Q(listing__agent=user), Q(owner=user, listing__agent=None), Q(listing__owner=user, listing__agent=None)]


_WAYS: dict[Part, Callable[[User], list[Q]]] = {Part.OWNER: _owner, Part.DESIGNER: _designer, Part.AGENT: _agent}
