"""What a service takes, and the smallest picture it takes that another fits into."""

from dataclasses import dataclass
from math import ceil, isqrt
from typing import Literal

Size = tuple[int, int]
Box = tuple[int, int, int, int]
Format = Literal["jpeg", "png", "webp", "bmp"]


@dataclass(frozen=True, kw_only=True)
class FitLimits:
    """A service's limits on one picture. All are inclusive, in pixels and bytes; None means none is known.

    `whole_picture`: the service keeps the picture, so it gets all of it and never a crop; it may still be scaled.
    Raises ValueError for limits that no picture can obey.
    """

    formats: tuple[Format, ...] = ("png", "jpeg", "webp")
    max_bytes: int | None = None
    min_side: int = 1
    max_side: int | None = None
    min_pixels: int = 1
    max_pixels: int | None = None
    max_aspect: float | None = None
    whole_picture: bool = False

    def __post_init__(self) -> None:
        if not self.formats:
            raise ValueError("A service must take at least one format.")
        if self.max_aspect is not None and self.max_aspect < 1:
            raise ValueError("max_aspect is the longer side over the shorter, so it is at least 1.")
        if not self.allow(self.padded((1, 1))):
            raise ValueError("No picture can obey these limits.")

    def allow(self, size: Size) -> bool:
        """Whether a picture of this size may be sent."""
        width, height = size
        return (
            min(size) >= self.min_side
            and (self.max_side is None or max(size) <= self.max_side)
            and width * height >= self.min_pixels
            and (self.max_pixels is None or width * height <= self.max_pixels)
            and (self.max_aspect is None or max(size) <= self.max_aspect * min(size))
        )

    def padded(self, size: Size) -> Size:
        """The smallest size around this one that is neither too small nor too narrow."""
        width, height = max(size[0], self.min_side), max(size[1], self.min_side)
        if width * height < self.min_pixels:
            # The shorter side grows first, up to a square: nothing becomes narrower.
            long, short = max(width, height), min(width, height)
            short = max(short, min(ceil(self.min_pixels / long), _root(self.min_pixels)))
            long = max(long, ceil(self.min_pixels / short))
            width, height = (long, short) if width >= height else (short, long)
        return self._wide_enough(width, height), self._wide_enough(height, width)

    def _wide_enough(self, side: int, other: int) -> int:
        if self.max_aspect is None or other <= self.max_aspect * side:
            return side
        least = ceil(other / self.max_aspect)
        # The division is rounded, the promise is not.
        return least if other <= self.max_aspect * least else least + 1


def _root(number: int) -> int:
    """The smallest integer whose square is at least the number."""
    return isqrt(number - 1) + 1
