"""The arrays the engine works on, and the one thing that can be wrong with them."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""HxWx3, RGB."""

Hole = npt.NDArray[np.bool_]
"""HxW, True where the picture is to be filled."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def scaled(picture: Picture, columns: int, rows: int, how: int) -> Picture:
    """The picture at that size; `how` is one of OpenCV's interpolations."""
    return np.asarray(cv2.resize(picture, (columns, rows), interpolation=how), np.uint8)


class NothingToCopy(Exception):
    """So little of the picture is outside the hole that there is nothing to fill it with."""


class Box(NamedTuple):
    """Rows top..bottom and columns left..right of a picture, the ends not included, in pixels."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def area(self) -> int:
        return self.height * self.width

    @property
    def window(self) -> tuple[slice, slice]:
        """Indexes the box's pixels in an array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, margin: int, height: int, width: int) -> "Box":
        """This box and `margin` pixels around it, as far as the picture goes."""
        return Box(
            max(0, self.top - margin),
            min(height, self.bottom + margin),
            max(0, self.left - margin),
            min(width, self.right + margin),
        )
