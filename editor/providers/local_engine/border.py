"""Matching brightness and colour at a hole's border: a membrane over the fill.

Along the border a plane is fitted to what is near on each side, the picture's outside and the fill's inside. Where
the planes meet at different heights, the difference is spread smoothly into the hole and added to the fill. It is
trusted where both sides are calm, as on a wall or a ceiling; in texture it would only smear, and where the sides are
very different something ends at the border and shall.
"""

from __future__ import annotations

import cv2
import numpy as np

from .arrays import Floats, Hole, Picture
from .fill import grown

REACH = 4.0
"""The planes see this far, in pixels (a standard deviation)."""

LEVEL = 0.3
"""How strongly planes prefer to be level, as a share of REACH²: along an edge of few pixels a slope is only noise."""

CALM = 40.0
"""The variance, both sides' together, at which a place is trusted half."""

JUMP = 16.0
"""The difference, in levels, at which a place is trusted a quarter."""

DOUBTED, TRUSTED = 0.2, 0.5
"""Mean trust of the border around: below the first nothing is changed, from the second on all of it."""


def matched(picture: Picture, hole: Hole, fill: Picture) -> Picture:
    """The fill, moved in brightness and colour inside the hole so that it meets the picture around it.

    `fill` differs from `picture` in the hole only, and so does the result.
    """
    inside = hole.astype(np.float32)
    values = fill.astype(np.float32)
    outer, outer_variance = _planes(values, 1 - inside)
    inner, inner_variance = _planes(values, inside)
    rim = hole & grown(~hole, 1)
    change = (outer - inner).clip(-JUMP, JUMP)
    jump = ((outer - inner) ** 2).mean(-1)
    trust = rim / (1 + (outer_variance + inner_variance) / CALM) / (1 + jump / JUMP**2) ** 2
    spread = _spread(change * trust[..., None], trust)
    mean_trust = _spread((trust * rim)[..., None], rim.astype(np.float32))
    spread *= ((mean_trust - DOUBTED) / (TRUSTED - DOUBTED)).clip(0, 1)
    spread = np.asarray(cv2.GaussianBlur(spread, (0, 0), REACH / 2), np.float32)
    result = picture.copy()
    result[hole] = np.clip(values[hole] + spread[hole] + 0.5, 0, 255).astype(np.uint8)
    return result


def _planes(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """For each pixel the height there of the plane through the weighted values around it, and their variance."""
    height, width = weights.shape
    down, right = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(REACH)

    def near(each: Floats) -> Floats:
        return np.asarray(cv2.GaussianBlur(each, (0, 0), REACH, borderType=cv2.BORDER_CONSTANT), np.float32)

    # Moments about the origin, then about each pixel: one blur each, however wide the reach.
    mass = near(weights) + 1e-6
    mean_down, mean_right = near(weights * down) / mass - down, near(weights * right) / mass - right
    square_down = near(weights * down * down) / mass - 2 * down * mean_down - down**2 + LEVEL
    square_right = near(weights * right * right) / mass - 2 * right * mean_right - right**2 + LEVEL
    cross = near(weights * down * right) / mass - down * mean_right - right * mean_down - down * right
    # The covariance of the places, inverted, times that of places and values: the slopes.
    a, b, c = square_down - mean_down**2, square_right - mean_right**2, cross - mean_down * mean_right
    determinant = np.maximum(a * b - c * c, LEVEL**2)
    heights, variance = [], np.zeros((height, width), np.float32)
    for channel in range(values.shape[2]):
        value = values[..., channel]
        mean = near(weights * value) / mass
        with_down = near(weights * value * down) / mass - mean * (mean_down + down)
        with_right = near(weights * value * right) / mass - mean * (mean_right + right)
        slope_down = (b * with_down - c * with_right) / determinant
        slope_right = (a * with_right - c * with_down) / determinant
        heights.append(mean - slope_down * mean_down - slope_right * mean_right)
        variance += near(weights * value * value) / mass - mean**2
    return np.stack(heights, -1), np.maximum(variance, 0) / values.shape[2]


def _spread(sums: Floats, weights: Floats) -> Floats:
    """HxWxC `sums` of weighted values, HxW `weights`: the mean value everywhere, of what is near where something is.

    Pull and push: S. J. Gortler et al., The Lumigraph, SIGGRAPH 1996, section 3.4.
    """
    sums = sums.astype(np.float32).reshape(*weights.shape, -1)
    own = weights.clip(0, 1)[..., None].astype(np.float32)
    mean = sums / np.maximum(weights, 1e-9)[..., None]
    if max(weights.shape) == 1:
        return np.asarray(mean, np.float32)
    even = [(0, side % 2) for side in weights.shape]
    half_sums = _pooled(np.pad(sums, [*even, (0, 0)]))
    half_weights = _pooled(np.pad(weights, even).astype(np.float32))
    far = _spread(half_sums, half_weights)
    size = (2 * far.shape[1], 2 * far.shape[0])
    wide = cv2.resize(far, size, interpolation=cv2.INTER_LINEAR).reshape(size[1], size[0], -1)
    return np.asarray(mean * own + wide[: weights.shape[0], : weights.shape[1]] * (1 - own), np.float32)


def _pooled(values: Floats) -> Floats:
    """The sums of blocks of 2 x 2."""
    pooled: Floats = values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2]
    return pooled
