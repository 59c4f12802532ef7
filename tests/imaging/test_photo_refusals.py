"""What cannot be used is refused with a sentence of its own, before it can do harm."""

import struct
import warnings
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.imaging.errors import PictureError
from editor.imaging.limits import CEILING_PIXELS, Limits
from editor.imaging.photo import inspect, open_upright
from tests.imaging import make

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_dana_hears_that_a_file_is_empty() -> None:
    assert make.refusal(b"").code == "empty"


def test_dana_hears_the_limit_of_a_file_that_is_too_large() -> None:
    error = make.refusal(b"\xff" * 2049, Limits(max_bytes=2048))
    assert error.code == "too_many_bytes"


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"Dear Dana, the photo is attached.", "not_a_picture", "text"),
        (b"<!doctype html><html><body>404</body></html>", "not_a_picture", "text"),
        ("Grüße".encode("utf-16"), "not_a_picture", "text"),
        (bytes(range(256)), "not_a_picture", "not a picture"),
        (SVG, "svg", "SVG"),
        (b"  <SVG width='1'>", "svg", "SVG"),
        (b"GIF89a" + b"\0" * 40, "format_unsupported", "GIF"),
        (b"%PDF-1.7\n", "format_unsupported", "PDF"),
        (b"8BPS\0\1" + b"\0" * 40, "format_unsupported", "Photoshop"),
        (b"II*\0\x10\0\0\0CR\x02\0" + b"\0" * 40, "format_unsupported", "raw"),
        (b"FUJIFILMCCD-RAW 0201" + b"\0" * 40, "format_unsupported", "raw"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "format_unsupported", "raw"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "format_unsupported", "AVIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf", "format_unsupported", "AVIF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "format_unsupported", "video"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "format_unsupported", "JPEG XL"),
        (make.zip_archive(), "format_unsupported", "ZIP"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 40, "format_unsupported", "program"),
    ],
)
def test_dana_hears_what_a_wrong_file_is_and_which_formats_work(data: bytes, code: str, word: str) -> None:
    error = make.refusal(data)
    assert (error.code, word in error.sentence) == (code, True)
    assert "JPEG, PNG, WebP, BMP, TIFF and HEIC work" in error.sentence


def test_a_camera_raw_that_looks_like_a_tiff_is_named() -> None:
    preview = make.saved(make.scene(), "TIFF", tiffinfo={50706: b"\x01\x04\0\0"})
    assert make.refusal(preview).code == "format_unsupported"


@pytest.mark.parametrize("kind", make.KINDS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_dana_gets_a_clear_sentence_for_a_truncated_photo(kind: str, share: float) -> None:
    data = make.saved(make.scene((400, 300)), kind)
    error = make.refusal(data[: int(len(data) * share)])
    assert error.code == "truncated"
    assert "cut short" in error.sentence


def test_a_progressive_jpeg_cut_short_is_noticed() -> None:
    data = make.saved(Image.effect_noise((300, 200), 80), "JPEG", progressive=True)
    assert make.refusal(data[: len(data) * 2 // 3]).code == "truncated"


def test_a_compressed_tiff_cut_inside_its_pixels_is_noticed() -> None:
    data = make.saved(Image.effect_noise((300, 200), 80), "TIFF", compression="tiff_lzw")
    assert make.refusal(data[: len(data) // 2]).code == "truncated"


def test_a_damaged_photo_is_called_damaged() -> None:
    data = bytearray(make.saved(Image.effect_noise((300, 200), 80), "PNG"))
    data[5000:6000] = bytes(1000)
    assert make.refusal(bytes(data)).code == "damaged"


def bomb(size: tuple[int, int]) -> bytes:
    """A PNG that claims a size and holds a few bytes."""
    return make.png(size, 8, 2, [b"\0" * 10])


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((1, 1_000_000), "too_long_side"),
        ((1_000_000, 1), "too_long_side"),
        ((2**31 - 1, 2**31 - 1), "too_long_side"),
        ((20_000, 20_000), "too_many_pixels"),
        ((0, 0), "no_pixels"),
        ((0, 10), "no_pixels"),
    ],
)
def test_absurd_sizes_are_refused_before_decoding(size: tuple[int, int], code: str) -> None:
    assert make.refusal(bomb(size)).code == code


def test_a_size_is_read_from_every_container_before_the_decoder_sees_it() -> None:
    small = Limits(max_pixels=1000)
    for kind in make.KINDS:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert make.refusal(make.saved(make.scene(), kind), small).code == "too_many_pixels"


def test_a_bomb_of_frames_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), (50 * shade, 0, 0)) for shade in range(5)]
    few = Limits(max_frames=4)
    for kind in ("PNG", "WEBP", "TIFF", "MPO", "HEIF"):
        data = make.saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert make.refusal(data, few).code == "too_many_frames"


