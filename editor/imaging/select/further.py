"""What was found, bettered by one further place: one that belongs to the thing, or one that does not.

Both are the same question. The side that the place is given to, thing or ground, grows by what is at the place: looked
for in windows of several sizes, as `guess` does, with what that side has already as known. The piece whose new edge is
clearest is taken. Away from it nothing changes, and patches of colour around earlier places stay on their sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .cutting import (
    HARDLY,
    LIKELY,
    NEVER,
    SURELY,
    Bits,
    Coarse,
    Floats,
    Pixels,
    across_edge,
    cut,
    filled,
    lab,
    small,
    strangeness,
)
from .deadline import Deadline

REACHES = (0.12, 0.25, 0.5, 0.9)
"""Half the sides of the windows, as shares of the thing's longer side."""
WINDOW_PIXELS = 12_000
COARSE_PIXELS = 48_000

_ROUNDS = 3
_LEAST_REACH = 12
_STRANGE = 0.6
_ALIKE = (26.0, 12.0, 12.0)  # in Lab: so far the colours of a patch are from that of its place
_CLEAR = 40.0  # of colours across an edge, in Lab: more is no better
_FEW = 60  # a piece of fewer pixels is hardly one
_DOT = 2
# What a large piece must make up for by its edge. Less is mostly a fragment of the ground, up to a whole part.
_COST_OF_MORE, _COST_OF_LESS = 0.1, 2.0
_PART = 0.2


class Place(NamedTuple):
    """A further click, in pixels: on the thing, or on what is none of it."""

    x: float
    y: float
    belongs: bool


def bettered(pixels: Pixels, found: Coarse, place: Place, before: Sequence[Place], until: Deadline) -> Coarse:
    """The thing with the place, or without it; those said `before` stay on their sides."""
    left, top, right, bottom = found.bounds
    side = max(right - left, bottom - top)
    reaches = sorted({max(_LEAST_REACH, round(share * side)) for share in REACHES})
    thing = _with_air(found, pixels.shape, place, reaches[-1])
    mine = thing if place.belongs else thing.turned
    others = [each for each in before if each.belongs != place.belongs]
    colours = lab(_seen(pixels, thing))
    cost = _COST_OF_MORE if place.belongs else _COST_OF_LESS
    best, worth = None, -np.inf
    for reach in reaches:
        piece = _piece(pixels, mine, place, others, reach, until)
        if piece is not None:
            now = _worth(colours, mine, piece, int(np.count_nonzero(thing.mask)), cost)
            if now > worth:
                best, worth = piece, now
        if until.over:
            break
    if best is None:
        return found
    grown = mine.mask | best
    if not place.belongs:
        return Coarse(1 - grown, thing.window)
    # Gaps beside the piece are closed; holes that were there before may be meant.
    return Coarse(grown | (filled(grown) & (1 - filled(mine.mask))), thing.window)


def _with_air(found: Coarse, shape: tuple[int, ...], place: Place, reach: int) -> Coarse:
    """The mask in a window that holds the thing and all around the place."""
    air = reach / 4 + 4
    left, top, right, bottom = found.bounds
    left, top = min(left - air, place.x - reach), min(top - air, place.y - reach)
    right, bottom = max(right + air, place.x + reach), max(bottom + air, place.y + reach)
    window = max(0, int(left)), max(0, int(top)), min(shape[1], int(right) + 1), min(shape[0], int(bottom) + 1)
    width, height = window[2] - window[0], window[3] - window[1]
    share = min(1.0, (COARSE_PIXELS / (width * height)) ** 0.5)
    return found.within(window, (max(1, round(width * share)), max(1, round(height * share))))


def _seen(pixels: Pixels, coarse: Coarse) -> Pixels:
    """The window of the picture, at the mask's size."""
    left, top, right, bottom = coarse.window
    size = coarse.mask.shape[1], coarse.mask.shape[0]
    return np.asarray(cv2.resize(pixels[top:bottom, left:right], size, interpolation=cv2.INTER_AREA), np.uint8)


