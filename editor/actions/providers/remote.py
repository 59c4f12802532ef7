"""Orders that a service keeps: opening one here by its id."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from editor.actions.errors import Refused
from editor.actions.orders import EDITABLE
from editor.actions.photos.upload import upload_photo
from editor.actions.providers.standing import off_sentence, switched_off
from editor.actions.removals.fetching import fetched
from editor.models import Event, Order, RemoteOrder, User
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
