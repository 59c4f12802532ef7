"""Stepping back to an earlier revision."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from editor.actions.orders import check_may, check_own, lock_open_order, take_back
from editor.actions.photos.pictures import check_kept
from editor.models import Act, Event, Order, Revision, User

CLOSED = _("This order is closed, so its picture stays as it is.")


def step_back(*, actor: User, order: Order, revision: Revision) -> None:
    """Make `revision` the order's head; later ones stay in the history. Raises Refused."""
    check_may(actor, Act.PAINT, order)
    check_own(order, revision)
    check_kept(revision)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        if locked.head_id != revision.pk:
            take_back(locked, actor)
            locked.head = revision
            locked.save(update_fields=["head", "updated_at"])
            Event.objects.create(
                order=order, actor=actor, kind=Event.Kind.STEPPED_BACK, data={"revision": revision.number}
            )
    order.head = revision