def _piece(
    pixels: Pixels, mine: Coarse, place: Place, others: Sequence[Place], reach: int, until: Deadline
) -> Bits | None:
    """What the side gets by a window of this reach around the place, at the size of the side's own mask."""
    height, width = pixels.shape[:2]
    at = int(place.x), int(place.y)
    window = max(0, at[0] - reach), max(0, at[1] - reach), min(width, at[0] + reach), min(height, at[1] + reach)
    crop = small(pixels[window[1] : window[3], window[0] : window[2]], WINDOW_PIXELS)
    if min(crop.shape[:2]) < 8:
        return None
    here = mine.within(window, (crop.shape[1], crop.shape[0]))
    seeds = _seeds(lab(crop), here, place, others)
    if not (seeds == NEVER).any():
        return None
    fresh = cut(crop, seeds, _ROUNDS, until) & (1 - here.mask)
    dot = _dot(here.mask.shape, here.place(place[:2]))
    # Of what is new, only what hangs together with the place.
    _, pieces = cv2.connectedComponents(fresh, connectivity=4)
    near = np.unique(pieces[dot > 0])
    piece = np.isin(pieces, near[near > 0]).astype(np.uint8) | dot
    spread = Coarse(filled(piece), window).within(mine.window, (mine.mask.shape[1], mine.mask.shape[0]))
    return np.asarray(spread.mask & (1 - mine.mask), np.uint8)


def _seeds(colours: Floats, here: Coarse, place: Place, others: Sequence[Place]) -> Bits:
    height, width = here.mask.shape
    long = max(height, width)
    centre = here.place(place[:2])
    y, x = np.ogrid[:height, :width]
    distance = np.hypot(x - centre[0], y - centre[1])
    rest = _rest(here.mask, distance)
    own = _patch(colours, centre)
    likely = (own > 0) | (distance < 0.08 * long)
    if place.belongs:
        # Ground is like the ground around; a thing's parts need not be like each other.
        likely |= strangeness(colours, rest) > _STRANGE
    seeds = np.where(likely, LIKELY, HARDLY).astype(np.uint8)
    seeds[rest > 0] = NEVER
    seeds[here.mask > 0] = SURELY
    for other in others:
        away = here.place(other[:2])
        if 0 <= away[0] < width and 0 <= away[1] < height:
            seeds[(_patch(colours, away) > 0) & (own == 0)] = NEVER
            seeds[_dot(seeds.shape, away) > 0] = NEVER
    seeds[(distance <= 0.03 * long) | (_dot(seeds.shape, centre) > 0)] = SURELY
    return seeds


def _rest(mask: Bits, distance: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Bits:
    """What is surely the other side's: at the rim of the window, or far from the place where that side has no rim."""
    long = max(mask.shape)
    thick = max(2, round(0.06 * long))
    rim = np.ones_like(mask)
    rim[thick:-thick, thick:-thick] = 0
    rest = np.asarray(rim & (1 - mask), np.uint8)
    if np.count_nonzero(rest) >= thick * long // 2:
        return rest
    return np.asarray((distance > 0.3 * long) & (mask == 0), np.uint8)


def _dot(shape: tuple[int, ...], at: tuple[int, int]) -> Bits:
    return np.asarray(cv2.circle(np.zeros(shape, np.uint8), at, _DOT, 1, -1), np.uint8)


def _patch(colours: Floats, at: tuple[int, int]) -> Bits:
    """What joins the place in much the same colour."""
    height, width = colours.shape[:2]
    inside = min(width - 1, max(0, at[0])), min(height - 1, max(0, at[1]))
    smooth = np.clip(cv2.GaussianBlur(colours, (0, 0), 1.0), 0, 255).astype(np.uint8)
    patch = np.zeros((height + 2, width + 2), np.uint8)
    how = 4 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    cv2.floodFill(smooth, patch, inside, 0, _ALIKE, _ALIKE, how)
    return np.ascontiguousarray(patch[1:-1, 1:-1])


def _worth(colours: Floats, mine: Coarse, piece: Bits, thing: int, cost: float) -> float:
    """How far colours differ across the new edge, less for a piece that is large."""
    size = int(np.count_nonzero(piece))
    across, blind = across_edge(colours, mine.mask | piece, piece)
    count = len(across) + blind
    clear = float(np.minimum(across, _CLEAR).sum()) / _CLEAR / count if count else 1.0
    return clear * min(1.0, size / _FEW) - cost * min(_PART, size / max(1, thing))
