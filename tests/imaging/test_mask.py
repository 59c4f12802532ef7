"""A mask says of each pixel whether it goes, exactly, and a wrong one is refused by name."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from editor.imaging import bilevel
from editor.imaging.errors import PictureError
from editor.imaging.foreign import read_any_mask
from editor.imaging.mask import ERASE, KEEP, mask_bounds, read_mask, write_mask
from tests.imaging import make

SIZE = (13, 7)


def painted(box: tuple[int, int, int, int] = (2, 1, 9, 5), size: tuple[int, int] = SIZE) -> Image.Image:
    mask = Image.new("L", size)
    mask.paste(255, box)
    return mask


def in_colours(mask: Image.Image) -> Image.Image:
    picture = Image.new("RGBA", mask.size, KEEP)
    picture.paste(ERASE, mask=mask)
    return picture


def refused(data: bytes, size: tuple[int, int] = SIZE) -> PictureError:
    with pytest.raises(PictureError) as caught:
        read_mask(data, size)
    assert caught.value.sentence.endswith(".")
    return caught.value


masks = arrays.arrays(
    np.bool_,
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
).filter(lambda bits: bool(bits.any()))


@settings(deadline=None)
@given(masks)
def test_a_mask_comes_back_as_it_was_written(bits: np.ndarray) -> None:
    mask = Image.fromarray(bits.astype(np.uint8) * 255)
    data = write_mask(mask)
    for read in (read_mask, read_any_mask):
        back = read(data, mask.size)
        assert (back.mode, back.tobytes()) == ("L", mask.tobytes())


@settings(deadline=None)
@given(masks)
def test_every_way_to_store_the_two_colours_gives_the_same_mask(bits: np.ndarray) -> None:
    mask = Image.fromarray(bits.astype(np.uint8) * 255)
    indexed = Image.fromarray(bits.astype(np.uint8)).convert("P")
    indexed.putpalette([*KEEP[:3], *ERASE[:3]])
    turned = Image.fromarray((~bits).astype(np.uint8)).convert("P")
    turned.putpalette([*ERASE[:3], *KEEP[:3]])
    for data in (
        make.saved(in_colours(mask), "PNG"),
        make.saved(indexed, "PNG", bits=1, transparency=0),
        make.saved(indexed, "PNG", bits=8, transparency=0),
        make.saved(turned, "PNG", bits=1, transparency=1),
    ):
        assert read_mask(data, mask.size).tobytes() == mask.tobytes()


def test_the_masked_png_has_one_bit_and_exactly_two_colours() -> None:
    data = write_mask(painted())
    with Image.open(BytesIO(data)) as image:
        assert data[24:26] == b"\x01\x03"  # one bit, palette
        assert image.size == SIZE
        colours = {colour for _, colour in image.convert("RGBA").getcolors() or []}
    assert colours == {KEEP, ERASE}
    assert b"PLTE" + bytes([0, 0, 0, 120, 120, 205]) in data
    assert b"tRNS\0" in data


def test_the_editors_kind_of_png_takes_the_short_way() -> None:
    assert bilevel.read_bits(write_mask(painted()), SIZE) is not None


def test_a_mask_over_the_whole_photo_is_allowed() -> None:
    assert read_mask(write_mask(Image.new("L", SIZE, 255)), SIZE).getextrema() == (255, 255)


def test_an_empty_mask_is_refused_kindly() -> None:
    for data in (write_mask(Image.new("L", SIZE)), make.saved(Image.new("RGBA", SIZE), "PNG")):
        assert refused(data).code == "mask_empty"


def test_a_mask_of_another_size_is_refused_with_both_sizes() -> None:
    error = refused(write_mask(painted()), (20, 10))
    assert error.code == "mask_size"
    assert "13 × 7" in error.sentence
    assert "20 × 10" in error.sentence


def test_a_mask_that_is_no_png_is_refused() -> None:
    assert refused(make.saved(painted(), "JPEG")).code == "mask_not_png"
    assert refused(b"").code == "mask_not_png"


@pytest.mark.parametrize(
    "colour", [(0, 0, 0, 1), (0, 0, 0, 255), (120, 120, 205, 254), (121, 120, 205, 255), (255,) * 4]
)
def test_one_pixel_of_another_colour_is_enough_to_refuse(colour: tuple[int, ...]) -> None:
    picture = in_colours(painted())
    picture.putpixel((6, 3), colour)
    assert refused(make.saved(picture, "PNG")).code == "mask_colours"


def test_a_palette_with_a_wrong_colour_is_refused_only_when_it_is_used() -> None:
    indexed = painted().point([0] * 128 + [1] * 128).convert("P")
    indexed.putpalette([*KEEP[:3], *ERASE[:3], 255, 0, 0])
    assert read_mask(make.saved(indexed, "PNG", bits=8, transparency=0), SIZE).tobytes() == painted().tobytes()
    indexed.putpixel((0, 0), 2)
    assert refused(make.saved(indexed, "PNG", bits=8, transparency=0)).code == "mask_colours"


def test_a_mask_cut_short_or_damaged_is_refused() -> None:
    data = write_mask(painted(size=(400, 300)))
    for length in range(8, data.index(b"IEND") - 16):
        assert refused(data[:length], (400, 300)).code in {"mask_unreadable", "mask_size"}
    broken = bytearray(data)
    broken[data.index(b"IDAT") + 8] ^= 0xFF
    assert refused(bytes(broken), (400, 300)).code == "mask_unreadable"


def test_a_mask_that_inflates_to_more_than_its_size_is_not_followed() -> None:
    rows = [b"\x80\0"] * 7 + [b"\0" * 50_000_000]
    data = make.png(SIZE, 1, 3, rows, (b"PLTE", bytes([0, 0, 0, 120, 120, 205])), (b"tRNS", b"\0"))
    assert bilevel.read_bits(data, SIZE) is None


def test_white_on_black_is_understood() -> None:
    mask = painted()
    for data in (
        make.saved(mask, "PNG"),
        make.saved(mask.convert("1"), "PNG"),
        make.saved(mask.convert("RGB"), "PNG"),
        make.saved(mask.convert("RGBA"), "PNG"),  # an alpha that is opaque everywhere says nothing
    ):
        assert read_any_mask(data, SIZE).tobytes() == mask.tobytes()


def test_soft_edges_are_cut_at_the_middle() -> None:
    grey = Image.new("L", (2, 1))
    grey.putpixel((0, 0), 127)
    grey.putpixel((1, 0), 128)
    assert read_any_mask(make.saved(grey, "PNG"), (2, 1)).tobytes() == b"\x00\xff"
    soft = Image.merge("RGBA", [grey.point(lambda _: 9)] * 3 + [grey])
    assert read_any_mask(make.saved(soft, "PNG"), (2, 1)).tobytes() == b"\x00\xff"


def test_the_convention_without_its_alpha_is_understood() -> None:
    flat = in_colours(painted()).convert("RGB")
    assert read_any_mask(make.saved(flat, "PNG"), SIZE).tobytes() == painted().tobytes()


def test_sixteen_bit_white_on_black_is_understood() -> None:
    deep = Image.fromarray(np.array([[0, 300, 32768, 65535]], np.uint16))
    assert read_any_mask(make.saved(deep, "PNG"), (4, 1)).tobytes() == b"\x00\x00\xff\xff"


def test_bounds_tell_where_something_goes() -> None:
    assert mask_bounds(painted()) == (2, 1, 9, 5)
    assert mask_bounds(Image.new("L", SIZE)) is None
