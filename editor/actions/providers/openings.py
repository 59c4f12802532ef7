"""Asking for a service's order by its id, and taking the question back. A worker does the rest (`jobs/opening.py`)."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction

from editor.actions.orders import check_may_add
from editor.actions.providers.remote import check_opens
from editor.models import Opening, User, opening_due

State = Opening.State


def ask_to_open(*, actor: User, provider: str, remote_id: str) -> Opening:
    """One opening at a time for the same person and id: pressing twice gives the one there is.

    Raises Refused where the actor may not add photos, and where the service is not set up or keeps no orders.
    """
    check_may_add(actor)
    check_opens(provider)
    wanted = {"asked_by": actor, "provider": provider, "remote_id": remote_id.strip()}
    try:
        with transaction.atomic():
            opening = Opening.objects.create(**wanted)
            transaction.on_commit(partial(opening_due.send_robust, Opening, pk=opening.pk))
    except IntegrityError:
        running = Opening.objects.filter(**wanted, state=State.ASKED).first()
        # It may have ended between the two lines; then this is a new wish.
        return running or ask_to_open(actor=actor, provider=provider, remote_id=remote_id)
    return opening


def cancel_opening(opening: Opening) -> None:
    """What a worker fetches meanwhile is dropped; nothing was billed."""
    Opening.objects.filter(pk=opening.pk).end(State.CANCELED)
