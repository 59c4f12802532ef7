"""What a click may mean: GrabCut in windows of several sizes around it, and a choice among what they find.

An object stands out at its whole outline, is of one piece, is found again in windows of other sizes, and does not run
out of the window. A window too small sees a part, one too large sees the room: neither looks like that.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from .cutting import (
    HARDLY,
    LIKELY,
    NEVER,
    SURELY,
    Bits,
    Floats,
    Pixels,
    cut,
    filled,
    lab,
    opened,
    outline,
    part_at,
    small,
    strangeness,
)
from .deadline import Deadline

SIDE = 1024
"""The picture is looked at with its longer side at this."""
REACHES = (94, 56, 156, 34, 260, 20, 430)
"""Half the sides of the windows, in pixels of that picture; those that things mostly fit in come first."""
WINDOW_PIXELS = 12_000
LEAST = 0.12
"""What the best candidate must be worth to be taken for an object (see `_worth`)."""

_ROUNDS = 3


@dataclass(frozen=True)
class Candidate:
    """A mask in its window, how well its outline stands out (0 to 1), and the same mask in the whole picture."""

    window: tuple[int, int, int, int]
    mask: Bits
    outline: float
    whole: Bits


def guess(picture: Pixels, at: tuple[int, int], until: Deadline) -> Candidate | None:
    """The object at (x, y) of a picture of at most SIDE; None where nothing stands out.

    Windows that there is no time for are left out.
    """
    # OpenCV lets go of the interpreter; each thread has its own generator, seeded anew for each window.
    with ThreadPoolExecutor(2) as threads:
        looked = threads.map(lambda reach: None if until.over else _look(picture, at, reach, until), REACHES)
    candidates = [found for found in looked if found]
    worths = [_worth(each, candidates) for each in candidates]
    if not worths or max(worths) < LEAST:
        return None
    return candidates[worths.index(max(worths))]


def _look(picture: Pixels, at: tuple[int, int], reach: int, until: Deadline) -> Candidate | None:
    height, width = picture.shape[:2]
    left, top = max(0, at[0] - reach), max(0, at[1] - reach)
    window = left, top, min(width, at[0] + reach), min(height, at[1] + reach)
    whole_window = (window[2] - left, window[3] - top)
    crop = small(picture[top : window[3], left : window[2]], WINDOW_PIXELS)
    if min(crop.shape[:2]) < 8:
        return None
    share = crop.shape[1] / whole_window[0], crop.shape[0] / whole_window[1]
    centre = int((at[0] - left) * share[0]), int((at[1] - top) * share[1])
    rim = _rim(crop.shape[:2], window, (width, height))
    colours = lab(crop)
    part = part_at(opened(cut(crop, _seeds(colours, rim, centre), _ROUNDS, until)), centre, 3)
    if part is None:
        return None
    part = filled(part)
    whole = np.zeros((height, width), np.uint8)
    whole[top : window[3], left : window[2]] = cv2.resize(part, whole_window, interpolation=cv2.INTER_NEAREST)
    return Candidate(window, part, outline(colours, part, rim), whole)


def _rim(shape: tuple[int, ...], window: tuple[int, int, int, int], size: tuple[int, int]) -> Bits:
    """The sides of the window that are not the picture's own: what is there is not the object."""
    rim, thick = np.zeros(shape, np.uint8), max(2, round(0.06 * max(shape)))
    if window[0] > 0:
        rim[:, :thick] = 1
    if window[1] > 0:
        rim[:thick] = 1
    if window[2] < size[0]:
        rim[:, -thick:] = 1
    if window[3] < size[1]:
        rim[-thick:] = 1
    if not rim.any():  # the window is the whole picture
        rim[0] = rim[-1] = 1
    return rim


def _seeds(colours: Floats, rim: Bits, centre: tuple[int, int]) -> Bits:
    height, width = rim.shape
    y, x = np.ogrid[:height, :width]
    distance = np.hypot(x - centre[0], y - centre[1])
    side = max(height, width)
    likely = (strangeness(colours, rim) > 0.6) | (distance < 0.12 * side)
    seeds = np.where(likely, LIKELY, HARDLY).astype(np.uint8)
    seeds[rim > 0] = NEVER
    seeds[distance <= max(1.5, 0.025 * side)] = SURELY
    return seeds


def _worth(one: Candidate, all_: list[Candidate]) -> float:
    area = np.count_nonzero(one.whole)
    height, width = one.whole.shape
    agreeing = sum(_agreement(one.whole, other.whole) for other in all_ if other is not one)
    ends = (one.whole[0], one.whole[-1], one.whole[:, 0], one.whole[:, -1])
    at_end = sum(np.count_nonzero(end) for end in ends) / (4 * area**0.5)
    too_large = max(0.0, area / (height * width) - 0.08) / 0.2
    in_window = np.count_nonzero(one.mask) / one.mask.size
    factors = (
        one.outline,
        _solidity(one.mask) ** 0.5,
        1 + 0.6 * min(2.0, agreeing),
        max(0.0, 1 - at_end),
        max(0.0, 1 - too_large),
        0.6 + 0.4 * min(1.0, in_window / 0.03),  # of two that say the same, the one that sees it larger
        min(1.0, (area / 120) ** 0.5),
        (area / 3000) ** 0.05,  # of two that say the same, the whole rather than its part
    )
    return float(np.prod(factors))


def _agreement(one: Bits, other: Bits) -> float:
    """0 where two masks share less than six tenths, 1 from nine tenths on."""
    shared = np.count_nonzero(one & other) / np.count_nonzero(one | other)
    return min(1.0, max(0.0, (shared - 0.6) / 0.3))


def _solidity(mask: Bits) -> float:
    """How much of its convex hull a mask fills: 1 for a disc, little for a spider."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cast("np.ndarray[tuple[int, ...], np.dtype[np.int32]]", cv2.convexHull(max(outlines, key=len)))
    # Contours run through the middles of pixels: half a pixel is missing all around.
    around = cv2.contourArea(hull) + cv2.arcLength(hull, closed=True) / 2
    return min(1.0, np.count_nonzero(mask) / max(1.0, around))
