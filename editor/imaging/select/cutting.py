"""GrabCut on small pictures, and what makes one object of its answer. Masks here hold 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .deadline import Deadline

Box = tuple[int, int, int, int]
Pixels = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

NEVER, SURELY, HARDLY, LIKELY = cv2.GC_BGD, cv2.GC_FGD, cv2.GC_PR_BGD, cv2.GC_PR_FGD

_SEED = 7
_MODEL = (1, 65)
# Lightness in eight steps, a and b in twenty-two: fine enough to tell things apart, coarse enough to forgive shade.
_STEPS = np.array([32, 12, 12], np.float32)
_BINS = 32
_CONTRAST = 40.0  # of colours across an outline, in Lab as OpenCV scales it: more is no better
_FAINT = 10.0  # an outline with less is none
_SHORT = 10
# An object never counts as found by fewer pixels than these.
_SPECK = 30


@dataclass(frozen=True)
class Coarse:
    """A small mask of a window (left, top, right, bottom) of a picture."""

    mask: Bits
    window: Box

    @property
    def each(self) -> tuple[float, float]:
        """How many of the picture's pixels one of the mask's is, across and down."""
        left, top, right, bottom = self.window
        return (right - left) / self.mask.shape[1], (bottom - top) / self.mask.shape[0]

    @property
    def turned(self) -> Coarse:
        """What is not set."""
        return Coarse(1 - self.mask, self.window)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Of what is set, in the picture's pixels."""
        each = self.each
        x, y = (np.flatnonzero(self.mask.any(axis=axis)) for axis in (0, 1))
        left, top = self.window[0] + x[0] * each[0], self.window[1] + y[0] * each[1]
        return left, top, self.window[0] + (x[-1] + 1) * each[0], self.window[1] + (y[-1] + 1) * each[1]

    @property
    def area(self) -> float:
        """Of what is set, in the picture's pixels."""
        return np.count_nonzero(self.mask) * self.each[0] * self.each[1]

    def place(self, at: tuple[float, float]) -> tuple[int, int]:
        """Which of the mask's pixels, across and down, is there in the picture."""
        across, down = self.each
        return int((at[0] - self.window[0]) / across), int((at[1] - self.window[1]) / down)

    def within(self, window: Box, size: tuple[int, int]) -> Coarse:
        """The same mask in another window, at so many pixels across and down; nothing is where it was not known."""
        each = self.each
        step = (window[2] - window[0]) / size[0], (window[3] - window[1]) / size[1]
        # Middles of pixels onto middles of pixels.
        moved = np.array(
            [
                [step[0] / each[0], 0, (window[0] + step[0] / 2 - self.window[0]) / each[0] - 0.5],
                [0, step[1] / each[1], (window[1] + step[1] / 2 - self.window[1]) / each[1] - 0.5],
            ]
        )
        level = cv2.warpAffine(self.mask.astype(np.float32), moved, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return Coarse((np.asarray(level) > 0.5).astype(np.uint8), window)


def small(pixels: Pixels, most: int) -> Pixels:
    """The picture reduced to at most so many pixels; as it is where it has no more."""
    height, width = pixels.shape[:2]
    share = (most / (height * width)) ** 0.5
    if share >= 1:
        return pixels
    size = max(1, int(width * share)), max(1, int(height * share))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def lab(pixels: Pixels) -> Floats:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), np.float32)


def strangeness(colours: Floats, around: Bits) -> Floats:
    """How little each pixel's colour (Lab) is one of those where `around` is set: 0 to 1."""
    steps = (colours / _STEPS).astype(np.int32)
    key = (steps[..., 0] * _BINS + steps[..., 1]) * _BINS + steps[..., 2]
    known = around > 0
    outside, inside = (np.bincount(key[part], minlength=_BINS**3).astype(np.float32) for part in (known, ~known))
    outside /= max(1.0, float(outside.sum()))
    inside /= max(1.0, float(inside.sum()))
    strange = (inside / (inside + outside + 1e-6))[key]
    return np.asarray(cv2.GaussianBlur(strange, (0, 0), 1.5), np.float32)


