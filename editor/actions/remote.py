"""Orders that a service keeps: opening one here by its id, and having it closed there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from editor.actions.errors import Refused
from editor.actions.fetching import fetched
from editor.actions.orders import EDITABLE
from editor.actions.standing import off_sentence, switched_off
from editor.actions.upload import upload_photo
from editor.models import Event, Order, RemoteOrder, Revision, User, closing_due
from editor.models.submission import storable
from editor.providers import registry
from editor.providers.aihomedesign import AIHomeDesign
from editor.providers.base import Canceled, Control


def check_opens(provider: str) -> None:
    """Raises Refused where the service is not set up, switched off, or keeps no orders one can open."""
    label = _opening(provider).label
    if (off := switched_off(provider)) is not None:
        raise Refused(off_sentence(label, off))


def open_remote_order(*, actor: User, provider: str, remote_id: str, control: Control) -> Order:
    """An order of `actor` on the picture the service's order shows last; the one there is, where that is unchanged.

    Asks the service, for nothing. Raises Refused, ProviderError, PictureError; then nothing is kept.
    """
    service = _opening(provider)
    control.report(f"Asking {service.label} for the order")
    url, account = service.open_order(remote_id, control)
    if (known := _known(actor, provider, account)) is not None:
        return known
    control.report("Fetching its picture")
    data = fetched(service, url, control)
    if control.stopped():
        raise Canceled("")
    control.report("Taking the picture in")
    name = PurePath(urlsplit(url).path).name or f"{account['order_id']}.png"
    order = upload_photo(actor=actor, file=BytesIO(data), name=name)
    with transaction.atomic():
        RemoteOrder.objects.create(order=order, provider=provider, account=storable(account), revision=order.head)
        Event.objects.create(order=order, actor=actor, kind=Event.Kind.OPENED_REMOTE, data={"provider": provider})
    return order


def _opening(slug: str) -> AIHomeDesign:
    """The service, if it is set up and keeps orders one can open."""
    if slug not in {cls.slug for cls in registry.ready(settings.PROVIDER_CONFIG)}:
        raise Refused(gettext("This service is not set up here."))
    service = registry.build(slug, settings.PROVIDER_CONFIG)
    if not isinstance(service, AIHomeDesign):
        raise Refused(gettext("%(label)s keeps no orders that could be opened.") % {"label": service.label})
    return service


def _known(actor: User, provider: str, account: Mapping[str, Any]) -> Order | None:
    """The person's open order that already shows what the service's order shows."""
    known = RemoteOrder.objects.filter(
        provider=provider,
        order__owner=actor,
        order__state__in=EDITABLE,
        account__order_id=account["order_id"],
        account__image_id=account["image_id"],
    )
    found = known.select_related("order__photo", "order__head").order_by("-pk").first()
    return found.order if found else None


def ask_to_close(order: Order, revision: Revision) -> None:
    """Within the transaction that finalises: let a worker close the service's order that `revision` came from."""
    for remote in order.remote_orders.filter(state=RemoteOrder.State.OPEN):
        account = closing_account(remote, revision)
        if not account or not _finalises(remote.provider):
            continue
        remote.state, remote.closing, remote.next_at = RemoteOrder.State.DUE, account, timezone.now()
        remote.save(update_fields=["state", "closing", "next_at"])
        transaction.on_commit(partial(closing_due.send_robust, RemoteOrder, pk=remote.pk))


def closing_account(remote: RemoteOrder, revision: Revision) -> dict[str, Any]:
    """What names the revision's picture at the service; empty where the service did not make it."""
    made_by = getattr(revision, "submission", None)
    if made_by is not None and made_by.provider == remote.provider:
        return dict((made_by.answer or {}).get("account", {}))
    return dict(remote.account) if remote.revision_id == revision.pk else {}


def _finalises(slug: str) -> bool:
    return slug in registry.PROVIDERS and registry.facts(slug, settings.PROVIDER_CONFIG).finalises
