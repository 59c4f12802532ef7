"""The edge of a coarse mask drawn anew at up to 1 MP, and the mask at full size.

Near the coarse edge each pixel goes to the side whose colours around there it resembles (two normal distributions a
place, from box filters); where the sides look alike, the coarse edge stays. What comes of it is a smooth level, and
the full-size mask is where that level, interpolated, is above a half.
"""

from __future__ import annotations

import cv2
import numpy as np

from .cutting import Bits, Floats, Pixels, filled, small, without_specks
from .deadline import Deadline

FINE_PIXELS = 1_000_000
HASTY_PIXELS = 120_000
ENOUGH = 0.3
"""Seconds that must be left for the finer of the two; it takes about 0.1."""

_GRAIN = 9.0  # variance that every colour is allowed, on the scale 0..255: noise is no edge
_SPECKS = 0.02
_HOLES = 0.05


def refined(crop: Pixels, coarse: Bits, until: Deadline, *, tidy: bool) -> Bits:
    """The mask (0 and 1) of the crop's size from a coarse one of the same region; less fine where time is short."""
    if until.over:
        whole = cv2.resize(coarse.astype(np.float32), (crop.shape[1], crop.shape[0]), interpolation=cv2.INTER_LINEAR)
        return (np.asarray(whole) > 0.5).astype(np.uint8)
    fine = small(crop, FINE_PIXELS if until.left > ENOUGH else HASTY_PIXELS)
    size = fine.shape[1], fine.shape[0]
    level = np.asarray(cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR), np.float32)
    step = max(size[0] / coarse.shape[1], size[1] / coarse.shape[0])
    reach = max(3, round(1.6 * step))
    level = _redrawn(fine.astype(np.float32), level, reach)
    whole = cv2.resize(level, (crop.shape[1], crop.shape[0]), interpolation=cv2.INTER_LINEAR)
    mask = (np.asarray(whole) > 0.5).astype(np.uint8)
    return filled(without_specks(mask, _SPECKS), _HOLES) if tidy and mask.any() else mask


def _redrawn(pixels: Floats, level: Floats, reach: int) -> Floats:
    mask = (level > 0.5).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    kernel = np.ones((3, 3), np.uint8)
    surely_in = np.asarray(cv2.erode(mask, kernel, iterations=max(1, reach // 2)), np.uint8)
    surely_out = 1 - np.asarray(cv2.dilate(mask, kernel, iterations=max(1, reach // 2)), np.uint8)
    band = (cv2.dilate(mask, disc) - cv2.erode(mask, disc, borderType=cv2.BORDER_CONSTANT, borderValue=1)) > 0
    window = (4 * reach + 1, 4 * reach + 1)
    inside, outside = (_colours(pixels, part, window, band) for part in (surely_in, surely_out))
    here = pixels[band]
    lead = _unlikeness(here, *outside) - _unlikeness(here, *inside)
    known = np.minimum(inside[2], outside[2]) > 0.02
    prior = np.asarray(cv2.GaussianBlur(level, (0, 0), reach / 2), np.float32)[band]
    # The coarse edge counts as evidence too, more the further away.
    evidence = np.where(known, np.clip(lead, -6, 6), 0) + 10 * (prior - 0.5)
    drawn = level.copy()
    drawn[band] = 1 / (1 + np.exp(-evidence))
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), 1.0), np.float32)


def _colours(
    pixels: Floats, part: Bits, window: tuple[int, int], band: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> tuple[Floats, Floats, Floats]:
    """Mean and variance of the colours of `part` around each pixel of the band, and how much of it is there."""
    weight = part.astype(np.float32)
    much = np.asarray(cv2.blur(weight, window), np.float32)[band]
    of = np.maximum(much, 1e-4)[:, None]
    mean = np.asarray(cv2.blur(pixels * weight[..., None], window), np.float32)[band] / of
    square = np.asarray(cv2.blur(pixels * pixels * weight[..., None], window), np.float32)[band] / of
    variance = np.maximum(square - mean * mean, 0) + np.float32(_GRAIN)
    return mean.astype(np.float32), variance.astype(np.float32), much


def _unlikeness(here: Floats, mean: Floats, variance: Floats, _much: Floats) -> Floats:
    apart: Floats = ((here - mean) ** 2 / variance + np.log(variance)).sum(axis=1) / 2
    return apart
