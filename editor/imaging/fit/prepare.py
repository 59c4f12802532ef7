"""From a photo and its mask to what is sent, in one go."""

from dataclasses import dataclass, replace

from PIL import Image

from .encoding import encode
from .errors import CannotFit
from .limits import FitLimits
from .pixels import cut
from .planning import Plan, plan, plan_box

_SMALLER = 0.6
"""Share of the pixels kept when a region does not fit into the allowed bytes at any bearable quality."""


@dataclass(frozen=True)
class Prepared:
    """What is sent: `picture` (RGB, sRGB) is what `data` decodes to, up to its compression; `mask` is of its size."""

    plan: Plan
    picture: Image.Image
    mask: Image.Image
    data: bytes
    media_type: str


def prepare(picture: Image.Image, mask: Image.Image, limits: FitLimits, planned: Plan | None = None) -> Prepared:
    """Plan (or follow a plan, such as one of several parts), cut and encode.

    Where too many bytes remain at the lowest bearable quality, the region is made smaller: less context first, then
    scaled down. Raises CannotFit: mask_empty, too_many_bytes.
    """
    chosen = planned or plan(picture.size, mask, limits)
    part, area = cut(picture, mask, chosen)
    try:
        data, media_type = encode(part, limits)
    except CannotFit:
        smaller = _smaller(chosen, mask, limits)
        if smaller is None:
            raise
        return prepare(picture, mask, limits, smaller)
    return Prepared(chosen, part, area, data, media_type)


def _smaller(chosen: Plan, mask: Image.Image, limits: FitLimits) -> Plan | None:
    """A plan for the same part of the mask with fewer pixels; None where the limits allow none."""
    left, top = chosen.crop[:2]
    bounds = mask.crop(chosen.crop).getbbox()
    try:
        fewer = replace(limits, max_pixels=int(chosen.sent[0] * chosen.sent[1] * _SMALLER))
    except ValueError:
        return None
    if bounds is None:
        return None
    box = (bounds[0] + left, bounds[1] + top, bounds[2] + left, bounds[3] + top)
    return plan_box(chosen.picture, box, fewer)
