"""Who may do what with an order: written here once. docs/people.md shows the same as a table, made from this.

A person is something *to an order* (its parts); an act is open to some of the parts. Somebody with no part in an order
does not see it: for them there is no such order.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
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
    """What this person is to this order. The same rules as questions to the database are in `_WHERE`."""
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


def orders_for(user: User, act: Act) -> Q | None:
    """The orders with which this person may do this, as a filter; None where that is all of them."""
    allowed = MAY[act]
    if Part.REVIEWER in allowed and user.sees_everything:
        return None
    where = Q(pk__in=[])
    for part, condition in _WHERE.items():
        if part in allowed:
            where |= condition(user)
    return where


def _owner(user: User) -> Q:
    return Q(owner=user) | Q(listing__owner=user)


def _designer(user: User) -> Q:
    return Q(owner=user) | Q(designer=user) if user.is_designer else Q(pk__in=[])


def _agent(user: User) -> Q:
    return Q(listing__agent=user) | (_owner(user) & Q(listing__agent=None))


_WHERE: dict[Part, Callable[[User], Q]] = {Part.OWNER: _owner, Part.DESIGNER: _designer, Part.AGENT: _agent}
