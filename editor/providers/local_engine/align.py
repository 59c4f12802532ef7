"""Moving the matches along a hole's border by less than a reduced pixel, so that edges go on without a step.

Matches are found in whole reduced pixels. Beside the hole the full-size picture is known, so there the best
alignment can be seen: the one with which the match's surroundings look most like the border's own.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from .arrays import Floats, Hole, Picture, Places
from .fill import grown

SAMPLES = 9
"""The surroundings are compared in SAMPLES x SAMPLES places, three reduced pixels a side."""

STEPS = 5
STAY = 0.95
"""Another alignment must be better by this factor: in an even area all are equally good."""


def aligned(picture: Picture, hole: Hole, share: Floats, offsets: Places) -> Places:
    """The offsets, in full-size pixels, of reduced pixels that touch the hole, moved where they lie at its border.

    `share` says how much of each reduced pixel is hole; `offsets` is HxWx2, down and right.
    """
    by = hole.shape[0] // share.shape[0]
    rows, columns = np.nonzero((share > 0) & grown(share < 1, 1))
    reach = np.unique(np.linspace(-1.5 * by, 1.5 * by, SAMPLES).round().astype(np.intp))
    down, right = (each.ravel() for each in np.meshgrid(reach, reach, indexing="ij"))
    around_rows = (rows * by + by // 2)[:, None] + down
    around_columns = (columns * by + by // 2)[:, None] + right
    known = _known(hole, around_rows, around_columns)
    own = _at(picture, around_rows, around_columns)
    best = offsets[rows, columns]
    least = np.full(len(rows), np.inf, np.float32)
    moves = np.unique(np.linspace(-by / 2, by / 2, STEPS).round().astype(np.intp))
    for move in sorted(product(moves, moves), key=lambda move: abs(move[0]) + abs(move[1])):
        moved = offsets[rows, columns] + np.array(move)
        there = around_rows + moved[:, :1], around_columns + moved[:, 1:]
        # A place in the hole or off the picture cannot be copied, so it counts as unlike.
        unlike = ((_at(picture, *there) - own) ** 2).mean(-1)
        unlike = np.where(_known(hole, *there), unlike, 255.0**2)
        cost = (unlike * known).sum(1)
        better = cost < least * STAY
        best[better], least[better] = moved[better], cost[better]
    result = offsets.copy()
    result[rows, columns] = best
    return result


def _known(hole: Hole, rows: Places, columns: Places) -> Hole:
    height, width = hole.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    known: Hole = inside & ~hole[rows.clip(0, height - 1), columns.clip(0, width - 1)]
    return known


def _at(picture: Picture, rows: Places, columns: Places) -> Floats:
    height, width = picture.shape[:2]
    return np.asarray(picture[rows.clip(0, height - 1), columns.clip(0, width - 1)], np.float32)
