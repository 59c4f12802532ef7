"""A mask whose parts lie far apart: one crop around them all, or one for each, which shows more and costs more.

Each part is a submission of its own, with its part of the mask. So each call is announced, made, asked about and
billed as any other is, a part whose outcome is unknown holds no other, and what one brought is kept whatever becomes
of the rest. The results land on each other, since their masks touch no pixel twice.
"""

from __future__ import annotations

import secrets
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from PIL import Image

from editor.actions.errors import Refused
from editor.actions.photos.files import files_undone_on_error
from editor.actions.removals.fitting import fit_limits
from editor.actions.removals.submit import SEEDS, Portion, check_takes, submit_mask
from editor.imaging.fit import Plan, part_masks, plan_parts, worth_splitting
from editor.imaging.mask import read_mask, write_mask
from editor.models import Order, Revision, Submission, User
from editor.providers import registry

ONE_AGAIN = _("The mask can go as one now. Look at what is said about it, then send it again.")


def parts_of(mask: Image.Image, provider: str) -> list[Plan]:
    """The crops that a choice is offered for; empty where one serves as well, or where several would cost nothing.

    Raises Refused where the provider cannot take the mask at all.
    """
    whole = check_takes(provider, mask)
    facts = registry.facts(provider, settings.PROVIDER_CONFIG)
    if whole is None or facts.start_repeatable or facts.whole_picture:
        return []
    parts = plan_parts(mask.size, mask, fit_limits(facts))
    return parts if worth_splitting(whole, parts) else []


def submit_in_parts(
    *,
    actor: User,
    order: Order,
    parent: Revision,
    mask_png: bytes,
    provider: str,
    key: UUID,
    agreed: int | None = None,
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
    seed: int | None = None,
) -> list[Submission]:
    """A submission for each part of the mask, or one where it falls into none; the same `key` gives the same ones.

    `agreed` is the number of parts whose price the person saw; None takes as many as there are. All are kept or none.
    Raises PictureError for the mask, Refused.
    """
    if earlier := list(order.submissions.filter(split=key).order_by("pk")):
        return earlier
    mask = read_mask(mask_png, order.photo.size)
    parts = parts_of(mask, provider)
    _check_agreed(agreed, parts)
    masks = [write_mask(alone) for alone in part_masks(mask, parts)] or [mask_png]
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    with files_undone_on_error() as files, transaction.atomic():
        return [
            submit_mask(
                actor=actor,
                order=order,
                parent=parent,
                mask_png=png,
                provider=provider,
                key=uuid5(key, f"part {number}"),
                mask_kind=mask_kind,
                seed=seed,
                portion=Portion(split=key, part=number, parts=len(masks)),
                files=files,
            )
            for number, png in enumerate(masks, start=1)
        ]


def _check_agreed(agreed: int | None, parts: list[Plan]) -> None:
    if agreed is None or agreed == len(parts):
        return
    if not parts:
        raise Refused(ONE_AGAIN)
    raise Refused(
        gettext("The mask falls into %(parts)s parts now, not %(agreed)s. Look at the price, then send it again.")
        % {"parts": len(parts), "agreed": agreed}
    )
