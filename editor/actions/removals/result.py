"""Keeping a result: a new revision that differs from its parent only inside the mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from PIL import Image, ImageChops

from editor.actions.orders import EDITABLE
from editor.actions.photos.files import files_undone_on_error
from editor.actions.photos.pictures import MASK_DROPPED, Derived, Dropped, derive, open_picture, store
from editor.actions.providers.accounts import keep_account
from editor.imaging.composite import composite
from editor.imaging.export import lossless_png
from editor.imaging.mask import read_mask
from editor.models import Event, Order, Revision, Submission
from editor.models.submission import fitting


class HeadMoved(Exception):
    """Another result landed while this one was being placed."""


class NotHeld(Exception):
    """The submission ended or passed to another worker meanwhile: this result is not wanted any more."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a provider delivered for a submission: its picture (upright size) and what it told about it.

    `account` is what the order's next job at this provider needs. `painted_on` is the picture of the submission's
    parent where somebody has decoded it already.
    """

    picture: Image.Image
    reference: str
    credits: float
    note: str
    account: Mapping[str, Any] = field(default_factory=dict)
    painted_on: Image.Image | None = None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A result composited onto `base`, encoded, not stored yet; `head` is what the order showed meanwhile."""

    base: Revision
    head: Revision
    moves_head: bool
    png: bytes
    derived: list[Derived]


def record_result(*, submission: Submission, lease_token: UUID, outcome: Outcome) -> Revision:
    """Place the result and end the submission as succeeded.

    The result lands on the order's head where that grew from the revision painted on without touching
    the same pixels: two things removed side by side are then both gone. Otherwise it lands on the revision
    painted on. A closed order's head stays. Raises NotHeld, PictureError, OSError; then nothing is kept.
    """
    while True:
        placed = _place(submission, outcome)
        try:
            return _store(submission, lease_token, outcome, placed)
        except HeadMoved:
            continue


def _place(submission: Submission, outcome: Outcome) -> Placed:
    head = Order.objects.select_related("head").get(pk=submission.order_id).head
    if head is None:
        raise NotHeld
    mask = open_mask(submission)
    grown = _grown_since(head, submission.parent)
    apart = grown is not None and not any(_may_overlap(mask, other) for other in grown)
    base = head if apart else submission.parent
    known = outcome.painted_on if base == submission.parent else None
    picture = composite(known or open_picture(base), outcome.picture, mask)
    return Placed(
        base=base, head=head, moves_head=grown is not None, png=lossless_png(picture), derived=derive(picture)
    )


def open_mask(submission: Submission) -> Image.Image:
    """The submission's mask: "L", upright size, 255 = erase. Raises Dropped, PictureError, OSError."""
    if submission.mask_dropped_at:
        raise Dropped(MASK_DROPPED)
    with submission.mask.open("rb") as file:
        return read_mask(file.read(), submission.order.photo.size)


def _grown_since(head: Revision, painted: Revision) -> list[Submission] | None:
    """The submissions between the revision painted on and the head; None when the head lies elsewhere."""
    grown: list[Submission] = []
    step: Revision | None = head
    while step is not None and step.pk != painted.pk:
        submission = Submission.objects.filter(result=step).select_related("order__photo").first()
        if submission is not None:
            grown.append(submission)
        step = step.parent
    return None if step is None else grown


def _may_overlap(mask: Image.Image, other: Submission) -> bool:
    """Whether the two touch a pixel in common; taken for granted where the other's mask was deleted as old."""
    if other.mask_dropped_at:
        return True
    return ImageChops.multiply(mask, open_mask(other)).getbbox() is not None


def _store(submission: Submission, lease_token: UUID, outcome: Outcome, placed: Placed) -> Revision:
    revision = Revision(order_id=submission.order_id, parent=placed.base, created_by=submission.created_by)
    with files_undone_on_error() as saved:
        # The large file first: on SQLite the transaction holds up every other writer.
        saved.store(revision.picture, "picture.png", ContentFile(placed.png))
        with transaction.atomic():
            order = Order.objects.select_for_update().get(pk=submission.order_id)
            if order.head_id != placed.head.pk:
                raise HeadMoved
            revision.number = (order.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
            revision.save()
            for each in placed.derived:
                store(revision, each, saved)
            _end(submission, lease_token, outcome, revision)
            if outcome.account:
                keep_account(submission, revision, outcome.account)
            if placed.moves_head and order.state in EDITABLE:
                Order.objects.filter(pk=order.pk).update(head=revision, updated_at=timezone.now())
            Event.objects.create(
                order=order,
                kind=Event.Kind.SUCCEEDED,
                data={"submission": submission.pk, "revision": revision.number, "provider": submission.provider},
            )
    return revision


def _end(submission: Submission, lease_token: UUID, outcome: Outcome, revision: Revision) -> None:
    ended = Submission.objects.filter(pk=submission.pk, lease_token=lease_token).end(
        Submission.State.SUCCEEDED,
        result=revision,
        reference=fitting(outcome.reference, 200),
        credits=outcome.credits,
        note=fitting(outcome.note, 500),
    )
    if not ended:
        raise NotHeld
