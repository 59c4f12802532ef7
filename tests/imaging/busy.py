"""Things of many colours on busy ground, whose every pixel is known: what smart select finds hardest.

Each thing shares some of its colours with the ground, and is lit, blurred and grained as one picture with it.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from tests.imaging.things import SHIFT, Scene

Floats = npt.NDArray[np.float32]

THINGS: Final = ("parasol", "cushion", "tower", "person", "parcel", "bird")
GROUNDS: Final = ("rug", "leaves", "bricks", "shelf", "pebbles")


def busy(thing: str, ground: str, size: tuple[int, int] = (1200, 800), seed: int = 1, large: float = 0.2) -> Scene:
    """A thing on a ground; `large` is half its height as a share of the picture's."""
    chance = np.random.default_rng([seed, THINGS.index(thing), GROUNDS.index(ground)])
    width, height = size
    radius = large * height
    centre = chance.uniform(0.35, 0.65) * width, chance.uniform(0.4, 0.6) * height
    y, x = np.mgrid[:height, :width].astype(np.float32)
    across, down = (x - np.float32(centre[0])) / np.float32(radius), (y - np.float32(centre[1])) / np.float32(radius)
    truth = np.zeros((height, width), np.uint8)
    for outline in _outlines(thing):
        corners = outline * radius + centre
        cv2.fillPoly(truth, [np.round(corners * 2**SHIFT).astype(np.int32)], 255, cv2.LINE_AA, SHIFT)
    share = (truth.astype(np.float32) / 255)[..., None]
    shade = cv2.GaussianBlur(np.roll(share, int(radius / 6), axis=0), (0, 0), radius / 6)[..., None]
    light = np.clip(1 - 0.2 * (across + down), 0.6, 1.2)[..., None]
    mixed = _ground(ground, x, y, height, chance) * (1 - 0.3 * shade) * (1 - share)
    mixed = mixed + _paint(thing, across, down) * light * share
    mixed = cv2.GaussianBlur(mixed, (0, 0), 0.8) + chance.normal(0, 4, (height, width, 1))
    return Scene(np.clip(mixed, 0, 255).astype(np.uint8), truth > 127, innermost(truth > 127)[0])


def innermost(part: npt.NDArray[np.bool_]) -> tuple[tuple[float, float], float]:
    """The place furthest from what is not the part, where a person would press, and how far that is."""
    framed = cv2.copyMakeBorder(part.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5))
    row, column = np.unravel_index(int(np.argmax(depth)), depth.shape)
    return (float(column) - 0.5, float(row) - 0.5), float(depth.max())


def _round(across: float, down: float, wide: float, high: float) -> npt.NDArray[np.float64]:
    turn = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    return np.stack([across + wide * np.cos(turn), down + high * np.sin(turn)], axis=1)


def _outlines(thing: str) -> list[npt.NDArray[np.float64]]:
    """Shapes around the origin, about 1 from it, that make the thing together."""
    if thing == "parasol":
        return [_round(0, 0, 1, 1)]
    if thing == "cushion":
        return [np.array([[-1, -0.8], [0, -0.7], [1, -0.8], [0.9, 0], [1, 0.8], [0, 0.72], [-1, 0.8], [-0.9, 0]])]
    if thing == "tower":
        return [
            np.array(
                [[-0.75 + 0.12 * n, y], [0.75 - 0.12 * n, y], [0.75 - 0.12 * n, y - 0.5], [-0.75 + 0.12 * n, y - 0.5]]
            )
            for n, y in enumerate((1.0, 0.5, 0.0, -0.5))
        ]
    if thing == "person":
        body = [[-0.4, -0.55], [0.4, -0.55], [0.6, 0.2], [0.42, 0.25], [0.3, -0.2], [0.33, 1.2], [0.05, 1.2], [0, 0.5]]
        body += [[-0.05, 1.2], [-0.33, 1.2], [-0.3, -0.2], [-0.42, 0.25], [-0.6, 0.2]]
        return [_round(0, -0.8, 0.24, 0.3), np.array(body)]
    if thing == "parcel":
        return [np.array([[-1, -0.3], [0.1, -0.75], [1, -0.4], [1, 0.5], [-0.05, 0.95], [-1, 0.6]])]
    return [
        _round(0, 0.1, 0.8, 0.5),
        _round(0.65, -0.4, 0.33, 0.33),
        np.array([[-0.6, 0], [-1.3, -0.5], [-1.2, 0.1], [-0.6, 0.4]]),
    ]


