"""What holds for every change of an order."""

from __future__ import annotations

from django.utils.translation import gettext

from editor.actions.errors import Refused
from editor.models import Order, Revision

EDITABLE = (Order.State.OPEN, Order.State.IN_REVIEW)


def lock_open_order(order: Order, closed: str) -> Order:
    """The order's row as it is now, locked until the transaction around this ends.

    Raises Refused with the sentence `closed` when the order is finalised or canceled.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state not in EDITABLE:
        raise Refused(closed)
    return locked


def check_own(order: Order, revision: Revision) -> None:
    """Raises Refused when the revision is not one of the order's."""
    if revision.order_id != order.pk:
        raise Refused(gettext("This revision belongs to another order."))