def cut(pixels: Pixels, seeds: Bits, rounds: int, until: Deadline) -> Bits:
    """GrabCut from seeds (NEVER, SURELY, HARDLY, LIKELY). Both sides must have a pixel.

    The first round is never left out, whatever the time.
    """
    # OpenCV keeps one generator for each thread: seeded, what was asked before does not matter.
    cv2.setRNGSeed(_SEED)
    labels = seeds.copy()
    models = np.zeros(_MODEL), np.zeros(_MODEL)
    how = cv2.GC_INIT_WITH_MASK
    for _ in range(rounds):
        cv2.grabCut(pixels, labels, (0, 0, 1, 1), *models, 1, how)  # the rectangle is not used
        how = cv2.GC_EVAL
        if until.over:
            break
    return np.asarray(labels & 1, np.uint8)


def opened(mask: Bits) -> Bits:
    """The mask without what is thinner than three pixels."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)


def part_at(mask: Bits, at: tuple[int, int], reach: int) -> Bits | None:
    """The connected part that has most pixels within `reach` of (x, y); None where none is near or it is a speck."""
    _, parts = cv2.connectedComponents(mask, connectivity=4)
    x, y = at
    near = parts[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    counts = np.bincount(near.ravel())
    counts[0] = 0
    if not counts.any():
        return None
    part: Bits = (parts == counts.argmax()).astype(np.uint8)
    return part if np.count_nonzero(part) >= _SPECK else None


def without_specks(mask: Bits, share: float) -> Bits:
    """The connected parts that have at least this share of the largest one's pixels."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    keep = (areas >= share * areas.max()) & (areas > 0)
    return np.asarray(keep[parts], np.uint8)


def filled(mask: Bits, largest: float = 1.0) -> Bits:
    """The mask with its holes filled: those of at most this share of its own pixels."""
    closed = cv2.copyMakeBorder(1 - mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    hole = stats[:, cv2.CC_STAT_AREA] <= largest * np.count_nonzero(mask)
    hole[parts[0, 0]] = False  # what reaches the edge is no hole
    holes = hole[parts[1:-1, 1:-1]] & (mask == 0)
    return np.asarray(mask | holes, np.uint8)


def across_edge(colours: Floats, mask: Bits, where: Bits, reach: int = 7) -> tuple[Floats, int]:
    """How far colours just inside and outside differ at each pixel of the mask's edge, and at how many it is too thin.

    Only at those where `where` is set and something is outside.
    """
    kernel, window = np.ones((3, 3), np.uint8), (reach, reach)
    inner = cv2.erode(mask, kernel).astype(np.float32)
    outer = (1 - cv2.dilate(mask, kernel)).astype(np.float32)
    much_in, much_out = cv2.blur(inner, window), cv2.blur(outer, window)
    edge = (mask - cv2.erode(mask, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=1)) > 0
    edge &= (where > 0) & (much_out > 0.01)
    seen = edge & (much_in > 0.01)
    inside = cv2.blur(colours * inner[..., None], window)[seen] / much_in[seen][:, None]
    outside = cv2.blur(colours * outer[..., None], window)[seen] / much_out[seen][:, None]
    across = np.asarray(np.linalg.norm(inside - outside, axis=1), np.float32)
    return across, int(np.count_nonzero(edge)) - len(across)


def outline(colours: Floats, mask: Bits, rim: Bits) -> float:
    """0 to 1: how far colours inside and outside differ along the outline, all along it, away from the rim."""
    across, _ = across_edge(colours, mask, np.ones_like(mask), 9)
    if len(across) < _SHORT:
        return 0.0
    kernel = np.ones((3, 3), np.uint8)
    edge = (mask - cv2.erode(mask, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=1)) > 0
    contrast = float(np.minimum(across, _CONTRAST).mean()) / _CONTRAST
    strong = float((across >= _FAINT).mean())
    near_rim = (np.asarray(cv2.dilate(mask, kernel)) > 0) & (rim > 0)
    cut_off = np.count_nonzero(near_rim) / np.count_nonzero(edge)
    length, area = np.count_nonzero(edge), np.count_nonzero(mask)
    round_ = min(1.0, 4 * np.pi * area / length**2) ** 0.5
    return float(contrast * strong * max(0.0, 1 - 2 * cut_off) * (0.6 + 0.4 * round_))
