"""Opening a finalised order again, with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.news.telling import tell
from editor.actions.orders import check_may
from editor.actions.providers.closings import stop_closing
from editor.actions.review.concerned import concerned
from editor.models import Act, Event, Notification, Order, User

State = Order.State
REOPENED = (State.OPEN, State.IN_REVIEW)
MOST = 500
"""Signs of a reason."""

NOT_FINALISED = _("This order is not finalised, so there is nothing to reopen.")
NO_REASON = _("Say why it is opened again first.")
TOO_LONG = _("Say why in at most 500 signs.")


def reopen(*, actor: User, order: Order, reason: str, to: Order.State = State.IN_REVIEW) -> None:
    """Let the order be worked on (`to` OPEN) or judged (IN_REVIEW) again; its head stays what it was. Raises Refused.

    A service that was told that its order is done stays told: its next removal begins a new order there. One that was
    not told yet is not told any more.
    """
    check_may(actor, Act.REOPEN, order)
    reason = reason.strip()
    if not reason:
        raise Refused(NO_REASON)
    if len(reason) > MOST:
        raise Refused(TOO_LONG)
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        if locked.state != State.FINALISED:
            raise Refused(NOT_FINALISED)
        locked.state = to if to in REOPENED else State.IN_REVIEW
        locked.save(update_fields=["state", "updated_at"])
        stop_closing(locked)
        Event.objects.create(
            order=locked, actor=actor, kind=Event.Kind.REOPENED, data={"reason": reason, "to": locked.state}
        )
        tell(concerned(locked), Notification.Kind.REOPENED, actor=actor, order=locked, words=reason)
    order.state = locked.state
