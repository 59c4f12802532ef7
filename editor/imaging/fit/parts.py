"""Far-apart parts of a mask as regions of their own: each at finer pixels, each paid for."""

from itertools import combinations
from math import ceil

import cv2
import numpy as np
from PIL import Image

from .limits import Box, FitLimits, Size
from .pixels import shrunk_mask
from .planning import Plan, in_words, plan, plan_box

MOST_PARTS = 4
_FINER, _SMALLER = 1.25, 3
"""What makes several regions worth their price: so much finer pixels, or so many times fewer of them together."""
_LOOKED_AT_SIDE = 1024
_TOO_MANY = 64
"""Beyond it the mask is a scatter of dots: nobody would pay for each, and comparing them all takes long."""


def plan_parts(size: Size, mask: Image.Image, limits: FitLimits, most: int = MOST_PARTS) -> list[Plan]:
    """Plans whose regions do not overlap and which together hold the whole mask; at most `most` of them.

    One plan where the parts lie close together, or where the service takes the whole picture anyway.
    Raises CannotFit: mask_empty.
    """
    whole = plan(size, mask, limits)
    boxes = [] if limits.whole_picture else _components(mask)
    if not 1 < len(boxes) <= _TOO_MANY:
        return [whole]
    plans = [plan_box(size, box, limits) for box in boxes]
    while (pair := _to_be_joined(boxes, plans, most)) is not None:
        one, other = pair
        joined = _union(boxes[one], boxes[other])
        boxes = [box for at, box in enumerate(boxes) if at not in pair] + [joined]
        plans = [made for at, made in enumerate(plans) if at not in pair] + [plan_box(size, joined, limits)]
    return plans


def worth_splitting(whole: Plan, parts: list[Plan]) -> bool:
    """Whether several regions bring more than the one around them all: it would be scaled down, or is far larger."""
    if len(parts) < 2:
        return False
    finer = min(part.scale for part in parts) >= whole.scale * _FINER
    return finer or _area(whole.crop) >= _SMALLER * sum(_area(part.crop) for part in parts)


def part_masks(mask: Image.Image, parts: list[Plan]) -> list[Image.Image]:
    """What each region holds of the mask, as masks of the photo's size; together they are the mask."""
    masks = []
    for part in parts:
        alone = Image.new("L", mask.size)
        alone.paste(mask.crop(part.crop), part.crop[:2])
        masks.append(alone)
    return masks


def describe_parts(parts: list[Plan]) -> str:
    """How many they are and how large each is, in words to precede "go to"."""
    *first, last = [in_words(part.cropped) for part in parts]
    return f"{len(parts)} parts, {', '.join(first)} and {last}"


def _components(mask: Image.Image) -> list[Box]:
    """Boxes around the mask's connected parts. They are found on a small copy, so close ones count as one."""
    factor = -(-max(mask.size) // _LOOKED_AT_SIDE)
    size = (-(-mask.width // factor), -(-mask.height // factor))
    small = shrunk_mask(mask, size) if factor > 1 else mask
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(small), connectivity=8)
    across, down = mask.width / size[0], mask.height / size[1]
    boxes = []
    for left, top, width, height, _ in stats[1 : _TOO_MANY + 2].tolist():
        right, bottom = ceil((left + width) * across), ceil((top + height) * down)
        boxes.append(_tight(mask, (int(left * across), int(top * down), right, bottom)))
    return boxes


def _tight(mask: Image.Image, box: Box) -> Box:
    left, top, right, bottom = mask.crop(box).getbbox() or (0, 0, box[2] - box[0], box[3] - box[1])
    return box[0] + left, box[1] + top, box[0] + right, box[1] + bottom


def _to_be_joined(boxes: list[Box], plans: list[Plan], most: int) -> tuple[int, int] | None:
    """Two parts whose regions overlap; else, when there are too many parts, the two that waste least together."""
    pairs = list(combinations(range(len(plans)), 2))
    for one, other in pairs:
        if _overlap(plans[one].crop, plans[other].crop):
            return one, other
    if len(plans) <= most:
        return None
    return min(pairs, key=lambda pair: _waste(boxes[pair[0]], boxes[pair[1]]))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _waste(one: Box, other: Box) -> int:
    return _area(_union(one, other)) - _area(one) - _area(other)


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
