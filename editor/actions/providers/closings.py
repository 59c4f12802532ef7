"""Having a service's order closed: when ours is finalised, and, where that went wrong, at a person's word."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.orders import check_may
from editor.models import Act, Event, Order, RemoteOrder, Revision, User, closing_due
from editor.providers import registry

State = RemoteOrder.State
TRIES = 5
"""How often a worker tries by itself before it gives up; a person's word begins a new row of as many."""
KNOWN = _("This order is closed at the service, or about to be.")
OPEN_HERE = _("This order was reopened, so its service is not told that it is done. Finalise it first.")


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
        if not looking and Order.objects.select_for_update().get(pk=remote.order_id).state != Order.State.FINALISED:
            raise Refused(OPEN_HERE)
        ended = RemoteOrder.objects.filter(pk=remote.pk, state__in=RemoteOrder.NOT_CLOSED)
        whole = _new_row(remote.attempts)
        if not ended.update(state=State.DUE, looking=looking, attempts=whole, sentence="", next_at=timezone.now()):
            remote.refresh_from_db()
            if remote.state in RemoteOrder.CLOSING:
                return
            raise Refused(KNOWN)
        Event.objects.create(order_id=remote.order_id, actor=actor, kind=kind, data={"provider": remote.provider})
        transaction.on_commit(partial(closing_due.send_robust, RemoteOrder, pk=remote.pk))


def ask_to_close(order: Order, revision: Revision) -> None:
    """Within the transaction that finalises: let a worker close the service's order that `revision` came from.

    One that was told before the order was reopened is not told twice; one of which it is not known whether it was told
    waits for a person's word, and is then told of this revision.
    """
    for remote in order.remote_orders.filter(state__in=(State.OPEN, *RemoteOrder.NOT_CLOSED)):
        account = closing_account(remote, revision)
        if not account or not _finalises(remote.provider) or _was_told(remote, account):
            continue
        remote.closing = account
        if remote.state != State.UNKNOWN:
            remote.state, remote.sentence, remote.next_at = State.DUE, "", timezone.now()
            remote.attempts = _new_row(remote.attempts)
            transaction.on_commit(partial(closing_due.send_robust, RemoteOrder, pk=remote.pk))
        remote.save(update_fields=["state", "closing", "sentence", "next_at", "attempts"])


def stop_closing(order: Order) -> None:
    """Within the transaction that reopens: what no worker has begun to tell a service is not told any more.

    A question whether it is closed goes on: it changes nothing there.
    """
    waiting = order.remote_orders.filter(state=State.DUE, looking=False)
    waiting.update(state=State.OPEN, closing={}, next_at=None)


def begin_anew(remote: RemoteOrder) -> None:
    """Something was removed at the service after the order was reopened, so there is something to close there again.

    `closing` goes on to tell what it was told before. Not saved.
    """
    if remote.state not in (State.CLOSED, State.SENDING, State.UNKNOWN):
        remote.closing = {}
    remote.state, remote.sentence, remote.looking = State.OPEN, "", False
    remote.next_at = remote.lease_until = None
    # A worker that still waits for an answer finds its number gone and writes nothing.
    remote.attempts = _new_row(remote.attempts + 1)


def closing_account(remote: RemoteOrder, revision: Revision) -> dict[str, Any]:
    """What names the revision's picture at the service; empty where the service did not make it."""
    made_by = getattr(revision, "submission", None)
    if made_by is not None and made_by.provider == remote.provider:
        return dict((made_by.answer or {}).get("account", {}))
    return dict(remote.account) if remote.revision_id == revision.pk else {}


def _was_told(remote: RemoteOrder, account: dict[str, Any]) -> bool:
    """Whether the service's order that the account names was closed before, or may have been."""
    return (
        remote.state == State.OPEN
        and bool(remote.closing)
        and remote.closing.get("order_id") == account.get("order_id")
    )


def _finalises(slug: str) -> bool:
    return slug in registry.PROVIDERS and registry.facts(slug, settings.PROVIDER_CONFIG).finalises


def _new_row(attempts: int) -> int:
    """Whole rows of tries: no worker of an earlier one holds a number that comes again."""
    return -(-attempts // TRIES) * TRIES
