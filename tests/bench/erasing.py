"""How well the built-in engine fills what it cannot see, against OpenCV's Telea on the same pictures and masks.

Each mask hides real picture content, so the truth is known. Printed are the means over six masks a picture, the
engine's first and Telea's second: PSNR inside the mask in dB; texture, the local standard deviation inside the mask
over that of its surroundings; LBP, the distance of the two's local-binary-pattern histograms; seconds.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import skimage.data
from skimage.feature import local_binary_pattern
from sklearn.datasets import load_sample_image

from editor.providers.local_engine.arrays import Hole, Picture
from editor.providers.local_engine.erase import erase
from editor.providers.local_engine.fill import telea
from tests.providers import scenes

PACKAGED = (
    *("astronaut.png", "brick.png", "camera.png", "chelsea.png", "coffee.png", "grass.png", "gravel.png"),
    *("motorcycle_left.png", "rocket.jpg", "moon.png"),
)
SAMPLE = Path(__file__).parents[2] / "editor" / "sample" / "living-room.jpg"

TEXTURE_FLOOR = 0.8
LBP_FLOOR = 0.35
RING = 12
"""The surroundings are this many pixels wide; the RIM nearest the mask are in neither."""
RIM = 3


class Marks(NamedTuple):
    psnr: float
    texture: float
    lbp: float
    seconds: float


def pictures() -> Iterator[tuple[str, Picture]]:
    """Photos that come inside installed packages, the sample order's room, and two pictures made here."""
    folder = Path(skimage.data.__file__).parent
    for name in PACKAGED:
        yield name.split(".")[0], _read(folder / name)
    for name in ("china", "flower"):
        yield name, np.asarray(load_sample_image(f"{name}.jpg"), np.uint8)
    room = _read(SAMPLE)
    yield "room", np.asarray(cv2.resize(room, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA), np.uint8)
    yield "room, floor", np.ascontiguousarray(room[2150:2900, 1900:2900])
    yield "sky", scenes.sky(480, 640, noise=3)
    yield "tiles", scenes.tiles(480, 640, side=48)


def _read(path: Path) -> Picture:
    read = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if read is None:
        raise FileNotFoundError(path)
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)


def masks(height: int, width: int) -> Iterator[Hole]:
    """A dot, a stroke, a thick stroke, a blob, a box, two far parts."""
    side = min(height, width)

    def place(*points: tuple[float, float]) -> np.ndarray:
        return np.array([(width * x, height * y) for x, y in points], np.int32)

    def drawn(draw: Callable[[np.ndarray], object]) -> Hole:
        canvas = np.zeros((height, width), np.uint8)
        draw(canvas)
        return canvas.astype(bool)

    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = side * 0.15 * (1 + 0.25 * np.sin(3 * turn) + 0.1 * np.cos(5 * turn))
    outline = np.stack([width * 0.6 + radius * np.cos(turn), height * 0.45 + radius * np.sin(turn)], 1)
    thin = place((0.2, 0.25), (0.4, 0.4), (0.55, 0.3), (0.75, 0.45))
    thick = place((0.25, 0.7), (0.45, 0.55), (0.7, 0.75))
    (dot, egg, ball) = place((0.31, 0.62), (0.15, 0.2), (0.82, 0.8)).tolist()
    (corner,) = place((0.3, 0.35)).tolist()

    yield drawn(lambda canvas: cv2.circle(canvas, dot, int(side * 0.03), 1, -1))
    yield drawn(lambda canvas: cv2.polylines(canvas, [thin], False, 1, int(side * 0.02)))
    yield drawn(lambda canvas: cv2.polylines(canvas, [thick], False, 1, int(side * 0.08)))
    yield drawn(lambda canvas: cv2.fillPoly(canvas, [outline.astype(np.int32)], 1))
    size = (*corner, int(side * 0.22), int(side * 0.28))
    yield drawn(lambda canvas: cv2.rectangle(canvas, size, 1, -1))

    def two(canvas: np.ndarray) -> None:
        cv2.ellipse(canvas, egg, (int(side * 0.08), int(side * 0.05)), 20, 0, 360, 1, -1)
        cv2.circle(canvas, ball, int(side * 0.07), 1, -1)

    yield drawn(two)


def measure(truth: Picture, hole: Hole, fill: Callable[[Picture, Hole], Picture]) -> Marks:
    start = time.perf_counter()
    result = fill(truth, hole)
    seconds = time.perf_counter() - start
    error = float(((truth[hole].astype(float) - result[hole]) ** 2).mean())
    ring = _wider(hole, RING) & ~_wider(hole, RIM)
    texture = scenes.texture(result)
    light = cv2.cvtColor(result, cv2.COLOR_RGB2GRAY)
    find_patterns: Callable[..., np.ndarray] = local_binary_pattern
    patterns = find_patterns(light, 8, 1, "uniform").astype(int)
    inside, around = (np.bincount(patterns[where], minlength=10) / where.sum() for where in (hole, ring))
    return Marks(
        psnr=10 * float(np.log10(255**2 / max(error, 0.05))),
        texture=float(texture[hole].mean() / max(texture[ring].mean(), 0.5)),
        lbp=float(np.abs(inside - around).sum() / 2),
        seconds=seconds,
    )


def _wider(hole: Hole, by: int) -> Hole:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.dilate(hole.astype(np.uint8), disc), np.bool_)


def mean(marks: list[Marks]) -> Marks:
    return Marks(*(float(np.mean(column)) for column in zip(*marks, strict=True)))


def row(name: str, ours: Marks, theirs: Marks) -> str:
    pairs = (
        f"{ours.psnr:6.2f} {theirs.psnr:6.2f}",
        f"{ours.texture:5.2f} {theirs.texture:5.2f}",
        f"{ours.lbp:6.3f} {theirs.lbp:6.3f}",
        f"{ours.seconds:5.2f} {theirs.seconds:5.2f}",
    )
    return f"{name:16} | " + " | ".join(pairs)


def floor(name: str, value: float, bound: float, *, at_least: bool) -> str:
    holds = value >= bound if at_least else value <= bound
    sign = "≥" if at_least else "≤"
    return f"{name}: {value:.3f} {sign} {bound:.3f} {'holds' if holds else 'FAILS'}"


def report() -> Iterator[str]:
    """The table's lines, each as soon as it is known."""
    yield "Erasing: engine and Telea, r = 5, on what six masks a picture hide"
    yield f"{'':16} |  PSNR, dB     |  texture    |  LBP          |  seconds"
    ours: list[Marks] = []
    theirs: list[Marks] = []
    for name, picture in pictures():
        holes = list(masks(*picture.shape[:2]))
        ours += [measure(picture, hole, lambda truth, hole: erase(truth, hole, 1)) for hole in holes]
        theirs += [measure(picture, hole, telea) for hole in holes]
        yield row(name, mean(ours[-len(holes) :]), mean(theirs[-len(holes) :]))
    engine, simple = mean(ours), mean(theirs)
    yield row(f"mean of {len(ours)}", engine, simple)
    yield floor("PSNR against Telea's", engine.psnr, simple.psnr, at_least=True)
    yield floor("texture against the surroundings'", engine.texture, TEXTURE_FLOOR, at_least=True)
    yield floor("LBP distance against Telea's", engine.lbp / simple.lbp, LBP_FLOOR, at_least=False)


def main() -> None:
    for line in report():
        print(line, flush=True)


if __name__ == "__main__":
    main()
