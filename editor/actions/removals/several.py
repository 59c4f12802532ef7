"""One mask for several: several services on one photo, to be compared, or several photos of one size."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from editor.actions.errors import Refused
from editor.actions.orders import EDITABLE
from editor.actions.photos.files import SavedFiles, files_undone_on_error
from editor.actions.removals.submit import SEEDS, check_takes, submit_mask
from editor.imaging.mask import read_mask
from editor.models import Act, Order, Revision, Submission, User
from editor.providers import registry

MOST_ORDERS = 20
MOST_LISTED = 200
MOST_NAMED = 3


def submit_to_several(
    *,
    actor: User,
    order: Order,
    parent: Revision,
    mask_png: bytes,
    providers: Sequence[str],
    key: UUID,
    seed: int | None = None,
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
) -> list[Submission]:
    """A submission to each provider, sharing `key` as their group; the same `key` always gives the same ones.

    Where one of them cannot take the mask, or all together cost too much, nothing is sent to any.
    Raises PictureError for the mask, Refused.
    """
    asked = list(dict.fromkeys(providers))
    known = set(order.submissions.filter(group=key).values_list("provider", flat=True))
    mask = read_mask(mask_png, order.photo.size)
    for slug in asked:
        if slug not in known:
            check_takes(slug, mask)
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    with files_undone_on_error() as files, transaction.atomic():
        return [
            submit_mask(
                actor=actor,
                order=order,
                parent=parent,
                mask_png=mask_png,
                provider=slug,
                key=uuid5(key, slug),
                mask_kind=mask_kind,
                seed=seed,
                group=key,
                files=files,
            )
            for slug in asked
        ]


def submit_batch(
    *,
    actor: User,
    orders: Sequence[Order],
    mask_png: bytes,
    provider: str,
    key: UUID,
    seed: int | None = None,
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
) -> list[Submission]:
    """The same mask on the head of each order, all of photos of one size; the same `key` gives the same submissions.

    Where the service takes several pictures as one task, as many as it takes share one; else each goes by itself.
    All are kept or none: a lead that was sent before its followers were there would leave them behind.
    Raises PictureError for the mask, Refused.
    """
    orders = list(dict.fromkeys(orders))
    earlier = {each.order_id: each for each in Submission.objects.filter(batch=key, order__in=orders)}
    new = [order for order in orders if order.pk not in earlier]
    if new or not orders:
        _check_batch(orders, new, mask_png, provider)
        with files_undone_on_error() as files, transaction.atomic():
            made = _submit_batch(
                new,
                files,
                {
                    "actor": actor,
                    "mask_png": mask_png,
                    "provider": provider,
                    "mask_kind": mask_kind,
                    "batch": key,
                    "seed": secrets.randbelow(SEEDS) if seed is None else seed,
                },
            )
        earlier |= {each.order_id: each for each in made}
    return [earlier[order.pk] for order in orders]


def alike(order: Order, actor: User) -> list[Order]:
    """The owner's other open orders whose photo is as large, newest first: one mask can go over them all."""
    width, height = order.photo.size
    same = Order.objects.open_to(actor, Act.PAINT).filter(
        owner=order.owner_id, photo__width=width, photo__height=height
    )
    return list(same.filter(state__in=EDITABLE).exclude(pk=order.pk).for_list()[:MOST_LISTED])


def _check_batch(orders: Sequence[Order], new: Sequence[Order], mask_png: bytes, provider: str) -> None:
    """Raises PictureError for the mask, Refused."""
    if not orders:
        raise Refused(gettext("Choose the photos first."))
    if len(orders) > MOST_ORDERS:
        raise Refused(gettext("One mask goes over %(most_orders)s photos at most.") % {"most_orders": MOST_ORDERS})
    size = orders[0].photo.size
    if odd := [order for order in orders if order.photo.size != size]:
        sentence = ngettext(
            "%(odd)s is not as large as %(name)s; one mask fits photos of one size.",
            "%(odd)s are not as large as %(name)s; one mask fits photos of one size.",
            len(odd),
        )
        raise Refused(sentence % {"odd": _named(odd), "name": orders[0].photo.name})
    if closed := [order for order in new if order.state not in EDITABLE]:
        sentence = ngettext(
            "%(closed)s is closed; leave it out.", "%(closed)s are closed; leave them out.", len(closed)
        )
        raise Refused(sentence % {"closed": _named(closed)})
    check_takes(provider, read_mask(mask_png, size))


def _named(orders: Sequence[Order]) -> str:
    """The photos' names, as many as make a sentence."""
    names = [order.photo.name for order in orders[:MOST_NAMED]]
    if len(orders) > MOST_NAMED:
        names.append(gettext("%(count)s more") % {"count": len(orders) - MOST_NAMED})
    return get_text_list(names, gettext("and"))


def _submit_batch(orders: Sequence[Order], files: SavedFiles, common: dict[str, Any]) -> list[Submission]:
    together = registry.facts(common["provider"], settings.PROVIDER_CONFIG).batch
    made: list[Submission] = []
    for at, order in enumerate(orders):
        if order.head is None:
            raise Refused(gettext("%(name)s has no picture.") % {"name": order.photo.name})
        lead = None if at % together == 0 else made[at - at % together]
        key = uuid5(common["batch"], str(order.pk))
        made.append(submit_mask(order=order, parent=order.head, key=key, lead=lead, files=files, **common))
    return made
