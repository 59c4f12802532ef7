"""Giving photos to designers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.listings.making import Passed
from editor.actions.news.telling import tell
from editor.actions.orders import check_may, lock_open_order
from editor.models import Act, Event, Notification, Order, User

CLOSED = _("This photo is closed. Reopen it first.")
NOT_A_DESIGNER = _("Only somebody in the group of designers can be given a photo.")
THEIRS = _("This photo is given to them already.")
NOBODYS = _("This photo is given to nobody.")


def assign(*, actor: User, order: Order, designer: User | None) -> None:
    """Give the photo to a designer, who is told; take it from whoever has it with None. Raises Refused."""
    check_may(actor, Act.ASSIGN, order)
    if designer is not None and not designer.is_designer:
        raise Refused(NOT_A_DESIGNER)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        if locked.designer_id == (designer.pk if designer else None):
            raise Passed(THEIRS if designer else NOBODYS)
        locked.designer = designer
        locked.save(update_fields=["designer", "updated_at"])
        data = {"designer": designer.pk if designer else None}
        Event.objects.create(order=locked, actor=actor, kind=Event.Kind.ASSIGNED, data=data)
        tell([designer], Notification.Kind.ASSIGNED, actor=actor, order=locked)
    order.designer = designer
