"""From render to photo: the lens's falloff, the sensor's grain, and a JPEG that says nothing but its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

GRAIN = 1.9
FALLOFF = 0.07


def develop(rendered: Path, photo: Path, quality: int) -> None:
    with Image.open(rendered) as picture:
        light = np.asarray(picture.convert("RGB"), dtype=np.float32)
    light = light * _falloff(light.shape[0], light.shape[1])[..., None]
    finished = np.clip(light + _grain(light), 0, 255).round().astype(np.uint8)
    Image.fromarray(finished).save(photo, "JPEG", quality=quality, subsampling="4:2:0", optimize=True, progressive=True)


def _falloff(height: int, width: int) -> np.ndarray:
    """A lens gives its corners a little less light, with the square of the distance from the middle."""
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return (1 - FALLOFF * (x**2 + y**2) / 2).astype(np.float32)


def _grain(light: np.ndarray) -> np.ndarray:
    """Noise as a sensor leaves it after development: mostly in brightness, less in highlights, a little soft."""
    rng = np.random.default_rng(11)
    height, width, _ = light.shape
    raw = rng.normal(size=(height, width)).astype(np.float32)
    soft = (raw + 0.5 * np.roll(raw, 1, 0) + 0.5 * np.roll(raw, 1, 1)) / np.sqrt(1.5, dtype=np.float32)
    colour = rng.normal(size=(height // 2 + 1, width // 2 + 1, 3)).astype(np.float32)
    colour = colour.repeat(2, 0).repeat(2, 1)[:height, :width]
    depth = 1.15 - 0.75 * light.mean(axis=2, keepdims=True) / 255
    return GRAIN * depth * (soft[..., None] + 0.3 * colour)
