"""Giving a fill that was made reduced the fine texture of the picture at its full size.

Each reduced pixel's match says from where it could have been copied; from there the full-size pixels are copied.
Where neighbours were matched to different places, their copies are cross-faded. What the copies change at the
reduced size is taken back, so that colours and large shapes are those of the fill.
"""

from __future__ import annotations

import cv2
import numpy as np

from . import matches
from .align import aligned
from .arrays import Floats, Hole, Picture, scaled
from .fill import sources

MOST_CHANGE = 24
"""Levels. A copy that is further from the fill than this lies beside an edge; moved, it would show as a ghost of it."""

BAND = 512
"""Rows that are copied at a time, so that memory stays small for a hole of many megapixels."""


def reduced(picture: Picture, hole: Hole, by: int) -> tuple[Picture, Hole]:
    """Both at 1/`by` of their size, which must be a multiple.

    A reduced pixel shows the mean of what is known in it, and is hole where that is less than half.
    """
    share = _share(hole, by)
    shown = picture.copy()
    shown[hole] = 0
    columns, rows = share.shape[1], share.shape[0]
    sums = scaled(shown, columns, rows, cv2.INTER_AREA)
    known = np.maximum(1 - share, 0.25)[..., None]
    return np.clip(sums / known + 0.5, 0, 255).astype(np.uint8), share > 0.5


def restored(picture: Picture, hole: Hole, fill: Picture, seed: int) -> Picture:
    """The picture with its hole filled at full size after `fill`, which is the picture reduced and filled.

    The picture's sides are the same whole multiple of the fill's.
    """
    by = picture.shape[0] // fill.shape[0]
    share = _share(hole, by)
    touched = share > 0
    known = sources(touched)
    offsets = np.zeros((*touched.shape, 2), np.intp)
    if known.any():
        field = matches.find(fill, touched, known, seed)
        offsets[field.rows, field.columns] = np.stack([field.down, field.right], -1) * by
        offsets = aligned(picture, hole, share, offsets)
    copied = picture.copy()
    for top in range(0, hole.shape[0], BAND):
        _copy_band(copied, picture, hole, fill, offsets, range(top, min(top + BAND, hole.shape[0])))
    _take_back(copied, hole, fill, share)
    return copied


def _share(hole: Hole, by: int) -> Floats:
    """How much of each reduced pixel is hole, 0..1."""
    size = (hole.shape[1] // by, hole.shape[0] // by)
    return np.asarray(cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def _copy_band(
    copied: Picture,
    picture: Picture,
    hole: Hole,
    fill: Picture,
    offsets: np.ndarray,
    band: range,
) -> None:
    by = picture.shape[0] // fill.shape[0]
    rows, columns = np.nonzero(hole[band.start : band.stop])
    rows += band.start
    total: Floats = np.zeros((len(rows), 3), np.float32)
    weights: Floats = np.zeros(len(rows), np.float32)
    (upper, down), (left, right) = _between(rows, by), _between(columns, by)
    for row, row_weight in ((upper, 1 - down), (upper + 1, down)):
        for column, column_weight in ((left, 1 - right), (left + 1, right)):
            weight = row_weight * column_weight
            who = np.flatnonzero(weight)
            cell = np.clip(row[who], 0, fill.shape[0] - 1), np.clip(column[who], 0, fill.shape[1] - 1)
            offset = offsets[cell]
            source_row = np.clip(rows[who] + offset[:, 0], 0, hole.shape[0] - 1)
            source_column = np.clip(columns[who] + offset[:, 1], 0, hole.shape[1] - 1)
            # A cell outside the hole has no offset and points back into the hole: it has no say.
            say = weight[who] * ~hole[source_row, source_column]
            total[who] += picture[source_row, source_column] * say[:, None]
            weights[who] += say
    alone = weights < 1e-6
    total /= np.maximum(weights, 1e-6)[:, None]
    total[alone] = fill[rows[alone] // by, columns[alone] // by]
    copied[rows, columns] = np.clip(total + 0.5, 0, 255).astype(np.uint8)


def _between(pixels: np.ndarray, by: int) -> tuple[np.ndarray, Floats]:
    """The cell whose centre lies before each pixel, and the weight of the next one, fading in the middle half."""
    place = (pixels + 0.5) / by - 0.5
    before = np.floor(place)
    return before.astype(np.intp), np.clip((place - before) * 2 - 0.5, 0, 1).astype(np.float32)


def _take_back(copied: Picture, hole: Hole, fill: Picture, share: Floats) -> None:
    """Move the copies' colours, as seen at the reduced size, to those of the fill."""
    alone = copied.copy()
    alone[~hole] = 0
    sums = scaled(alone, fill.shape[1], fill.shape[0], cv2.INTER_AREA)
    # Where most of a reduced pixel is known, the fill shows that and not what belongs beside it: ask its neighbours.
    filled = (share > 0.5).astype(np.float32)
    change = (fill - sums / np.maximum(share, 0.5)[..., None]) * filled[..., None]
    weight = cv2.blur(filled, (3, 3))
    around = cv2.blur(change, (3, 3)) / np.maximum(weight, 0.1)[..., None]
    change = np.where(filled[..., None] > 0, change, around).clip(-MOST_CHANGE, MOST_CHANGE).astype(np.float32)
    size = (copied.shape[1], copied.shape[0])
    for channel in range(3):
        wide = cv2.resize(change[..., channel], size, interpolation=cv2.INTER_LINEAR)
        copied[hole, channel] = np.clip(copied[hole, channel] + wide[hole] + 0.5, 0, 255).astype(np.uint8)
