"""What holds for every change of an order."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.models import Act, Event, Order, Revision, User, can, can_add_photos

State = Order.State
EDITABLE = (State.OPEN, State.IN_REVIEW, State.CHANGES_ASKED, State.APPROVED)
IN_THE_AGENTS_HANDS = (State.IN_REVIEW, State.APPROVED)
NOT_ALLOWED = {
    Act.PAINT: _("Only the designer of this photo, or a reviewer, can have something removed from it."),
    Act.HAND_OVER: _("Only the designer of this photo, or whoever uploaded it, can hand it over for review."),
    Act.JUDGE: _("Only the agent of this listing, or a reviewer, can approve this photo or ask for changes."),
    Act.ASSIGN: _("Only the agent of this listing, or whoever uploaded the photo, can give it to a designer."),
    Act.LIST: _("Only the agent of this listing, or whoever uploaded the photo, can move it to a listing."),
    Act.FINALISE: _("Only the agent of this listing, or a reviewer, can finalise this photo."),
    Act.REOPEN: _("Only the agent of this listing, or a reviewer, can reopen this photo."),
}
NOT_LET_IN = _("You are in no group yet, so you cannot add photos. Ask a reviewer of your office.")
NOT_YOURS = _("This photo is not yours.")

STATES: dict[Act, tuple[State, ...]] = {
    Act.PAINT: EDITABLE,
    Act.COMMENT: EDITABLE,
    Act.HAND_OVER: (State.OPEN, State.CHANGES_ASKED),
    Act.JUDGE: EDITABLE,
    Act.LIST: EDITABLE,
    Act.FINALISE: EDITABLE,
    Act.REOPEN: (State.FINALISED,),
}
"""In which states of an order an act makes sense; one that is not named makes sense in all."""


def may(actor: User, act: Act, order: Order) -> bool:
    """Whether pages should offer it: the actor may, and the order is where it makes sense."""
    return order.state in STATES.get(act, tuple(State)) and can(actor, act, order)


def check_may(actor: User, act: Act, order: Order) -> None:
    """Raises Refused where the actor may not do this with the order."""
    if not can(actor, act, order):
        raise Refused(NOT_ALLOWED.get(act, NOT_YOURS))


def check_may_add(actor: User) -> None:
    """Raises Refused for somebody who is in no group."""
    if not can_add_photos(actor):
        raise Refused(NOT_LET_IN)


def lock_open_order(order: Order, closed: str) -> Order:
    """The order's row as it is now, locked until the transaction around this ends.

    Raises Refused with the sentence `closed` when the order is finalised or canceled.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state not in EDITABLE:
        raise Refused(closed)
    return locked


def take_back(locked: Order, actor: User) -> None:
    """Out of review: what the agent looks at, or has approved, never changes under their eyes.

    Within the transaction that changes the order, on its locked row.
    """
    if locked.state in IN_THE_AGENTS_HANDS:
        was, locked.state = locked.state, State.OPEN
        locked.save(update_fields=["state", "updated_at"])
        Event.objects.create(order=locked, actor=actor, kind=Event.Kind.TAKEN_BACK, data={"was": was})


def unapprove(locked: Order, actor: User) -> None:
    """Back to what is to be reviewed. Within the transaction that has a reason for it, on the order's locked row."""
    locked.state = State.IN_REVIEW
    locked.save(update_fields=["state", "updated_at"])
    data = {"was": State.APPROVED, "now": State.IN_REVIEW}
    Event.objects.create(order=locked, actor=actor, kind=Event.Kind.TAKEN_BACK, data=data)


def check_own(order: Order, revision: Revision) -> None:
    """Raises Refused when the revision is not one of the order's."""
    if revision.order_id != order.pk:
        raise Refused(gettext("This revision belongs to another order."))
