"""The light that falls on the surroundings of a hole, taken off before filling and put back after.

PatchMatch copies brightness along with texture. On a wall or a sky that grows lighter towards one side, copies from
elsewhere meet the border but leave ridges inside; where a lamp's glow is covered, nothing bright enough is left to
copy. So a smooth surface is fitted to the logarithm of the known colours around the hole. Where it explains them well
the hole is filled in the picture divided by it, and the fill multiplied by it again: brightness and colour then go
on over the border and through the hole without a seam. Elsewhere the picture is filled as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Hole, Picture

ORDER = 4
TERMS = [(i, j) for i in range(ORDER + 1) for j in range(ORDER + 1 - i)]

CELLS = 48
"""The surface is fitted to means over a grid of about this many cells along the crop's longer side."""

BLUR = 2.0
"""Cells over which texture is averaged before judging the surface."""

ASTRAY = 0.25
"""How far from the surface, in standard deviations of the surroundings, all but STRAY of the smoothed cells may lie.
Where flat areas meet in an edge or a corner, which is no light, the surface strays by 0.27 to 0.54; on a
brick wall under a lamp by 0.19, on a bare one by 0.12."""

STRAY = 0.05

FAINT = 0.004
"""Surroundings that vary less than this (of a logarithm, so about 0.4 %) have no light worth taking off."""

DARKEST = 4.0
BEYOND = 0.2
"""How far, in logarithms, the surface may go on rising or falling beyond what was seen around the hole."""

BRIGHTEST = 240.0
BAND = 256


@dataclass(frozen=True)
class Light:
    """A smooth surface over a picture: exp(surface) is how much brighter than on the whole each place is lit."""

    rows: Floats
    columns: Floats
    weights: Floats
    lowest: Floats
    highest: Floats
    level: Floats

    def taken_off(self, picture: Picture) -> Picture:
        """The picture as if evenly lit."""
        return self._in_bands(picture, np.divide)

    def put_on(self, picture: Picture) -> Picture:
        """An evenly lit picture in this light."""
        return self._in_bands(picture, np.multiply)

    def _in_bands(self, picture: Picture, change: Callable[[Floats, Floats], Floats]) -> Picture:
        result = np.empty_like(picture)
        for top in range(0, len(picture), BAND):
            band = slice(top, top + BAND)
            changed = change(picture[band].astype(np.float32), self._factor(band))
            result[band] = np.clip(changed + 0.5, 0, 255).astype(np.uint8)
        return result

    def _factor(self, band: slice) -> Floats:
        surface = np.stack([self.rows[band] @ weights @ self.columns.T for weights in self.weights], -1)
        factor: Floats = np.exp(np.clip(surface, self.lowest, self.highest) - self.level)
        return factor


def around(picture: Picture, hole: Hole) -> Light | None:
    """The light around the hole, or None where there is none to speak of or it is not simple."""
    colours, trust = _grid(picture, hole)
    if np.count_nonzero(trust) < 4 * len(TERMS):
        return None
    height, width = trust.shape
    rows, columns = _powers(height), _powers(width)
    terms = np.stack([np.outer(rows[:, i], columns[:, j]).ravel() for i, j in TERMS], -1)
    root = np.sqrt(trust).reshape(-1, 1)
    seen = colours.reshape(-1, 3)
    found = np.linalg.lstsq(terms * root, seen * root, rcond=1e-6)[0]
    surface = (terms @ found).reshape(height, width, 3)
    if not _explains(surface, colours, trust):
        return None
    return _light(hole.shape, found, surface[trust > 0], colours[trust > 0])


def _grid(picture: Picture, hole: Hole) -> tuple[Floats, Floats]:
    """The logarithm of the known colours' means in cells, and how much each cell counts: nearer ones more."""
    cell = max(1, -(-max(hole.shape) // CELLS))
    size = (max(1, hole.shape[1] // cell), max(1, hole.shape[0] // cell))
    known = cv2.resize((~hole).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    shown = picture.copy()
    shown[hole] = 0
    sums = cv2.resize(shown, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    colours = np.log(np.maximum(sums / np.maximum(known, 1e-6)[..., None], DARKEST))
    # Cells that are mostly hole have too few known pixels for a mean that is not noise.
    near = np.minimum(cv2.distanceTransform((known > 0.5).astype(np.uint8), cv2.DIST_L2, 3), CELLS)
    reach = max(3.0, 0.5 * float(np.sqrt(np.count_nonzero(known <= 0.5))))
    return colours, np.where(known > 0.5, 1 / (1 + (near / reach) ** 2), 0).astype(np.float32)


def _explains(surface: Floats, colours: Floats, trust: Floats) -> bool:
    weight = trust[..., None]
    mass = np.maximum(cv2.GaussianBlur(trust, (0, 0), BLUR), 1e-6)[..., None]

    def smooth(values: Floats) -> Floats:
        return np.asarray(cv2.GaussianBlur((values * weight).astype(np.float32), (0, 0), BLUR) / mass)

    seen = smooth(colours)
    around_mean = seen - (seen * weight).sum((0, 1)) / trust.sum()
    deviation = float(np.sqrt((around_mean**2 * weight).sum() / trust.sum() / 3))
    astray = np.abs(smooth(colours - surface))[trust > 0].max(-1)
    return deviation > FAINT and float(np.quantile(astray, 1 - STRAY)) < ASTRAY * deviation


def _light(shape: tuple[int, int], found: Floats, surface: Floats, colours: Floats) -> Light:
    """`surface` and `colours` are those of the trusted cells."""
    weights = np.zeros((3, ORDER + 1, ORDER + 1), np.float32)
    for (i, j), term in zip(TERMS, found, strict=True):
        weights[:, i, j] = term
    # Evenly lit at the mean of the light, or lower where that would push colours past white.
    level = np.minimum(surface.mean(0), np.log(BRIGHTEST) - np.quantile(colours - surface, 0.99, axis=0))
    bounds = (surface.min(0) - BEYOND, surface.max(0) + BEYOND, level)
    return Light(_powers(shape[0]), _powers(shape[1]), weights, *(bound.astype(np.float32) for bound in bounds))


def _powers(count: int) -> Floats:
    """count x (ORDER + 1): the powers of each place, the places going from -1 to 1."""
    places = (np.arange(count, dtype=np.float32) + 0.5) / count * 2 - 1
    return np.asarray(places[:, None] ** np.arange(ORDER + 1), np.float32)
