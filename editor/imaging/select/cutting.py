"""GrabCut on small pictures, and what makes one object of its answer. Masks here hold 0 and 1."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

NEVER, SURELY, HARDLY, LIKELY = cv2.GC_BGD, cv2.GC_FGD, cv2.GC_PR_BGD, cv2.GC_PR_FGD

_SEED = 7
_MODEL = (1, 65)
# Lightness in eight steps, a and b in twenty-two: fine enough to tell things apart, coarse enough to forgive shade.
_STEPS = np.array([32, 12, 12], np.float32)
_BINS = 32
# An object never counts as found by fewer pixels than these.
_SPECK = 30


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


def cut(pixels: Pixels, seeds: Bits, rounds: int) -> Bits:
    """GrabCut from seeds (NEVER, SURELY, HARDLY, LIKELY). Both sides must have a pixel."""
    # OpenCV keeps one generator for each thread: seeded, what was asked before does not matter.
    cv2.setRNGSeed(_SEED)
    labels = seeds.copy()
    models = np.zeros(_MODEL), np.zeros(_MODEL)
    cv2.grabCut(pixels, labels, (0, 0, 1, 1), *models, rounds, cv2.GC_INIT_WITH_MASK)  # the rectangle is not used
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