def _paint(thing: str, across: Floats, down: Floats) -> Floats:
    """Colours over the whole picture, of which the thing shows its part."""
    paint = np.empty((*across.shape, 3), np.float32)
    if thing == "parasol":
        colours = np.array([(200, 50, 46), (238, 232, 220), (40, 84, 150), (238, 232, 220)], np.float32)
        return np.asarray(colours[(np.floor((np.arctan2(down, across) / np.pi + 1) * 6).astype(int)) % 4], np.float32)
    if thing == "cushion":
        colours = np.array([(190, 60, 60), (228, 190, 90), (60, 120, 96), (90, 62, 120), (236, 226, 210)], np.float32)
        tiles = (np.floor(across * 2.4).astype(int) * 2 + np.floor(down * 2.4).astype(int)) % 5
        return np.asarray(colours[tiles], np.float32)
    if thing == "tower":
        colours = np.array([(212, 60, 50), (246, 200, 60), (60, 130, 200), (80, 160, 80)], np.float32)
        return np.asarray(colours[np.clip(np.floor(down / 0.5).astype(int) + 2, 0, 3)], np.float32)
    if thing == "person":
        paint[:] = (58, 74, 110)  # trousers
        paint[down < 0.3] = np.where((np.floor(down * 12) % 2 == 0)[..., None], (236, 236, 230), (180, 40, 50))[
            down < 0.3
        ]
        paint[(down > 0.0) & (np.abs(across) > 0.36) & (down < 0.3)] = (222, 176, 146)
        paint[down < -0.54] = (222, 176, 146)
        paint[down < -0.9] = (60, 40, 30)
        paint[down > 1.1] = (30, 28, 30)
        return paint
    if thing == "parcel":
        paint[:] = (186, 146, 100)
        paint[across > 0] = (150, 112, 74)
        paint[np.abs(across + 0.5) < 0.12] = (226, 214, 180)
        paint[(across > 0.3) & (across < 0.8) & (down > -0.1) & (down < 0.35)] = (240, 240, 236)
        paint[(across > 0.38) & (across < 0.72) & (down > 0) & (down < 0.08)] = (30, 30, 30)
        return paint
    paint[:] = (224, 120, 40)
    paint[down < 0.05] = (46, 84, 130)
    paint[across < -0.6] = (34, 40, 52)
    paint[(across > 0.3) & (down < -0.35)] = (30, 60, 104)
    paint[np.hypot(across - 0.72, down + 0.45) < 0.09] = (240, 236, 220)
    return paint


def _ground(ground: str, x: Floats, y: Floats, height: int, chance: np.random.Generator) -> Floats:
    if ground == "rug":
        colours = np.array([(150, 44, 40), (226, 204, 164), (44, 56, 92), (186, 130, 70)], np.float32)
        u, v = x / height * 11, y / height * 11
        motif = np.abs((u % 1) - 0.5) + np.abs((v % 1) - 0.5)
        which = np.where(
            motif < 0.18, 3, np.where(motif < 0.34, 1, np.where((np.floor(u) + np.floor(v)) % 2 == 0, 0, 2))
        )
        return np.asarray(colours[which], np.float32)
    if ground == "leaves":
        layers = [
            cv2.resize(
                chance.random((height // s, height // s * 2), np.float32), x.shape[::-1], interpolation=cv2.INTER_CUBIC
            )
            for s in (12, 30, 80)
        ]
        tone = (layers[0] * 0.5 + layers[1] * 0.35 + layers[2] * 0.3)[..., None]
        warm = (layers[1] > 0.72)[..., None]
        return np.asarray(np.where(warm, (170, 120, 50), (70, 112, 44)) * (0.35 + tone), np.float32)
    if ground == "bricks":
        row = np.floor(y / height * 14)
        column = np.floor(x / height * 6 + 0.5 * (row % 2))
        tone = chance.uniform(0.7, 1.25, 4096).astype(np.float32)[(row * 57 + column).astype(int) % 4096][..., None]
        joint = ((y / height * 14) % 1 < 0.1) | ((x / height * 6 + 0.5 * (row % 2)) % 1 < 0.045)
        return np.asarray(
            np.where(joint[..., None], (200, 194, 184), np.array((160, 84, 62), np.float32) * tone), np.float32
        )
    if ground == "shelf":
        row = np.floor(y / height * 4)
        book = np.floor(x / height * 22 + 3 * np.sin(x / height * 7 + row * 9))
        colours = chance.integers(25, 235, (4096, 3)).astype(np.float32)
        grey = colours.mean(axis=1, keepdims=True)
        picked = (grey + 0.7 * (colours - grey))[(row * 199 + book).astype(int) % 4096]
        return np.asarray(np.where(((y / height * 4) % 1 < 0.08)[..., None], (110, 76, 48), picked), np.float32)
    count = 500
    seeds = np.stack([chance.uniform(0, x.shape[1], count), chance.uniform(0, x.shape[0], count)], axis=1)
    marks = np.ones(x.shape, np.uint8)
    marks[seeds[:, 1].astype(int), seeds[:, 0].astype(int)] = 0
    away, labels = cv2.distanceTransformWithLabels(marks, cv2.DIST_L2, 5)
    tones = chance.uniform(90, 215, (count + 2, 1)) + chance.normal(0, 14, (count + 2, 3))
    dark = np.clip(1.15 - np.asarray(away) / (height / 22), 0.45, 1)[..., None]
    return np.asarray(tones.astype(np.float32)[np.asarray(labels)] * dark, np.float32)
