"""Files as they come from phones, scanners, broken downloads and mallory, made in memory."""

import struct
import zlib
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

import pillow_heif
import pytest
from PIL import Image

from editor.imaging.errors import PictureError
from editor.imaging.limits import Limits
from editor.imaging.photo import inspect, open_upright

pillow_heif.register_heif_opener()

LIMITS: Final = Limits()
KINDS: Final = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "HEIF")
ORIENTED: Final = ("JPEG", "PNG", "WEBP", "TIFF", "HEIF")

RED, GREEN, BLUE, WHITE = (230, 20, 20), (20, 200, 20), (20, 20, 230), (250, 250, 250)
_BLOCK = 24

# How a camera held in the given way stores an upright scene: the inverse of what its EXIF orientation asks for.
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """A grey room whose corners are, clockwise from the top left, red, green, white and blue."""
    room = Image.new("RGB", size, (120, 120, 120))
    right, bottom = size[0] - _BLOCK, size[1] - _BLOCK
    for colour, at in ((RED, (0, 0)), (GREEN, (right, 0)), (WHITE, (right, bottom)), (BLUE, (0, bottom))):
        room.paste(colour, (*at, at[0] + _BLOCK, at[1] + _BLOCK))
    return room


def corners(image: Image.Image) -> list[str]:
    """The names of the corners' colours, clockwise from the top left."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    right, bottom = image.width - 6, image.height - 6
    found = []
    for at in ((5, 5), (right, 5), (right, bottom), (5, bottom)):
        pixel = image.convert("RGB").getpixel(at)
        assert isinstance(pixel, tuple)
        found.append(min(names, key=lambda name: sum(abs(a - b) for a, b in zip(names[name], pixel, strict=True))))
    return found


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """The picture as a file of a kind; BMP and TIFF bare, the others at a high quality."""
    defaults: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 92},
        "WEBP": {"quality": 92},
        "HEIF": {"quality": 90, "chroma": 444},
    }
    out = BytesIO()
    image.save(out, kind, **(defaults.get(kind, {}) | how))
    return out.getvalue()


def stored(orientation: int) -> Image.Image:
    """The scene as the sensor sees it when the camera is held so that its EXIF orientation is this."""
    return scene().transpose(_STORED[orientation]) if orientation in _STORED else scene()


def held(kind: str, orientation: int) -> bytes:
    """The scene photographed by a camera that was held so that its EXIF orientation is this."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    if kind == "TIFF":
        return saved(stored(orientation), kind, tiffinfo={0x0112: orientation})
    # Given as bytes, pillow-heif also writes the turn into the container, as phones do.
    return saved(stored(orientation), kind, exif=exif.tobytes())


def opened(data: bytes, limits: Limits = LIMITS) -> Image.Image:
    return open_upright(BytesIO(data), limits)


def refusal(data: bytes, limits: Limits = LIMITS) -> PictureError:
    """What a person hears about a file that cannot be used."""

    def come_in() -> None:
        inspect(BytesIO(data), limits)
        open_upright(BytesIO(data), limits)

    with pytest.raises(PictureError) as caught:
        come_in()
    assert caught.value.sentence[0].isupper()
    assert caught.value.sentence.endswith(".")
    return caught.value


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(size: tuple[int, int], depth: int, colour: int, rows: list[bytes], *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG of any depth and colour type from raw rows, with extra chunks between header and pixels."""
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows))
    chunks = [(b"IHDR", header), *extra, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, body) for name, body in chunks)


def after_signature(data: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG with extra chunks right after its header chunk."""
    return data[:33] + b"".join(png_chunk(name, body) for name, body in extra) + data[33:]


def jpeg_with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def zip_archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("payload.txt", "hello")
    return out.getvalue()


# ---- ICC profiles (ICC.1:2001-04), small but complete


def _s15(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + _s15(x) + _s15(y) + _s15(z)


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + b"\0\0"


def _profile(kind: bytes, space: bytes, pcs: bytes, tags: dict[bytes, bytes]) -> bytes:
    description = b"test\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(description)) + description + b"\0" * 79
    tags = {b"desc": text, b"cprt": b"text\0\0\0\0none\0", b"wtpt": _xyz(0.9642, 1, 0.8249), **tags}
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    head = struct.pack(">I4sI", start + len(body), b"lcms", 0x02400000) + kind + space + pcs + b"\0" * 12 + b"acsp"
    head += b"\0" * 28 + _s15(0.9642) + _s15(1) + _s15(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def rgb_profile(red: tuple[float, ...], green: tuple[float, ...], blue: tuple[float, ...], gamma: float) -> bytes:
    """A display profile from the D50 colours of its three lights."""
    curve = _gamma(gamma)
    tags = {b"rXYZ": _xyz(*red), b"gXYZ": _xyz(*green), b"bXYZ": _xyz(*blue)}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags | {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


DISPLAY_P3: Final = rgb_profile((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841), 2.2)
ADOBE_RGB: Final = rgb_profile((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446), 2.2)
LINEAR_GREY: Final = _profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": _gamma(1.0)})


def cmyk_profile() -> bytes:
    """A press on which any full ink prints a middle grey, and two inks black: easy to tell from the naive way."""
    ramp = bytes(range(256))
    grid = b""
    for corner in range(16):
        lightness = (255, 128)[corner.bit_count()] if corner.bit_count() < 2 else 0
        grid += bytes([lightness, 128, 128])
    identity = b"".join(_s15(float(at % 4 == 0)) for at in range(9))
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + identity + ramp * 4 + grid + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table})
