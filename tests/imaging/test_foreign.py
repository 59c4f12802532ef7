"""Masks drawn elsewhere, each in its own way, and files that are no masks at all."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw, ImageFilter

from editor.imaging.errors import PictureError
from editor.imaging.foreign import import_mask
from editor.imaging.mask import ERASE, KEEP, write_mask
from tests.imaging import make

SIZE = (48, 32)

shapes = arrays(np.bool_, st.tuples(st.integers(2, 40), st.integers(2, 40)), elements=st.booleans()).filter(
    lambda bits: bits.any() and not bits.all()
)


def painted(size: tuple[int, int] = SIZE) -> Image.Image:
    mask = Image.new("L", size)
    mask.paste(255, (size[0] // 8, size[1] // 8, size[0] // 2, size[1] // 2))
    return mask


def coloured(mask: Image.Image, on: tuple[int, ...], off: tuple[int, ...]) -> Image.Image:
    picture = Image.new("RGBA" if len(on) == 4 else "RGB", mask.size, off)
    picture.paste(on, mask=mask)
    return picture


def taken(picture: Image.Image, kind: str = "PNG", *, size: tuple[int, int] = SIZE, scale: bool = False) -> Image.Image:
    return import_mask(BytesIO(make.saved(picture, kind)), size, make.LIMITS, scale=scale)


def refused(data: bytes, size: tuple[int, int] = SIZE) -> PictureError:
    with pytest.raises(PictureError) as caught:
        import_mask(BytesIO(data), size, make.LIMITS)
    assert caught.value.sentence.endswith((".", "?"))
    return caught.value


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_violet_with_soft_edges_is_a_mask_where_it_is_nearer_to_violet_than_to_its_ground(
    ground: tuple[int, int, int], kind: str
) -> None:
    size = (301, 203)
    disc = Image.new("L", size)
    ImageDraw.Draw(disc).ellipse((60, 40, 220, 160), fill=255)
    soft = disc.filter(ImageFilter.GaussianBlur(2))
    drawn = Image.composite(Image.new("RGB", size, ERASE[:3]), Image.new("RGB", size, ground), soft)
    found, wanted = np.asarray(taken(drawn, kind, size=size)) > 0, np.asarray(soft) >= 128
    assert (found != wanted).sum() <= (0 if kind == "PNG" else 60)


def test_a_photo_in_shades_of_violet_is_a_photo() -> None:
    shades = np.linspace(0, 1, 300)[None, :, None] * np.array(ERASE[:3]) * np.ones((200, 1, 1))
    assert refused(make.saved(Image.fromarray(shades.astype(np.uint8)), "PNG")).code == "mask_is_photo"


@settings(deadline=None)
@given(shapes)
def test_every_usual_way_to_draw_a_mask_gives_the_same_one(bits: np.ndarray) -> None:
    mask = Image.fromarray(bits.astype(np.uint8) * 255)
    labels = Image.fromarray(bits.astype(np.uint8))
    deep = Image.fromarray(bits.astype(np.uint16) * 65535)
    for picture in (
        coloured(mask, ERASE, KEEP),
        coloured(mask, ERASE[:3], KEEP[:3]),
        coloured(mask, ERASE[:3], (255, 255, 255)),
        coloured(mask, (0, 0, 0, 255), (0, 0, 0, 0)),
        coloured(mask, (255, 255, 255, 255), (0, 0, 0, 0)),
        mask,
        mask.convert("1"),
        mask.convert("RGBA"),
        labels,
        deep,
        coloured(mask, (255, 0, 0), (0, 0, 0)),
    ):
        assert taken(picture, size=mask.size).tobytes() == mask.tobytes()


def test_white_on_black_as_jpeg_is_taken_though_its_edges_are_soft() -> None:
    mask = Image.new("L", (256, 192))
    mask.paste(255, (64, 64, 160, 128))
    back = taken(mask.convert("RGB"), "JPEG", size=mask.size)
    assert back.tobytes() == mask.tobytes()


def test_a_grey_picture_of_exactly_the_photos_size_is_cut_at_the_middle() -> None:
    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (4, 1)))
    assert np.array_equal(np.asarray(taken(ramp, size=ramp.size)) == 255, np.asarray(ramp) >= 128)
    assert refused(make.saved(ramp, "PNG"), (512, 8)).code == "mask_is_photo"


@pytest.mark.parametrize("kind", make.KINDS)
def test_a_photo_is_told_from_a_mask(kind: str) -> None:
    error = refused(make.saved(make.scene((96, 64)), kind), (96, 64))
    assert error.code == "mask_is_photo"
    assert refused(make.saved(make.scene((96, 64)), kind), SIZE).code == "mask_is_photo"


def test_a_mask_of_the_same_shape_is_scaled_when_asked_and_only_then() -> None:
    small = painted((24, 16))
    error = refused(make.saved(small, "PNG"))
    assert error.code == "mask_scalable"
    assert "24 × 16" in error.sentence
    assert "48 × 32" in error.sentence
    scaled = taken(small, scale=True)
    assert np.array_equal(np.asarray(scaled), np.asarray(small).repeat(2, axis=0).repeat(2, axis=1))


def test_a_shape_rounded_by_a_pixel_is_the_same_shape() -> None:
    assert taken(painted((2048, 1365)), size=(6000, 4000), scale=True).size == (6000, 4000)


def test_a_mask_of_another_shape_is_not_scaled_even_when_asked() -> None:
    with pytest.raises(PictureError) as caught:
        taken(painted((40, 40)), scale=True)
    assert caught.value.code == "mask_size"
    assert "40 × 40" in caught.value.sentence


def test_a_mask_on_its_side_is_named_as_such() -> None:
    error = refused(make.saved(painted(SIZE[::-1]), "PNG"))
    assert error.code == "mask_turned"
    assert "90°" in error.sentence


@pytest.mark.parametrize(
    "blank", [Image.new("RGBA", SIZE, KEEP), Image.new("L", SIZE, 0), Image.new("RGB", SIZE, (20, 20, 20))]
)
def test_a_mask_with_nothing_marked_is_refused(blank: Image.Image) -> None:
    assert refused(make.saved(blank, "PNG")).code == "mask_blank"


def test_a_mask_of_everything_is_taken() -> None:
    assert taken(Image.new("L", SIZE, 255)).getextrema() == (255, 255)


def test_broken_files_are_refused_in_words_about_masks() -> None:
    whole = make.saved(painted(), "PNG")
    assert "mask" in refused(whole[: len(whole) // 2]).sentence
    assert refused(b"").code == "empty"
    assert refused(b"GIF89a" + whole).code == "format_unsupported"
    assert refused(b"hello").code == "not_a_picture"


def test_what_the_editor_exports_comes_back_as_it_was() -> None:
    data = write_mask(painted())
    assert import_mask(BytesIO(data), SIZE, make.LIMITS).tobytes() == painted().tobytes()
