"""Asking for things to be removed, and taking the question back."""

from __future__ import annotations

import secrets
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from editor.actions.errors import Refused
from editor.actions.files import files_undone_on_error
from editor.imaging.mask import read_mask
from editor.models import Event, Order, Revision, Submission, User, submission_due
from editor.providers import registry

State = Submission.State
SEEDS = 2**32 - 1
"""Seeds lie in 0..4294967294, the range every service accepts that takes one."""


def submit_mask(
    *,
    actor: User,
    order: Order,
    parent: Revision,
    mask_png: bytes,
    provider: str,
    key: UUID,
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
    seed: int | None = None,
) -> Submission:
    """The submission for this press of the button: the same `key` always gives the same one.

    Raises PictureError for the mask, Refused for the rest.
    """
    earlier = order.submissions.filter(key=key).first()
    if earlier is not None:
        return earlier
    _check(order, provider)
    mask = read_mask(mask_png, order.photo.size)
    submission = Submission(
        order=order,
        parent=parent,
        provider=provider,
        mask_kind=mask_kind,
        mask_pixels=mask.histogram()[255],
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
        key=key,
        created_by=actor,
        next_at=timezone.now(),
        repeatable=registry.PROVIDERS[provider].capabilities.start_repeatable,
    )
    try:
        with files_undone_on_error() as saved:
            submission.mask.save("mask.png", ContentFile(mask_png), save=False)
            saved.keep(submission.mask)
            with transaction.atomic():
                submission.save()
                Event.objects.create(
                    order=order,
                    actor=actor,
                    kind=Event.Kind.SUBMITTED,
                    data={"submission": submission.pk, "provider": provider, "revision": parent.number},
                )
                transaction.on_commit(partial(submission_due.send_robust, Submission, pk=submission.pk))
    except IntegrityError:
        # The other half of a double click was faster.
        return order.submissions.get(key=key)
    return submission


def _check(order: Order, provider: str) -> None:
    if order.state not in {Order.State.OPEN, Order.State.IN_REVIEW}:
        raise Refused("This order is closed. Upload the photo again to go on with it.")
    if provider not in {cls.slug for cls in registry.ready(settings.PROVIDER_CONFIG)}:
        raise Refused("This service is not set up here. Choose another one.")


def cancel_submission(*, actor: User, submission: Submission) -> None:
    """End a submission: at once where nobody is working on it, else as soon as its worker sees the wish."""
    mine = Submission.objects.filter(pk=submission.pk)
    with transaction.atomic():
        asked = mine.active().filter(cancel_requested=False).update(cancel_requested=True, next_at=timezone.now())
        if not asked:
            return
        # A call that may bill is never called canceled while its answer is out: only its worker can tell.
        mine.unheld(timezone.now()).exclude(state=State.SUBMITTING).end(State.CANCELED)
        Event.objects.create(
            order=submission.order, actor=actor, kind=Event.Kind.CANCELED, data={"submission": submission.pk}
        )
