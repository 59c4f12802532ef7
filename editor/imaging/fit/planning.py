"""Which region of a photo goes to a service, and at what size.

The region is the mask's bounding box with some of what surrounds it: that is what a service paints from. All of the
wanted context goes where the limits allow; else as much as still needs no scaling, down to the least that is useful;
only then is the region scaled down. What is too small or too narrow takes in more of the photo, and is padded where
the photo ends.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from editor.marking import gettext_noop as _

from .errors import CannotFit
from .limits import Box, FitLimits, Size

# Context on each side, in pixels of the photo: a share of the mask's longer side, but never less nor more than.
_WANTED_SHARE, _WANTED_AT_LEAST, _WANTED_AT_MOST = 0.5, 128, 1024
_LEAST_SHARE, _LEAST_AT_LEAST, _LEAST_AT_MOST = 0.1, 32, 256


@dataclass(frozen=True)
class Plan:
    """How a region travels. `picture` is the photo's size and `crop` the region in it, both in upright pixels;
    `scaled` is the region's size on the wire, to which `pad` is added (left, top, right, bottom).
    """

    picture: Size
    crop: Box
    scaled: Size
    pad: Box = (0, 0, 0, 0)

    @property
    def cropped(self) -> Size:
        """The region's size in the photo's pixels."""
        left, top, right, bottom = self.crop
        return right - left, bottom - top

    @property
    def is_whole(self) -> bool:
        """Whether the region is all of the photo."""
        return self.crop == (0, 0, *self.picture)

    @property
    def sent(self) -> Size:
        """The size of picture and mask as the service gets them."""
        left, top, right, bottom = self.pad
        return left + self.scaled[0] + right, top + self.scaled[1] + bottom

    @property
    def scale(self) -> float:
        """Pixels sent per pixel of the photo, along the longer side; 1.0 where nothing is scaled."""
        return max(self.scaled) / max(self.cropped)


def plan(size: Size, mask: Image.Image, limits: FitLimits) -> Plan:
    """The plan for a photo of this size and its mask (mode "L", the same size). Raises CannotFit: mask_empty."""
    if mask.size != size:
        raise ValueError(f"The mask is {mask.size}, the photo {size}.")
    return plan_box(size, mask.getbbox(), limits)


def plan_box(size: Size, bounds: Box | None, limits: FitLimits) -> Plan:
    """The same from the mask's bounding box alone, which is all a plan depends on. Raises CannotFit: mask_empty."""
    if bounds is None:
        raise CannotFit("mask_empty", _("Nothing is painted yet. Brush over what should go, then try again."))
    crop = (0, 0, *size) if limits.whole_picture else _region(size, bounds, limits)
    region = (crop[2] - crop[0], crop[3] - crop[1])
    scaled = _scaled(region, limits)
    return Plan(size, crop, scaled, _padding(scaled, limits.padded(scaled)))


def describe(plan: Plan) -> str:
    """What is sent, in words to follow or precede "goes to": how many pixels, around the mask or the whole photo."""
    size = in_words(plan.cropped)
    text = f"the whole photo, {size}" if plan.is_whole else f"{size} around the mask"
    if plan.scaled != plan.cropped:
        text += f", scaled to {in_words(plan.scaled)}"
    if any(plan.pad):
        text += f", padded to {in_words(plan.sent)}"
    return text


def _region(size: Size, bounds: Box, limits: FitLimits) -> Box:
    longer = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    wanted = _bounded(longer * _WANTED_SHARE, _WANTED_AT_LEAST, _WANTED_AT_MOST)
    least = _bounded(longer * _LEAST_SHARE, _LEAST_AT_LEAST, _LEAST_AT_MOST)

    def unscaled(context: int) -> bool:
        return limits.allow(limits.padded(_size(_with_context(size, bounds, context))))

    context = _largest(least, wanted, unscaled)
    return _filled_out(size, _with_context(size, bounds, context), limits)


def _with_context(size: Size, bounds: Box, context: int) -> Box:
    left, top, right, bottom = bounds
    return max(0, left - context), max(0, top - context), min(size[0], right + context), min(size[1], bottom + context)


def _filled_out(size: Size, crop: Box, limits: FitLimits) -> Box:
    """The region with the photo's own pixels, as far as there are any, where it would have to be padded."""
    width, height = limits.padded(_size(crop))
    left, right = _stretched(crop[0], crop[2], width, size[0])
    top, bottom = _stretched(crop[1], crop[3], height, size[1])
    return left, top, right, bottom


def _stretched(low: int, high: int, length: int, end: int) -> tuple[int, int]:
    """The interval made `length` long on both sides alike, moved to lie within 0 and `end`, and cut there."""
    missing = max(0, length - (high - low))
    low = max(0, min(low - missing // 2, end - length))
    return low, min(end, max(high, low + length))


def _scaled(size: Size, limits: FitLimits) -> Size:
    """The largest size of the same shape, not above this one, that the limits allow once it is padded."""
    longest = max(size)

    def at(side: int) -> Size:
        width, height = (max(1, round(length * side / longest)) for length in size)
        return width, height

    return at(_largest(1, longest, lambda side: limits.allow(limits.padded(at(side)))))


def _padding(size: Size, target: Size) -> Box:
    across, down = target[0] - size[0], target[1] - size[1]
    return across // 2, down // 2, across - across // 2, down - down // 2


def _largest(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The largest number of a range for which something holds that holds for small numbers; `low` where for none."""
    if holds(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _bounded(value: float, least: int, most: int) -> int:
    return max(least, min(most, round(value)))


def _size(box: Box) -> Size:
    return box[2] - box[0], box[3] - box[1]


def in_words(size: Size) -> str:
    """A size as people read it."""
    return f"{size[0]:,} × {size[1]:,} px"
