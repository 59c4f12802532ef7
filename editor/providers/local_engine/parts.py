"""Which parts of a mask are filled together, and at which size.

PatchMatch takes time for every pixel of the crop it sees and much more for every pixel it fills. A mask is cut
along its empty rows and columns while that makes the crops smaller, so far parts are filled apart and near ones
together. A part that would still take too long is filled reduced; `detail` gives it back its fine texture.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from .arrays import Box, Hole

CELL = 4
"""Parts are looked for on a grid of CELL x CELL pixels: 100 MP are then searched in a fraction of a second."""

LEAST_MARGIN = 80
"""Pixels of surroundings on each side; a thicker hole gets its own thickness, a speck of dust four times its own."""

THIN = 64
LONG = 512
"""A hole nowhere thicker than THIN pixels is cut into boxes of at most about LONG pixels a side."""

THICK = 96
MOST_FOR_THICKNESS = 6
"""A hole thicker than THICK pixels is filled reduced to about that, but not more than to a sixth: PatchMatch, whose
patches are 7 pixels wide, otherwise fills it with a smear."""

SECONDS_A_PIXEL = 1.5e-6
SECONDS_A_HOLE_PIXEL = 26e-6
"""PatchMatch 2.2 with patch size 3, measured on one core of a 2.5 GHz server."""

PART_SECONDS = (4.0, 12.0)
"""A part is reduced when it would take longer; a very large one may take up to the second, as reducing costs detail."""

ALL_SECONDS = 40.0


@dataclass(frozen=True)
class Part:
    """Pixels of the mask inside `hole` are filled from those in `crop`, at 1/`reduction` of their size."""

    hole: Box
    crop: Box
    reduction: int


def plan(hole: Hole) -> list[Part]:
    """The parts to fill, in reading order; together their `hole` boxes contain every True pixel."""
    cuts = _Cuts(hole)
    boxes = cuts.boxes()
    crops = [cuts.crop(box) for box in boxes]
    costs = [_seconds(crop, int(np.count_nonzero(hole[box.window]))) for box, crop in zip(boxes, crops, strict=True)]
    share = min(1.0, ALL_SECONDS / max(sum(min(cost, _allowed(cost)) for cost in costs), 1e-9))
    parts = [
        Part(box, crop, max(_reduction(cost, _allowed(cost) * share), cuts.wanted_reduction(box)))
        for box, crop, cost in zip(boxes, crops, costs, strict=True)
    ]
    return sorted(parts, key=lambda part: part.hole)


def seconds(part: Part, hole: Hole) -> float:
    """About how long PatchMatch takes for this part."""
    return _seconds(part.crop, int(np.count_nonzero(hole[part.hole.window]))) / part.reduction**2


def _seconds(crop: Box, filled: int) -> float:
    return SECONDS_A_PIXEL * crop.area + SECONDS_A_HOLE_PIXEL * filled


def _allowed(cost: float) -> float:
    return float(np.clip(cost / 20, *PART_SECONDS))


def _reduction(cost: float, allowed: float) -> int:
    return max(1, int(np.ceil(np.sqrt(cost / allowed))))


class _Cuts:
    """The recursive cutting of one mask, in cells."""

    def __init__(self, hole: Hole) -> None:
        self.height, self.width = hole.shape
        rows, columns = -(-self.height // CELL), -(-self.width // CELL)
        padded = np.zeros((rows * CELL, columns * CELL), np.uint8)
        padded[: self.height, : self.width] = hole
        # The area mean of a cell with one set pixel of 16 is 255 / 16: never rounded to nothing.
        self.cells = cv2.resize(padded * 255, (columns, rows), interpolation=cv2.INTER_AREA) > 0
        # A border of empty cells: where the mask touches the picture's edge it is as thin as it looks.
        ringed = np.pad(self.cells.astype(np.uint8), 1)
        self.depth = cv2.distanceTransform(ringed, cv2.DIST_L2, 3)[1:-1, 1:-1]

    def boxes(self) -> list[Box]:
        """Boxes around the parts, in pixels."""
        rows, columns = self.cells.shape
        waiting = [self._shrunk(Box(0, rows, 0, columns))] if self.cells.any() else []
        found = []
        while waiting:
            box = waiting.pop()
            halves = self._cut(box)
            if halves:
                waiting += halves
            else:
                found.append(self._pixels(box))
        return found

    def crop(self, box: Box) -> Box:
        """A part's box, in pixels, with the surroundings it is filled from."""
        return box.grown(self._margin(_cells(box)), self.height, self.width)

    def wanted_reduction(self, box: Box) -> int:
        """The reduction at which a part, in pixels, is filled best, were time no matter; 0 and 1 are none."""
        return min(MOST_FOR_THICKNESS, round(self._thickness(_cells(box)) / THICK))

    def _thickness(self, cells: Box) -> int:
        return int(2 * CELL * self.depth[cells.window].max())

    def _margin(self, cells: Box) -> int:
        thickness = self._thickness(cells)
        return max(thickness, min(LEAST_MARGIN, 4 * thickness))

    def _pixels(self, cells: Box) -> Box:
        return Box(
            cells.top * CELL,
            min(cells.bottom * CELL, self.height),
            cells.left * CELL,
            min(cells.right * CELL, self.width),
        )

    def _crop_area(self, cells: Box) -> int:
        return self._pixels(cells).grown(self._margin(cells), self.height, self.width).area

    def _shrunk(self, cells: Box) -> Box:
        part = self.cells[cells.window]
        rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
        return Box(
            cells.top + int(rows[0]),
            cells.top + int(rows[-1]) + 1,
            cells.left + int(columns[0]),
            cells.left + int(columns[-1]) + 1,
        )

    def _cut(self, cells: Box) -> list[Box] | None:
        whole = self._crop_area(cells)
        pairs = [pair for pair in (self._at_gap(cells, 0), self._at_gap(cells, 1)) if pair]
        pairs = [[self._shrunk(half) for half in pair] for pair in pairs]
        best = min(pairs, key=self._areas, default=None)
        if best and self._areas(best) < whole:
            return best
        # A cable across the photo and dust all over it have no gap, but nothing thin needs distant surroundings.
        if self._thickness(cells) <= THIN and max(cells.height, cells.width) * CELL > LONG:
            return [self._shrunk(half) for half in _halves(cells)]
        return None

    def _areas(self, boxes: list[Box]) -> int:
        return sum(self._crop_area(box) for box in boxes)

    def _at_gap(self, cells: Box, axis: int) -> list[Box] | None:
        """The box cut in its widest run of empty rows (axis 0) or columns (axis 1), if there is one."""
        filled = np.flatnonzero(self.cells[cells.window].any(1 - axis))
        gaps = [(b - a, (a + b) // 2) for a, b in pairwise(filled.tolist()) if b - a > 1]
        return _split(cells, axis, max(gaps)[1]) if gaps else None


def _cells(box: Box) -> Box:
    return Box(box.top // CELL, -(-box.bottom // CELL), box.left // CELL, -(-box.right // CELL))


def _halves(cells: Box) -> list[Box]:
    axis = 0 if cells.height >= cells.width else 1
    return _split(cells, axis, (cells.height, cells.width)[axis] // 2)


def _split(cells: Box, axis: int, at: int) -> list[Box]:
    top, bottom, left, right = cells
    if axis == 0:
        return [Box(top, top + at, left, right), Box(top + at, bottom, left, right)]
    return [Box(top, bottom, left, left + at), Box(top, bottom, left + at, right)]
