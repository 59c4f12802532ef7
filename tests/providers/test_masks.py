"""Masks on the wire: exactly the mask, in exactly two colours."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.imaging.foreign import read_any_mask
from editor.imaging.mask import read_mask
from editor.providers.base import MaskEncoding
from editor.providers.masks import encode_mask

sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))


def painted(size: tuple[int, int], seed: int) -> Image.Image:
    """A mask with at least its first pixel painted."""
    hole = np.random.default_rng(seed).random(size[::-1]) < 0.3
    hole[0, 0] = True
    return Image.fromarray(hole.astype(np.uint8) * 255)


@given(size=sizes, seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_every_mask_survives_every_encoding(size: tuple[int, int], seed: int) -> None:
    mask = painted(size, seed)
    encodings: tuple[MaskEncoding, ...] = ("white on black", "#7878CD on transparent", "#7878CD on black")
    for encoding in encodings:
        assert read_any_mask(encode_mask(mask, encoding), size).tobytes() == mask.tobytes()
    assert read_mask(encode_mask(mask, "#7878CD on transparent"), size).tobytes() == mask.tobytes()


@pytest.mark.parametrize(
    ("encoding", "mode", "erase", "keep"),
    [
        ("white on black", "L", 255, 0),
        ("#7878CD on transparent", "RGBA", (120, 120, 205, 255), (0, 0, 0, 0)),
        ("#7878CD on black", "RGB", (120, 120, 205), (0, 0, 0)),
    ],
)
def test_the_colours_are_the_services(encoding: MaskEncoding, mode: str, erase: object, keep: object) -> None:
    mask = Image.new("L", (9, 5))
    mask.putpixel((8, 4), 255)

    with Image.open(BytesIO(encode_mask(mask, encoding))) as png:
        assert (png.format, png.mode, png.size) == ("PNG", mode, (9, 5))
        assert png.getpixel((8, 4)) == erase
        assert png.getpixel((7, 4)) == keep
        assert not png.info
