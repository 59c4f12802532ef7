"""The whole of it: a picture and a hole in, the picture without what was there out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

import numpy as np

from . import border, detail, light
from .arrays import Box, Hole, NothingToCopy, Picture
from .fill import RADIUS, fill, sources
from .parts import Part, plan, seconds

Report = Callable[[str, float], None]
"""Is told what is done now, and the share of the work that is behind, 0..1."""

LEAST_KNOWN = 0.01
"""A picture of which less than this share is outside the hole has nothing to copy from."""


def erase(picture: Picture, hole: Hole, seed: int, report: Report = lambda _doing, _done: None) -> Picture:
    """The picture with the hole filled from its surroundings; every other pixel unchanged.

    The same picture, hole and seed give the same bytes. Raises NothingToCopy.
    """
    if np.count_nonzero(hole) > (1 - LEAST_KNOWN) * hole.size:
        raise NothingToCopy
    result, left = picture.copy(), hole.copy()
    parts = plan(hole)
    ends = list(accumulate((seconds(part, hole) for part in parts), initial=0.0))
    for number, (part, behind) in enumerate(zip(parts, ends, strict=False)):
        report(f"Filling part {number + 1} of {len(parts)}", behind / ends[-1])
        _fill_part(result, left, part, seed + number)
    return result


def _fill_part(result: Picture, left: Hole, part: Part, seed: int) -> None:
    """Fill the part's hole in place, from everything in its crop that is not waiting to be filled itself."""
    crop = _with_sources(part.crop, part.reduction, left)
    filled = _filled(result[crop.window], left[crop.window], part.reduction, seed)
    top, bottom, start, stop = part.hole
    inside = slice(top - crop.top, bottom - crop.top), slice(start - crop.left, stop - crop.left)
    mine = left[part.hole.window]
    result[part.hole.window][mine] = filled[inside][mine]
    mine[:] = False


def _with_sources(crop: Box, reduction: int, left: Hole) -> Box:
    """The crop, widened until a reasonable share of it can be copied from or it is the whole picture."""
    height, width = left.shape
    while crop.area < height * width:
        if np.count_nonzero(sources(left[crop.window], RADIUS * reduction)) > crop.area // 8:
            break
        crop = crop.grown(max(crop.height, crop.width) // 2, height, width)
    return crop


def _filled(picture: Picture, hole: Hole, reduction: int, seed: int) -> Picture:
    """The crop filled, as if evenly lit where its light is simple."""
    lit = light.around(picture, hole)
    if lit is None:
        return _filled_at(picture, hole, reduction, seed)
    return lit.put_on(_filled_at(lit.taken_off(picture), hole, reduction, seed))


def _filled_at(picture: Picture, hole: Hole, reduction: int, seed: int) -> Picture:
    if reduction == 1:
        return border.matched(picture, hole, fill(picture, hole, seed))
    height, width = hole.shape
    down, right = -height % reduction, -width % reduction
    picture = np.pad(picture, ((0, down), (0, right), (0, 0)), mode="edge")
    hole = np.pad(hole, ((0, down), (0, right)), mode="edge")
    small, small_hole = detail.reduced(picture, hole, reduction)
    filled = border.matched(small, small_hole, fill(small, small_hole, seed))
    return detail.restored(picture, hole, filled, seed)[:height, :width]
