"""Autosave: the unfinished mask of one person on one order."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from editor.actions.errors import Refused
from editor.actions.orders import check_may, check_own
from editor.imaging.errors import PictureError
from editor.imaging.mask import read_mask
from editor.models import Act, Draft, Order, Revision, Submission, User

MASK_EMPTY = "mask_empty"


class Conflict(Exception):
    """Somebody (another tab, another device) saved `version` meanwhile."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


def save_draft(
    *,
    actor: User,
    order: Order,
    revision: Revision,
    mask_png: bytes,
    based_on: int,
    cleared: bool,
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
) -> int:
    """Store the mask over version `based_on` (0 for none) and return the new version.

    Raises PictureError for a bad mask, Refused for somebody who may not paint and for an empty one that was
    not `cleared` by the person (a blank must never overwrite a good save), Conflict
    when `based_on` is no longer the newest.
    """
    check_may(actor, Act.PAINT, order)
    check_own(order, revision)
    blank = False
    try:
        read_mask(mask_png, order.photo.size)
    except PictureError as error:
        if error.code != MASK_EMPTY:
            raise
        if not cleared:
            raise Refused(gettext("The empty mask was not saved over your work.")) from error
        blank = True
    mine = Draft.objects.filter(order=order, person=actor)
    version = based_on + 1
    kept = {"mask": mask_png, "blank": blank, "mask_kind": mask_kind, "revision": revision}
    if mine.filter(version=based_on).update(**kept, version=version, saved_at=timezone.now()):
        return version
    if based_on == 0:
        try:
            with transaction.atomic():
                return Draft.objects.create(order=order, person=actor, **kept).version
        except IntegrityError:
            pass
    raise Conflict(mine.values_list("version", flat=True).first() or 0)