def test_an_endless_chain_of_tiff_pages_is_refused() -> None:
    entry = struct.pack("<HHII", 254, 4, 1, 0)
    page = struct.pack("<H", 1000) + entry * 1000
    chain = b"II*\0" + struct.pack("<I", 8)
    for number in range(300):
        chain += page + struct.pack("<I", 8 + (number + 1) * (len(page) + 4))
    assert make.refusal(chain).code == "too_complex"


def test_a_tiff_of_endless_strips_is_refused() -> None:
    strips = struct.pack("<HHHII", 1, 273, 4, 600_000, 26) + b"\0" * 4
    assert make.refusal(b"II*\0\x08\0\0\0" + strips + bytes(2_400_000)).code == "too_complex"


def test_a_tiff_chain_that_bites_its_tail_ends() -> None:
    data = bytearray(make.saved(make.scene(), "TIFF"))
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + entries * 12, start)
    assert make.opened(bytes(data)).size == (96, 64)


def test_a_jpeg_of_endless_passes_is_refused() -> None:
    data = make.saved(make.scene(), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    assert make.refusal(data[:scan] + data[scan:-2] * 120 + data[-2:]).code == "too_complex"


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_text_and_profiles_that_explode_are_refused(name: bytes) -> None:
    filling = zlib.compress(b"\0" * 50_000_000)
    before = {b"zTXt": b"Comment\0\0", b"iTXt": b"Comment\0\1\0\0\0", b"iCCP": b"profile\0\0"}[name]
    data = make.after_signature(make.saved(make.scene(), "PNG"), (name, before + filling))
    assert make.refusal(data).code == "metadata_bomb"


def test_unusual_compression_is_named() -> None:
    jpeg = make.saved(make.scene(), "JPEG")
    at = jpeg.index(b"\xff\xc0")
    for marker, depth in ((0xC3, 8), (0xC1, 12)):
        odd = jpeg[: at + 1] + bytes([marker]) + jpeg[at + 2 : at + 4] + bytes([depth]) + jpeg[at + 5 :]
        assert make.refusal(odd).code == "compression_unsupported"
    tiff = make.saved(make.scene(), "TIFF").replace(
        struct.pack("<HHII", 259, 3, 1, 1), struct.pack("<HHII", 259, 3, 1, 99)
    )
    assert make.refusal(tiff).code == "compression_unsupported"
    app = make.after_signature(make.saved(make.scene(), "PNG"), (b"CgBI", b"\0\0\0\0"))
    assert make.refusal(app).code == "compression_unsupported"
    heif = make.saved(make.scene(), "HEIF").replace(b"hvcC", b"av1C")
    assert make.refusal(heif).code == "compression_unsupported"


PAGE = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize("kind", make.KINDS)
@pytest.mark.parametrize("other", [PAGE, make.zip_archive()], ids=["page", "zip"])
def test_mallory_cannot_append_another_file_to_a_photo(kind: str, other: bytes) -> None:
    assert make.refusal(make.saved(make.scene(), kind) + other).code == "polyglot"


@pytest.mark.parametrize("other", [b"%PDF-1.4\n", SVG, b"Rar!\x1a\x07\x01\0", b"\x7fELF\x02\x01\x01\0"])
def test_mallory_cannot_hide_a_document_behind_a_picture(other: bytes) -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        assert make.refusal(make.saved(make.scene(), kind) + b"\0\0" + other).code == "polyglot"


def test_mallory_cannot_hide_a_page_in_the_metadata() -> None:
    png = make.saved(make.scene(), "PNG")
    jpeg = make.saved(make.scene(), "JPEG")
    assert make.refusal(make.after_signature(png, (b"tEXt", b"Comment\0" + PAGE))).code == "polyglot"
    assert make.refusal(make.jpeg_with_segment(jpeg, 0xFE, b"<?php system($_GET[0]); ?>")).code == "polyglot"
    assert make.refusal(make.jpeg_with_segment(jpeg, 0xFE, b"%PDF-1.3")).code == "polyglot"
    assert make.refusal(make.saved(make.scene(), "WEBP", xmp=PAGE)).code == "polyglot"


def test_mallory_cannot_put_anything_before_a_picture() -> None:
    assert make.refusal(PAGE + make.saved(make.scene(), "JPEG")).code == "not_a_picture"


def test_a_zip_end_record_by_chance_is_no_archive() -> None:
    jpeg = make.saved(make.scene(), "JPEG")
    assert make.opened(jpeg + b"PK\x05\x06" + bytes(range(64))).size == (96, 64)


@pytest.mark.parametrize(
    "trailer",
    [
        b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1655200000000SEFHk\0\0\0\x01\0\0\0\0\0\x01\x0a#\0\0\0#\0\0\0$\0\0\0SEFT",
        b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(range(256)) * 40,
        b"MotionPhoto_Data\0\0\0\x18ftypmp42",
        b"\0" * 4096,
        b"<?xpacket begin='' id='W5M0'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
    ],
    ids=["samsung", "motion photo", "samsung motion", "padding", "xmp"],
)
def test_what_honest_phones_append_is_no_reason_to_refuse(trailer: bytes) -> None:
    assert make.opened(make.saved(make.scene(), "JPEG") + trailer).size == (96, 64)


def test_a_gain_map_behind_the_photo_is_no_reason_to_refuse() -> None:
    xmp = b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:Description hdrgm:Version="1.0"/></x:xmpmeta>'
    photo = make.jpeg_with_segment(make.saved(make.scene(), "JPEG"), 0xE1, xmp)
    gain_map = make.jpeg_with_segment(make.saved(make.scene().convert("L"), "JPEG"), 0xE1, xmp)
    assert make.opened(photo + gain_map).size == (96, 64)


def test_pillows_own_guard_stays_up_behind_ours() -> None:
    assert Image.MAX_IMAGE_PIXELS == CEILING_PIXELS
    with pytest.raises(ValueError, match="max_pixels"):
        Limits(max_pixels=CEILING_PIXELS + 1)


SAMPLES = {kind: make.saved(make.scene(), kind) for kind in make.KINDS} | {
    "APNG": make.saved(make.scene(), "PNG", save_all=True, append_images=[Image.new("RGB", (96, 64))]),
    "progressive": make.saved(make.scene(), "JPEG", progressive=True),
    "LZW": make.saved(make.scene(), "TIFF", compression="tiff_lzw"),
    "tiled deflate": make.saved(make.scene(), "TIFF", compression="tiff_adobe_deflate"),
    "wide": make.saved(make.scene(), "JPEG", icc_profile=make.DISPLAY_P3),
    "press": make.saved(make.scene().convert("CMYK"), "JPEG", icc_profile=make.cmyk_profile()),
    "held": make.held("JPEG", 6),
}


def come_in(data: bytes) -> None:
    """Either a working picture or a sentence; anything else escapes and fails the test."""
    with suppress(PictureError):
        inspect(BytesIO(data), make.LIMITS)
    with suppress(PictureError):
        assert open_upright(BytesIO(data), make.LIMITS).mode in {"RGB", "RGBA"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_photo_cut_anywhere_is_a_picture_or_a_sentence(name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]
    come_in(sample[: data.draw(st.integers(0, len(sample)))])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_photo_with_flipped_bytes_is_a_picture_or_a_sentence(name: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[name])
    # Headers are where damage is most creative, so half the flips land there.
    places = st.one_of(st.integers(0, min(600, len(sample) - 1)), st.integers(0, len(sample) - 1))
    for at, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6)):
        sample[at] = value
    come_in(bytes(sample))
