"""Every honest kind of photo comes in upright and in the right colours."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from editor.imaging import renditions
from editor.imaging.photo import inspect
from tests.imaging import make


def close(image: Image.Image, at: tuple[int, int], colour: tuple[int, ...], within: int = 6) -> bool:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    assert len(pixel) == len(colour)
    return all(abs(got - wanted) <= within for got, wanted in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", make.KINDS)
def test_dana_can_upload_each_kind_of_photo(kind: str) -> None:
    data = make.saved(make.scene(), kind)
    facts = inspect(BytesIO(data), make.LIMITS)
    photo = make.opened(data)
    assert (facts.format, facts.width, facts.height, facts.note) == (kind, 96, 64, "")
    assert facts.media_type == f"image/{kind.lower()}"
    assert (photo.mode, photo.size, photo.info) == ("RGB", (96, 64), {})
    assert make.corners(photo) == ["red", "green", "white", "blue"]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", make.ORIENTED)
def test_a_photo_is_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    data = make.held(kind, orientation)
    facts = inspect(BytesIO(data), make.LIMITS)
    photo = make.opened(data)
    assert (facts.width, facts.height) == photo.size == (96, 64)
    assert make.corners(photo) == ["red", "green", "white", "blue"]


def test_orientation_in_a_png_counts_even_behind_the_pixels() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = make.saved(make.scene(), "PNG")
    data = plain[:-12] + make.png_chunk(b"eXIf", exif.tobytes()[6:]) + plain[-12:]
    assert inspect(BytesIO(data), make.LIMITS).width == 64
    assert make.opened(data).size == (64, 96)


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_heic_that_only_its_exif_turns_is_upright_too(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = make.held("HEIF", orientation)
    stored = make.saved(make.stored(orientation), "HEIF", exif=exif)
    assert b"irot" in turned or b"imir" in turned
    assert b"irot" not in stored
    assert b"imir" not in stored
    assert make.corners(make.opened(stored)) == ["red", "green", "white", "blue"]


def test_nonsense_in_exif_is_ignored() -> None:
    jpeg = make.saved(make.scene(), "JPEG")
    for body in (b"Exif\0\0garbage!", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0"):
        assert make.opened(make.jpeg_with_segment(jpeg, 0xE1, body)).size == (96, 64)
    assert make.opened(make.held("JPEG", 77)).size == (96, 64)


def test_a_progressive_jpeg_is_read_like_any_other() -> None:
    data = make.saved(make.scene(), "JPEG", progressive=True)
    assert make.corners(make.opened(data)) == ["red", "green", "white", "blue"]


def test_the_transparency_of_a_png_is_kept_and_an_opaque_alpha_dropped() -> None:
    cut_out = make.scene().convert("RGBA")
    cut_out.putpixel((50, 30), (1, 2, 3, 128))
    photo = make.opened(make.saved(cut_out, "PNG"))
    assert photo.mode == "RGBA"
    assert photo.tobytes() == cut_out.tobytes()
    assert make.opened(make.saved(make.scene().convert("RGBA"), "PNG")).mode == "RGB"


def test_a_palette_with_transparency_becomes_colours_with_alpha() -> None:
    indexed = Image.new("P", (4, 2), 1)
    indexed.putpalette([10, 20, 30, 200, 100, 50])
    indexed.putpixel((0, 0), 0)
    photo = make.opened(make.saved(indexed, "PNG", transparency=0))
    assert photo.mode == "RGBA"
    assert photo.getpixel((0, 0)) == (10, 20, 30, 0)
    assert photo.getpixel((1, 0)) == (200, 100, 50, 255)
    assert make.opened(make.saved(indexed, "PNG")).mode == "RGB"


def test_grey_and_grey_with_alpha_come_in_as_colour() -> None:
    assert make.opened(make.saved(Image.new("L", (8, 8), 77), "JPEG")).getpixel((3, 3)) == (77, 77, 77)
    assert make.opened(make.saved(Image.new("LA", (8, 8), (77, 99)), "PNG")).getpixel((3, 3)) == (77, 77, 77, 99)
    assert make.opened(make.saved(Image.new("1", (8, 8), 1), "PNG")).getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_clipped(kind: str) -> None:
    levels = np.array([[0, 256, 32768, 65535]], np.uint16)
    photo = make.opened(make.saved(Image.fromarray(levels), kind))
    assert [photo.getpixel((x, 0)) for x in range(4)] == [(v, v, v) for v in (0, 1, 128, 255)]


def test_twelve_bit_grey_is_scaled() -> None:
    tags = [(256, 2), (257, 1), (258, 12), (259, 1), (262, 1), (273, 110), (277, 1), (279, 3)]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 3, 1, v) for tag, v in tags)
    data = b"II*\0" + struct.pack("<I", 8) + directory + b"\0" * 4
    photo = make.opened(data + b"\x80\x0f\xff")
    assert len(data) == 110
    assert [photo.getpixel((x, 0)) for x in range(2)] == [(128, 128, 128), (255, 255, 255)]


def test_sixteen_bit_colour_is_scaled() -> None:
    row = b"".join(value.to_bytes(2, "big") for value in (0x1234, 0x8000, 0xFFFF))
    assert make.opened(make.png((1, 1), 16, 2, [row])).getpixel((0, 0)) == (0x12, 0x80, 0xFF)


def test_sixteen_bit_grey_tiff_with_white_as_zero_is_not_a_negative() -> None:
    levels = np.array([[0, 65535]], np.uint16)
    photo = make.opened(make.saved(Image.fromarray(levels), "TIFF", tiffinfo={262: 0}))
    with Image.open(BytesIO(make.saved(Image.fromarray(levels), "TIFF", tiffinfo={262: 0}))) as stored:
        turned = stored.tag_v2[262] == 0  # type: ignore[attr-defined]
    assert turned
    assert photo.getpixel((0, 0)) == (255, 255, 255)
    assert photo.getpixel((1, 0)) == (0, 0, 0)


def test_floating_point_tiff_from_zero_to_one_uses_the_whole_range() -> None:
    levels = np.array([[0.0, 0.5, 1.0]], np.float32)
    photo = make.opened(make.saved(Image.fromarray(levels), "TIFF"))
    assert [photo.getpixel((x, 0)) for x in range(3)] == [(0, 0, 0), (128, 128, 128), (255, 255, 255)]


def test_a_transparent_colour_is_found_at_every_depth() -> None:
    deep = make.png((2, 1), 16, 0, [b"\x12\x34\x80\x00"], (b"tRNS", b"\x12\x34"))
    assert make.opened(deep).getpixel((0, 0)) == (0x12, 0x12, 0x12, 0)
    assert make.opened(deep).getpixel((1, 0)) == (0x80, 0x80, 0x80, 255)
    colour = make.png((2, 1), 16, 2, [b"\x12\x34\x56\x78\x9a\xbc" + b"\0" * 6], (b"tRNS", b"\x12\x34\x56\x78\x9a\xbc"))
    assert make.opened(colour).getpixel((0, 0)) == (0x12, 0x56, 0x9A, 0)
    shallow = make.png((4, 1), 2, 0, [bytes([0b00011011])], (b"tRNS", b"\0\x01"))
    assert [make.opened(shallow).getpixel((x, 0)) for x in (0, 1)] == [(0, 0, 0, 255), (85, 85, 85, 0)]


def test_cmyk_from_photoshop_is_not_a_negative() -> None:
    ink = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    photo = make.opened(make.saved(ink, "JPEG"))  # Pillow writes Adobe's marker and inverted inks, as Photoshop does
    assert close(photo, (8, 8), (255, 0, 0))
    assert close(make.opened(make.saved(ink, "TIFF")), (8, 8), (255, 0, 0))


def test_the_press_profile_of_a_cmyk_photo_is_used_and_dropped() -> None:
    ink = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    photo = make.opened(make.saved(ink, "JPEG", icc_profile=make.cmyk_profile()))
    assert close(photo, (8, 8), (119, 119, 119))
    assert "icc_profile" not in photo.info


def test_lab_and_ycbcr_tiffs_come_in_as_colour() -> None:
    lab = Image.new("LAB", (4, 4), (128, 128, 128))
    assert close(make.opened(make.saved(lab, "TIFF")), (1, 1), (119, 119, 119))
    data = make.saved(make.scene(), "TIFF", compression="jpeg")
    assert make.corners(make.opened(data)) == ["red", "green", "white", "blue"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
@pytest.mark.parametrize("icc", [make.DISPLAY_P3, make.ADOBE_RGB], ids=["P3", "AdobeRGB"])
def test_a_wide_photo_keeps_its_colour_space_and_is_shown_in_srgb(kind: str, icc: bytes) -> None:
    photo = make.opened(make.saved(Image.new("RGB", (32, 32), (60, 200, 60)), kind, icc_profile=icc))
    assert photo.info == {"icc_profile": icc}
    assert close(photo, (16, 16), (60, 200, 60))
    shown = renditions.srgb(photo)
    assert not shown.info
    assert not close(shown, (16, 16), (60, 200, 60))


def test_srgb_under_any_name_is_no_profile_at_all() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert make.opened(make.saved(make.scene(), "JPEG", icc_profile=srgb)).info == {}


def test_a_grey_profile_is_applied() -> None:
    photo = make.opened(make.saved(Image.new("L", (8, 8), 55), "PNG", icc_profile=make.LINEAR_GREY))
    assert close(photo, (1, 1), (128, 128, 128))
    assert photo.info == {}


@pytest.mark.parametrize(
    "icc",
    [b"not a profile", make.DISPLAY_P3[:200], b"\0" * 128, make.LINEAR_GREY, make.cmyk_profile()],
    ids=["words", "cut", "zeros", "grey", "cmyk"],
)
def test_a_broken_or_foreign_profile_is_ignored(icc: bytes) -> None:
    photo = make.opened(make.saved(make.scene(), "JPEG", icc_profile=icc))
    assert photo.info == {}
    assert make.corners(photo) == ["red", "green", "white", "blue"]
    assert make.opened(make.saved(Image.new("CMYK", (8, 8)), "JPEG", icc_profile=icc)).mode == "RGB"


def test_dana_hears_that_an_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (make.RED, make.BLUE)]
    for kind in ("PNG", "WEBP"):
        data = make.saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert inspect(BytesIO(data), make.LIMITS).note == "This file is animated; the first frame is used."
        assert close(make.opened(data), (8, 8), make.RED)


def test_dana_hears_that_a_tiff_of_pages_gives_its_first_page() -> None:
    pages = [Image.new("RGB", (16, 16), colour) for colour in (make.RED, make.BLUE)]
    data = make.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert inspect(BytesIO(data), make.LIMITS).note == "This file has several pages; the first page is used."
    assert make.opened(data).getpixel((8, 8)) == make.RED


@pytest.mark.parametrize("kind", ["MPO", "HEIF"])
def test_dana_hears_that_the_main_one_of_several_pictures_is_used(kind: str) -> None:
    pictures = [make.scene(), make.scene().transpose(Image.Transpose.ROTATE_180)]
    data = make.saved(pictures[0], kind, save_all=True, append_images=pictures[1:])
    assert inspect(BytesIO(data), make.LIMITS).note == "This file holds several pictures; the main one is used."
    assert make.corners(make.opened(data)) == ["red", "green", "white", "blue"]


def test_a_hundred_megapixels_load_without_a_warning(recwarn: pytest.WarningsRecorder) -> None:
    big = make.saved(Image.new("1", (10_000, 10_000)), "PNG")
    photo = make.opened(big)
    photo.crop((0, 0, 9_999, 9_999))
    assert photo.size == (10_000, 10_000)
    assert not recwarn.list
