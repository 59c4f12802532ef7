"""A service's order that was not closed, or may not have been: asked about, or told again, at a person's word."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.orders import check_may
from editor.models import Act, Event, RemoteOrder, User, closing_due
from editor.providers import registry

State = RemoteOrder.State
TRIES = 5
"""How often a worker tries by itself before it gives up; a person's word begins a new row of as many."""
KNOWN = _("This order is closed at the service, or about to be.")


def look_at_closing(*, actor: User, remote: RemoteOrder) -> None:
    """Let a worker ask, for nothing, whether the service closed its order. Raises Refused."""
    _go_on(actor, remote, Event.Kind.CLOSING_ASKED, looking=True)


def close_again(*, actor: User, remote: RemoteOrder) -> None:
    """Let a worker tell the service once more; one that can be asked is asked first, and told only where it is open.

    Raises Refused.
    """
    _go_on(actor, remote, Event.Kind.CLOSING_AGAIN, looking=False)


def _go_on(actor: User, remote: RemoteOrder, kind: Event.Kind, *, looking: bool) -> None:
    check_may(actor, Act.FINALISE, remote.order)
    if remote.provider not in {cls.slug for cls in registry.ready(settings.PROVIDER_CONFIG)}:
        raise Refused(gettext("This service is not set up here any more. Look into its own pages."))
    with transaction.atomic():
        ended = RemoteOrder.objects.filter(pk=remote.pk, state__in=RemoteOrder.NOT_CLOSED)
        # Whole rows of tries are behind it then: no worker of an earlier one holds a number that comes again.
        whole = -(-remote.attempts // TRIES) * TRIES
        if not ended.update(state=State.DUE, looking=looking, attempts=whole, sentence="", next_at=timezone.now()):
            remote.refresh_from_db()
            if remote.state in RemoteOrder.CLOSING:
                return
            raise Refused(KNOWN)
        Event.objects.create(order_id=remote.order_id, actor=actor, kind=kind, data={"provider": remote.provider})
        transaction.on_commit(partial(closing_due.send_robust, RemoteOrder, pk=remote.pk))
