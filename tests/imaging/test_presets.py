"""What an agent gets by a preset: JPEG, sRGB, no side and no file too large, the camera's notes as she says."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from editor.imaging.errors import PictureError
from editor.imaging.presets import LOWEST_QUALITY, PRESETS, Metadata, Preset, hand_out, rough_bytes
from tests.imaging import make
from tests.imaging.test_export import phone_photo

COLOUR_SPACE = 0xA001


def noise(size: tuple[int, int] = (300, 200)) -> Image.Image:
    """What compresses worst."""
    return Image.fromarray(np.random.default_rng(7).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8))


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


@settings(max_examples=40)
@given(
    width=st.integers(1, 400),
    height=st.integers(1, 400),
    long_side=st.none() | st.integers(1, 500),
    quality=st.integers(LOWEST_QUALITY, 95),
    mode=st.sampled_from(["RGB", "RGBA"]),
)
def test_it_fits_keeps_its_shape_and_is_never_enlarged(
    width: int, height: int, long_side: int | None, quality: int, mode: str
) -> None:
    picture = make.scene((max(width, 24), max(height, 24))).convert(mode)
    made = hand_out(picture, Preset(long_side=long_side, quality=quality), None)
    out = opened(made.data)
    assert (out.format, out.mode, out.size) == ("JPEG", "RGB", made.size)
    assert max(out.size) == min(max(picture.size), long_side or max(picture.size))
    scale = max(out.size) / max(picture.size)
    assert all(abs(side - before * scale) <= 1 for side, before in zip(out.size, picture.size, strict=True))
    assert made.quality == quality


@settings(max_examples=25)
@given(cap=st.integers(8_000, 120_000))
def test_a_file_never_has_more_bytes_than_allowed_or_it_is_refused(cap: int) -> None:
    preset = Preset(max_bytes=cap, quality=92)
    if len(hand_out(noise(), Preset(quality=LOWEST_QUALITY), None).data) > cap:
        with pytest.raises(PictureError):
            hand_out(noise(), preset, None)
        return
    made = hand_out(noise(), preset, None)
    assert len(made.data) <= cap
    assert LOWEST_QUALITY <= made.quality <= 92


def test_the_quality_goes_down_no_further_than_it_must() -> None:
    full = hand_out(noise(), Preset(quality=92), None)
    made = hand_out(noise(), Preset(quality=92, max_bytes=len(full.data) // 2), None)
    better = hand_out(noise(), Preset(quality=made.quality + 1), None)
    assert len(made.data) <= len(full.data) // 2 < len(better.data)


def test_what_cannot_be_made_small_enough_says_what_would_help() -> None:
    with pytest.raises(PictureError) as caught:
        hand_out(noise(), Preset(max_bytes=2_000), None)
    assert "Choose fewer pixels or a larger file." in caught.value.sentence


@pytest.mark.parametrize("profile", [make.DISPLAY_P3, make.ADOBE_RGB])
def test_wide_colours_come_out_in_srgb_and_without_a_profile(profile: bytes) -> None:
    picture = Image.new("RGB", (64, 48), (60, 200, 60))
    picture.info["icc_profile"] = profile
    out = opened(hand_out(picture, Preset(long_side=32), None).data)
    assert "icc_profile" not in out.info
    pixel = out.getpixel((16, 12))
    assert isinstance(pixel, tuple)
    assert pixel[0] < 50, "the same green needs less red in sRGB"


def test_a_cut_out_lies_on_a_light_ground() -> None:
    pixel = opened(hand_out(Image.new("RGBA", (16, 16), (255, 0, 0, 0)), Preset(), None).data).getpixel((8, 8))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 230


@pytest.mark.parametrize("metadata", list(Metadata))
def test_what_the_camera_noted_goes_along_as_agnes_says(metadata: Metadata) -> None:
    source = phone_photo()
    made = hand_out(make.opened(source), Preset(long_side=48, metadata=metadata), BytesIO(source))
    exif = opened(made.data).getexif()
    assert bool(exif) == (metadata != Metadata.STRIP)
    assert bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) == (metadata == Metadata.KEEP)
    if metadata != Metadata.STRIP:
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        assert exif[ExifTags.Base.Copyright] == "Dana"
        assert exif[ExifTags.Base.Orientation] == 1
        assert (detail[ExifTags.Base.ExifImageWidth], detail[ExifTags.Base.ExifImageHeight]) == made.size


def test_exif_that_speaks_of_another_colour_space_is_set_right() -> None:
    exif = Image.Exif()
    exif[ExifTags.IFD.Exif] = {COLOUR_SPACE: 65535}
    source = make.saved(make.scene(), "JPEG", exif=exif.tobytes(), icc_profile=make.DISPLAY_P3)
    out = opened(hand_out(make.opened(source), Preset(), BytesIO(source)).data)
    assert out.getexif().get_ifd(ExifTags.IFD.Exif)[COLOUR_SPACE] == 1


def test_the_same_picture_gives_the_same_bytes() -> None:
    source = phone_photo()
    once, again = (hand_out(make.opened(source), PRESETS["mls"][1], BytesIO(source)).data for _ in range(2))
    assert once == again


@pytest.mark.parametrize("name", PRESETS)
def test_what_is_said_beforehand_is_of_the_right_size(name: str) -> None:
    """Within a factor of three of a picture with some grain."""
    preset = PRESETS[name][1]
    grain = np.random.default_rng(7).normal(128, 6, (800, 1200, 3)).clip(0, 255).astype(np.uint8)
    real = len(hand_out(Image.fromarray(grain), preset, None).data)
    assert real / 3 < rough_bytes((1200, 800), preset) < real * 3
