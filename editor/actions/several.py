"""One mask for several: several services on one photo, to be compared, or several photos of one size."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from itertools import islice
from uuid import UUID, uuid5

from django.conf import settings

from editor.actions.errors import Refused
from editor.actions.submit import SEEDS, check_takes, submit_mask
from editor.imaging.mask import read_mask
from editor.models import Order, Revision, Submission, User
from editor.providers import registry

MOST_ORDERS = 20


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

    Where one of them cannot take the mask nothing is sent to any. Raises PictureError for the mask, Refused.
    """
    asked = list(dict.fromkeys(providers))
    known = set(order.submissions.filter(group=key).values_list("provider", flat=True))
    mask = read_mask(mask_png, order.photo.size)
    for slug in asked:
        if slug not in known:
            check_takes(slug, mask)
    seed = secrets.randbelow(SEEDS) if seed is None else seed
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
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
) -> list[Submission]:
    """The same mask on the head of each order, all of photos of one size; the same `key` gives the same submissions.

    Where the service takes several pictures as one task, as many as it takes share one; else each goes by itself.
    Raises PictureError for the mask, Refused.
    """
    _check_alike(orders)
    mask = read_mask(mask_png, orders[0].photo.size)
    check_takes(provider, mask)
    together = registry.facts(provider, settings.PROVIDER_CONFIG).batch
    made: list[Submission] = []
    waiting = iter(orders)
    while task := list(islice(waiting, together)):
        lead: Submission | None = None
        for order in task:
            lead_or_follower = _submit(actor, order, mask_png, provider, key, mask_kind, lead)
            lead = lead or lead_or_follower
            made.append(lead_or_follower)
    return made


def _check_alike(orders: Sequence[Order]) -> None:
    if not orders:
        raise Refused("Choose the photos first.")
    if len(orders) > MOST_ORDERS:
        raise Refused(f"One mask goes over {MOST_ORDERS} photos at most.")
    odd = next((order for order in orders if order.photo.size != orders[0].photo.size), None)
    if odd is not None:
        raise Refused(f"{odd.photo.name} is not as large as {orders[0].photo.name}; one mask fits photos of one size.")


def _submit(
    actor: User,
    order: Order,
    mask_png: bytes,
    provider: str,
    key: UUID,
    mask_kind: Submission.MaskKind,
    lead: Submission | None,
) -> Submission:
    if order.head is None:
        raise Refused(f"{order.photo.name} has no picture.")
    return submit_mask(
        actor=actor,
        order=order,
        parent=order.head,
        mask_png=mask_png,
        provider=provider,
        key=uuid5(key, str(order.pk)),
        mask_kind=mask_kind,
        seed=None if lead is None else lead.seed,
        batch=key,
        lead=lead,
    )
