"""Stepping back to an earlier revision."""

from __future__ import annotations

from django.db import transaction

from editor.actions.errors import Refused
from editor.models import Event, Order, Revision, User


def step_back(*, actor: User, order: Order, revision: Revision) -> None:
    """Make `revision` the order's head; later ones stay in the history. Raises Refused."""
    if revision.order_id != order.pk:
        raise Refused("This revision belongs to another order.")
    if order.state not in {Order.State.OPEN, Order.State.IN_REVIEW}:
        raise Refused("This order is closed, so its picture stays as it is.")
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).exclude(head=revision).update(head=revision)
        Event.objects.create(order=order, actor=actor, kind=Event.Kind.STEPPED_BACK, data={"revision": revision.number})
    order.head = revision
