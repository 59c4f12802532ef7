"""Rooms with a thing in them whose every pixel is known, at the size of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.int32]

SHIFT: Final = 4  # cv2 draws with sixteenths of a pixel


@dataclass(frozen=True)
class Scene:
    """`truth` is True where the thing is; `click` is a point that a person would press."""

    pixels: Pixels
    truth: npt.NDArray[np.bool_]
    click: tuple[float, float]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The thing's bounds."""
        y, x = np.nonzero(self.truth)
        return int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1


def overlap(mask: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    """Intersection over union."""
    return int(np.count_nonzero(mask & truth)) / max(1, int(np.count_nonzero(mask | truth)))


def scene(kind: str, size: tuple[int, int] = (1200, 800), seed: int = 1, large: float = 0.13) -> Scene:
    """A room with one thing: `large` is half its height as a share of the picture's."""
    chance = np.random.default_rng(seed)
    width, height = size
    room = _room(size, chance)
    radius = large * height
    centre = np.array([chance.uniform(0.3, 0.7) * width, chance.uniform(0.35, 0.65) * height])
    outline = _outline(kind, chance) * radius + centre
    truth = np.zeros((height, width), np.uint8)
    cv2.fillPoly(truth, [np.round(outline * 2**SHIFT).astype(np.int32)], 255, cv2.LINE_AA, SHIFT)
    thing = _painted(kind, size, centre, radius)
    share = (truth.astype(np.float32) / 255)[..., None]
    shade = cv2.GaussianBlur(np.roll(share, int(radius / 6), axis=0), (0, 0), radius / 6)[..., None]
    mixed = room * (1 - 0.35 * shade) * (1 - share) + thing * share
    mixed = cv2.GaussianBlur(mixed, (0, 0), 0.7) + chance.normal(0, 3, (height, width, 1))
    return Scene(np.clip(mixed, 0, 255).astype(np.uint8), truth > 127, (float(centre[0]), float(centre[1])))


KINDS: Final = ("ball", "bin", "star", "mug", "sign", "bag")


def _room(size: tuple[int, int], chance: np.random.Generator) -> npt.NDArray[np.float32]:
    """A wall that gets darker to one side above a floor of planks."""
    width, height = size
    y, x = np.mgrid[:height, :width].astype(np.float32)
    wall = np.array([214, 206, 196], np.float32) * (1 - 0.18 * x / width)[..., None]
    planks = 12 * np.sin(y / height * 60) + 8 * np.sin(x / width * 9 + np.floor(y / height * 19) * 2)
    floor = np.array([176, 140, 104], np.float32) + planks[..., None]
    line = height * chance.uniform(0.45, 0.8)
    return np.asarray(np.where((y > line)[..., None], floor, wall), np.float32)


def _outline(kind: str, chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """Corners around the origin, about 1 from it."""
    turn = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    if kind == "ball":
        return circle
    if kind == "bin":
        return np.array([[-0.7, -1], [0.7, -1], [0.55, 1], [-0.55, 1]])
    if kind == "star":
        reach = np.where(np.arange(10) % 2, 0.55, 1.1)
        turn = np.linspace(0, 2 * np.pi, 10, endpoint=False) + chance.uniform(0, 1)
        return np.stack([np.cos(turn), np.sin(turn)], axis=1) * reach[:, None]
    if kind == "mug":
        body = [[-0.7, -0.9], [0.55, -0.9], [0.55, -0.6], [1, -0.5], [1.05, 0.2], [0.55, 0.4], [0.5, 0.9], [-0.65, 0.9]]
        return np.array(body)
    if kind == "sign":
        tilt = chance.uniform(-0.3, 0.3)
        square = np.array([[-1, -0.8], [1, -0.8], [1, 0.8], [-1, 0.8]])
        turned = square @ np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
        return np.asarray(turned, np.float64)
    wobble = 1 + 0.15 * np.sin(3 * turn + chance.uniform(0, 6)) + 0.08 * np.sin(7 * turn)
    return circle * wobble[:, None]


def _painted(
    kind: str, size: tuple[int, int], centre: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.float32]:
    """Colours over the whole picture, of which the thing shows its part: lit from the upper left."""
    width, height = size
    y, x = np.mgrid[:height, :width].astype(np.float32)
    across, down = (x - centre[0]) / radius, (y - centre[1]) / radius
    light = np.clip(1 - 0.28 * (across + down), 0.5, 1.25)[..., None]
    colours = {
        "ball": (196, 52, 44),
        "bin": (70, 84, 92),
        "star": (236, 190, 60),
        "mug": (52, 96, 150),
        "sign": (240, 240, 236),
        "bag": (60, 120, 84),
    }
    paint = np.empty((height, width, 3), np.float32)
    paint[:] = colours[kind]
    if kind == "sign":  # a white board with a dark frame on a light wall
        frame = (np.abs(across) > 0.75) | (np.abs(down) > 0.55)
        paint[frame] = (50, 44, 40)
        return paint
    if kind == "bag":
        paint[(np.floor(across * 5) % 2) == 0] = (44, 92, 66)
    return np.asarray(paint * light, np.float32)
