"""The two questions: what is at this point, what is in this box."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import guess
from .cutting import (
    HARDLY,
    LIKELY,
    NEVER,
    Bits,
    Box,
    Coarse,
    Pixels,
    cut,
    filled,
    lab,
    opened,
    part_at,
    small,
    strangeness,
    without_specks,
)
from .deadline import Deadline
from .edge import refined

Point = tuple[float, float]

BOX_PIXELS = 48_000

_ROUNDS = 4
_STRANGE = 0.6  # so little is a colour one of those around the box, to begin with
_MARGIN = 0.2  # of a box's longer side: that much around it tells what is not the object
_PARTS = 0.1  # a box may hold several pieces, none smaller than this share of the largest
_LEAST_SIDE = 8
_SAME = 0.6  # a closer look that leaves less than this of an object saw a part of it only


@dataclass(frozen=True)
class Found:
    """An object: `mask` (0 and 255) is of the size of `box` (left, top, right, bottom) in the picture."""

    box: Box
    mask: Bits


def find_at(pixels: Pixels, point: Point, until: Deadline) -> Coarse | None:
    """The object at a point (x, y in pixels, inside the picture) of an RGB picture; None where nothing stands out."""
    height, width = pixels.shape[:2]
    share = min(1.0, guess.SIDE / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    picture = pixels if share == 1 else np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    at = min(size[0] - 1, int(point[0] * share)), min(size[1] - 1, int(point[1] * share))
    found = guess.guess(picture, at, until)
    if found is None:
        return None
    scale = width / size[0], height / size[1]
    left, top, right, bottom = (round(side * scale[which % 2]) for which, side in enumerate(found.window))
    wide = Coarse(found.mask, (left, top, right, bottom))
    return wide if until.over else _closer(pixels, wide, point, until)


def _closer(pixels: Pixels, wide: Coarse, at: Point, until: Deadline) -> Coarse:
    """What a window that fits the object makes of it, where that is much the same thing.

    A wide window knows little of the shadow right beside the object; one that fits tells the two apart.
    """
    left, top, right, bottom = wide.bounds
    across, down = wide.each
    fitting = round(left - across), round(top - down), round(right + across), round(bottom + down)
    closer = _in_box(pixels, fitting, until)
    if closer is None:
        return wide
    part = part_at(closer.mask, closer.place(at), 3)
    if part is None:
        return wide
    now = Coarse(filled(part), closer.window)
    return now if Coarse(part, closer.window).area > _SAME * wide.area else wide


def find_in(pixels: Pixels, box: Box, until: Deadline) -> Coarse | None:
    """The object in a box of an RGB picture; None where nothing is."""
    found = _in_box(pixels, box, until)
    return found and Coarse(filled(without_specks(found.mask, _PARTS)), found.window)


def _in_box(pixels: Pixels, box: Box, until: Deadline) -> Coarse | None:
    """What is in the box and not around it."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
    if right - left < _LEAST_SIDE or bottom - top < _LEAST_SIDE:
        return None
    more = round(_MARGIN * max(right - left, bottom - top)) + 4
    around = max(0, left - more), max(0, top - more), min(width, right + more), min(height, bottom + more)
    crop = small(pixels[around[1] : around[3], around[0] : around[2]], BOX_PIXELS)
    share = crop.shape[1] / (around[2] - around[0]), crop.shape[0] / (around[3] - around[1])
    outside = np.ones(crop.shape[:2], np.uint8)
    outside[
        round((top - around[1]) * share[1]) : round((bottom - around[1]) * share[1]),
        round((left - around[0]) * share[0]) : round((right - around[0]) * share[0]),
    ] = 0
    if outside.all() or not outside.any():
        return None
    seeds = np.where(strangeness(lab(crop), outside) > _STRANGE, LIKELY, HARDLY).astype(np.uint8)
    seeds[outside > 0] = NEVER
    if not (seeds == LIKELY).any():
        return None
    mask = opened(cut(crop, seeds, _ROUNDS, until))
    return Coarse(mask, around) if mask.any() else None


def drawn(pixels: Pixels, coarse: Coarse, until: Deadline, *, tidy: bool = True) -> Found | None:
    """The full-size mask of a coarse one: only the part around the object is worked on.

    Where it is `tidy`, specks are dropped and small holes filled; what a person bettered may be meant so.
    """
    left, top, _right, _bottom = coarse.window
    each = coarse.each
    air = max(3, round(0.06 * max(coarse.mask.shape)))
    x, y = (_span(np.asarray(coarse.mask.any(axis=axis)), air) for axis in (0, 1))
    box = (
        left + round(x.start * each[0]),
        top + round(y.start * each[1]),
        left + round(x.stop * each[0]),
        top + round(y.stop * each[1]),
    )
    mask = refined(pixels[box[1] : box[3], box[0] : box[2]], np.ascontiguousarray(coarse.mask[y, x]), until, tidy=tidy)
    return Found(box, mask * np.uint8(255)) if mask.any() else None


def _span(used: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], air: int) -> slice:
    at = np.flatnonzero(used)
    return slice(max(0, int(at[0]) - air), min(len(used), int(at[-1]) + 1 + air))


def clipped(found: Found, box: Box) -> Found | None:
    left, top = max(found.box[0], box[0]), max(found.box[1], box[1])
    right, bottom = min(found.box[2], box[2]), min(found.box[3], box[3])
    x, y = slice(left - found.box[0], right - found.box[0]), slice(top - found.box[1], bottom - found.box[1])
    mask = np.ascontiguousarray(found.mask[y, x])
    return Found((left, top, right, bottom), mask) if mask.any() else None
