"""Pictures and masks made by code, and what a person looks for in a filled one."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from editor.providers.local_engine.arrays import Floats, Hole, Picture


def sky(height: int = 240, width: int = 320, noise: float = 0.0) -> Picture:
    """A smooth gradient, lighter to the lower right, with a glow; `noise` is a standard deviation in levels."""
    row, column = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    glow = 60 * np.exp(-((row - 0.5) ** 2 + (column - 0.45) ** 2) / 0.15)
    colours = np.stack([90 + 60 * column + glow, 120 + 50 * column + glow, 170 + 20 * row + glow], -1)
    grain = np.random.default_rng(7).normal(0, noise, (height, width, 1))
    return np.clip(colours + grain + 0.5, 0, 255).astype(np.uint8)


def tiles(height: int = 240, width: int = 320, side: int = 24) -> Picture:
    """A tiled floor: speckled squares with dark joints."""
    row, column = np.mgrid[0:height, 0:width]
    joint = ((row % side) < 2) | ((column % side) < 2)
    speckle = np.random.default_rng(11).normal(0, 12, (height, width))
    light = np.where(joint, 70, 170) + speckle
    return np.asarray(np.clip(light[..., None] + np.array([12, 0, -16]), 0, 255), np.uint8)


def blob(height: int = 240, width: int = 320, share: float = 0.15) -> Hole:
    """A round hole right of the middle; its radius is `share` of the shorter side."""
    hole = np.zeros((height, width), np.uint8)
    cv2.circle(hole, (int(width * 0.55), height // 2), max(1, int(min(height, width) * share)), 1, -1)
    return hole.astype(bool)


def mask_of(hole: Hole) -> Image.Image:
    return Image.fromarray(hole.astype(np.uint8) * 255)


def texture(picture: Picture) -> Floats:
    """HxW: the standard deviation of the light in the 5 x 5 pixels around each."""
    light = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = cv2.blur(light, (5, 5))
    return np.asarray(np.sqrt(np.maximum(cv2.blur(light * light, (5, 5)) - mean * mean, 0)), np.float32)


def border_step(picture: Picture, hole: Hole) -> int:
    """The largest difference, in levels, between a pixel of the hole and its neighbour outside."""
    light = picture.astype(int)
    steps = [np.abs(np.diff(light, axis=axis))[np.diff(hole, axis=axis)].max(initial=0) for axis in (0, 1)]
    return int(max(steps))
