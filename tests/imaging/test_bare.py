"""A file that goes out as it is stored has the same pixels, and nothing that tells who took it, when, or where."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from editor.imaging.bare import Bare, bare
from editor.imaging.limits import Limits
from tests.imaging import make

SECRET = b"DANA-4711"


def telling() -> bytes:
    """EXIF with a place, a serial number and a name."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.BodySerialNumber: SECRET.decode(), ExifTags.Base.MakerNote: SECRET}
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 22.0, 6.0), 3: "E", 4: (8.0, 32.0, 0.0)}
    return exif.tobytes()


def told(data: bytes) -> bytes:
    """The JPEG with every other kind of segment that can tell something, and a second picture behind it."""
    thumbnail = b"JFIF\0\1\2\1\0\x48\0\x48" + bytes([3, 1]) + SECRET
    for marker, body in (
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        (0xE2, b"MPF\0" + SECRET),
        (0xED, b"Photoshop 3.0\0" + SECRET),
        (0xE0, thumbnail),
        (0xEF, SECRET),
        (0xFE, SECRET),
    ):
        data = make.jpeg_with_segment(data, marker, body)
    return data + make.saved(make.scene(), "JPEG", comment=SECRET)


def stripped(data: bytes) -> Bare | None:
    return bare(BytesIO(data), Limits())


def same_and_silent(data: bytes) -> None:
    found = stripped(data)
    assert found is not None
    assert SECRET not in found.data
    # Four letters at least: three stand in the pixels of some picture by chance.
    for word in (b"Exif", b"http", b"ICC_PROFILE", b"iCCP", b"tEXt"):
        assert word not in found.data
    whole, before = make.opened(found.data), make.opened(data)
    assert (whole.size, whole.mode, whole.tobytes()) == (found.size, before.mode, before.tobytes())


JPEGS: dict[str, dict[str, Any]] = {
    "baseline": {},
    "progressive": {"progressive": True},
    "in RGB": {"keep_rgb": True},
    "restart markers": {"restart_marker_blocks": 2},
    "no subsampling": {"subsampling": 0},
    "optimised": {"optimize": True, "quality": 60},
}


@pytest.mark.parametrize("how", JPEGS)
def test_a_jpeg_keeps_its_pixels_and_says_nothing_else(how: str) -> None:
    same_and_silent(told(make.saved(make.scene(), "JPEG", exif=telling(), **JPEGS[how])))


def test_a_png_keeps_its_pixels_and_says_nothing_else() -> None:
    text = PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    data = make.saved(make.scene(), "PNG", pnginfo=text, exif=telling(), dpi=(72, 72))
    same_and_silent(make.after_signature(data, (b"prVt", SECRET)) + SECRET)


@given(st.integers(0, 2**32 - 1), st.tuples(st.integers(1, 50), st.integers(1, 50)), st.sampled_from(["JPEG", "PNG"]))
def test_whatever_the_pixels_they_stay(seed: int, size: tuple[int, int], kind: str) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    same_and_silent(make.saved(Image.fromarray(pixels), kind, exif=telling()))


def test_an_upright_picture_that_says_so_goes_as_it_is() -> None:
    assert stripped(make.held("JPEG", 1)) is not None


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_is_to_be_turned_does_not_go_as_it_is(kind: str, orientation: int) -> None:
    assert stripped(make.held(kind, orientation)) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_colours_other_than_srgb_do_not_go_as_they_are(kind: str) -> None:
    assert stripped(make.saved(make.scene(), kind, icc_profile=make.DISPLAY_P3)) is None


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "P", "LA", "1"])
def test_unusual_pixels_do_not_go_as_they_are(mode: str) -> None:
    assert stripped(make.saved(make.scene().convert(mode), "JPEG" if mode == "CMYK" else "PNG")) is None


def test_deep_pixels_do_not_go_as_they_are() -> None:
    assert stripped(make.png((2, 1), 16, 2, [bytes(12)])) is None


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "TIFF", "HEIF"])
def test_other_kinds_do_not_go_as_they_are(kind: str) -> None:
    assert stripped(make.saved(make.scene(), kind)) is None


def test_a_file_that_is_cut_short_does_not_go_as_it_is() -> None:
    assert stripped(make.saved(make.scene(), "JPEG")[:-2]) is None
