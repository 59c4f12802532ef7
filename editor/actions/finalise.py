"""Closing an order with the chosen revision."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.orders import check_may, check_own, lock_open_order
from editor.actions.remote import ask_to_close
from editor.models import Act, Event, Order, Revision, User

CLOSED = _("This order is closed already.")
BUSY = _("Something is still being removed here. Wait until it is done, or cancel it; then finalise.")


def finalise(*, actor: User, order: Order, revision: Revision) -> None:
    """Make `revision` the head and lock the order: nothing can be removed or stepped back any more. Raises Refused.

    A service that keeps the order and finalises is told by a worker: the order's `remote_orders` say how that went.
    """
    check_may(actor, Act.FINALISE, order)
    check_own(order, revision)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        if locked.submissions.active().exists():
            raise Refused(BUSY)
        locked.head, locked.state = revision, Order.State.FINALISED
        locked.save(update_fields=["head", "state", "updated_at"])
        ask_to_close(locked, revision)
        Event.objects.create(order=order, actor=actor, kind=Event.Kind.FINALISED, data={"revision": revision.number})
    order.head, order.state = revision, Order.State.FINALISED
