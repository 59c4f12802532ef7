"""How much picture is accepted; checked before anything is decoded."""

from dataclasses import dataclass

CEILING_PIXELS = 200_000_000
"""No Limits may allow more: a decoded picture takes 4 bytes a pixel, and turning it upright takes that twice."""


@dataclass(frozen=True)
class Limits:
    """Caps on one upload. Bytes of the file; pixels, sides and frames as its header declares them."""

    max_bytes: int = 50 * 2**20
    max_pixels: int = 100_000_000
    max_side: int = 30_000
    max_frames: int = 1_000

    def __post_init__(self) -> None:
        if self.max_pixels > CEILING_PIXELS:
            raise ValueError(f"max_pixels may be at most {CEILING_PIXELS}.")
