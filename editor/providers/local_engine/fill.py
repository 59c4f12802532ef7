"""Filling a hole: PatchMatch where its library loads, OpenCV's Telea where it does not."""

from __future__ import annotations

from functools import cache
from types import ModuleType

import cv2
import numpy as np

from .arrays import Hole, NothingToCopy, Picture

RADIUS = 3
"""PatchMatch compares squares of 2 * RADIUS + 1 pixels a side."""

TELEA_RADIUS = 5


@cache
def patchmatch() -> ModuleType | None:
    """The PatchMatch library, or None where its wheel is missing or does not load."""
    try:
        import patchmatch as library
    except (ImportError, OSError):
        return None
    return library if library.patchmatch_available else None


def grown(hole: Hole, radius: int) -> Hole:
    """The hole and every pixel within `radius` of it, measured along rows and columns."""
    square = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return cv2.dilate(hole.astype(np.uint8), square).astype(bool)


def sources(hole: Hole, radius: int = RADIUS) -> Hole:
    """The pixels whose whole patch is known and inside the picture: what can be copied from."""
    free: Hole = ~grown(hole, radius)
    free[:radius] = free[-radius:] = False
    free[:, :radius] = free[:, -radius:] = False
    return free


def fill(picture: Picture, hole: Hole, seed: int) -> Picture:
    """The picture with its hole filled; every other pixel as it was. The same seed gives the same bytes.

    Raises NothingToCopy where the picture is all hole.
    """
    if hole.all():
        raise NothingToCopy
    library = patchmatch()
    if library is None or not sources(hole).any():
        return telea(picture, hole)
    library.set_random_seed(seed % 2**32)
    filled: Picture = library.inpaint(np.ascontiguousarray(picture), np.ascontiguousarray(hole), patch_size=RADIUS)
    return filled


def telea(picture: Picture, hole: Hole) -> Picture:
    """A. Telea, An image inpainting technique based on the fast marching method, 2004."""
    edge = 2 * TELEA_RADIUS
    # OpenCV reads past the edges of a picture a pixel or two wide, and what lies there differs from run to run.
    wide, wide_hole = (
        cv2.copyMakeBorder(each, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
        for each in (picture, hole.astype(np.uint8))
    )
    filled = cv2.inpaint(wide, wide_hole, TELEA_RADIUS, cv2.INPAINT_TELEA)
    return np.ascontiguousarray(filled[edge:-edge, edge:-edge])
