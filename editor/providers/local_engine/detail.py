"""Giving a fill that was made reduced the fine texture of the picture at its full size.

Each reduced pixel's match says from where it could have been copied; from there the full-size pixels are copied.
Where neighbours were matched to different places, their copies are cross-faded. What the copies change at the
reduced size is taken back, so that colours and large shapes are those of the fill.
"""

from __future__ import annotations

import cv2
import numpy as np

from . import matches
from .arrays import Floats, Hole, Picture, scaled
from .fill import sources

BAND = 512
"""Rows that are copied at a time, so that memory stays small for a hole of many megapixels."""


def reduced(picture: Picture, hole: Hole, by: int) -> tuple[Picture, Hole]:
    """Both at 1/`by` of their size, which must be a multiple; a reduced pixel is hole if any part of it was."""
    rows, columns = hole.shape[0] // by, hole.shape[1] // by
    return scaled(picture, columns, rows, cv2.INTER_AREA), _any_of(hole, by)


def _any_of(hole: Hole, by: int) -> Hole:
    blocks = hole.reshape(hole.shape[0] // by, by, hole.shape[1] // by, by)
    return np.asarray(blocks.any((1, 3)), np.bool_)


def restored(picture: Picture, hole: Hole, fill: Picture, seed: int) -> Picture:
    """The picture with its hole filled at full size after `fill`, which is the picture reduced and filled.

    The picture's sides are the same whole multiple of the fill's.
    """
    by = picture.shape[0] // fill.shape[0]
    small_hole = _any_of(hole, by)
    known = sources(small_hole)
    offsets = np.zeros((*small_hole.shape, 2), np.intp)
    if known.any():
        field = matches.find(fill, small_hole, known, seed)
        offsets[field.rows, field.columns] = np.stack([field.down, field.right], -1) * by
    copied = picture.copy()
    for top in range(0, hole.shape[0], BAND):
        _copy_band(copied, picture, hole, fill, offsets, range(top, min(top + BAND, hole.shape[0])))
    _take_back(copied, hole, fill, small_hole)
    return copied


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
            cell_row = np.clip(row, 0, fill.shape[0] - 1)
            cell_column = np.clip(column, 0, fill.shape[1] - 1)
            offset = offsets[cell_row, cell_column]
            source_row = np.clip(rows + offset[:, 0], 0, hole.shape[0] - 1)
            source_column = np.clip(columns + offset[:, 1], 0, hole.shape[1] - 1)
            # A cell outside the hole has no offset and points back into the hole: it has no say.
            weight = row_weight * column_weight * ~hole[source_row, source_column]
            total += picture[source_row, source_column] * weight[:, None]
            weights += weight
    alone = weights < 1e-6
    total /= np.maximum(weights, 1e-6)[:, None]
    total[alone] = fill[rows[alone] // by, columns[alone] // by]
    copied[rows, columns] = np.clip(total + 0.5, 0, 255).astype(np.uint8)


def _between(pixels: np.ndarray, by: int) -> tuple[np.ndarray, Floats]:
    """The cell whose centre lies before each pixel, and the weight of the next one, fading in the middle half."""
    place = (pixels + 0.5) / by - 0.5
    before = np.floor(place)
    return before.astype(np.intp), np.clip((place - before) * 2 - 0.5, 0, 1).astype(np.float32)


def _take_back(copied: Picture, hole: Hole, fill: Picture, small_hole: Hole) -> None:
    """Move the copies' colours, as seen at the reduced size, to those of the fill."""
    small = scaled(copied, fill.shape[1], fill.shape[0], cv2.INTER_AREA)
    change = (fill.astype(np.float32) - small) * small_hole[..., None]
    size = (copied.shape[1], copied.shape[0])
    for channel in range(3):
        wide = cv2.resize(change[..., channel], size, interpolation=cv2.INTER_LINEAR)
        copied[hole, channel] = np.clip(copied[hole, channel] + wide[hole] + 0.5, 0, 255).astype(np.uint8)
