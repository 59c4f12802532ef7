"""A stored file as it may leave for a service: the same pixels, no word about who took it where; nothing is decoded.

A file is copied part by part, and only those parts that a decoder needs go along: EXIF, GPS, profiles, comments,
thumbnails, maker's blocks and whatever follows the picture's end stay here, as does any part that is not known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from .colour import differs_from_srgb
from .containers.jpeg import EOI, SOS, segments
from .containers.png import chunks
from .limits import Limits
from .orientation import orientation
from .photo import opened
from .png import SIGNATURE

Size = tuple[int, int]

_JFIF, _ADOBE = 0xE0, 0xEE
_JFIF_LENGTH, _ADOBE_LENGTH = 14, 12
# Baseline, extended and progressive pictures, tables, restart intervals, the number of lines: what every decoder knows.
_JPEG_PARTS: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDC, 0xDD, SOS, EOI})
_ARITHMETIC: Final = frozenset({0xC9, 0xCA, 0xCC})
_PNG_PARTS: Final = frozenset({b"IHDR", b"IDAT", b"IEND"})
_PNG_RGB_8: Final = b"\x08\x02"


@dataclass(frozen=True)
class Bare:
    """A file without metadata: `kind` is JPEG or PNG; its pixels are RGB in sRGB, upright, of this size."""

    data: bytes
    kind: str
    size: Size


def bare(file: BinaryIO, limits: Limits) -> Bare | None:
    """The file without metadata; None where its pixels would have to be changed for that.

    So for other kinds, pictures that are to be turned, have alpha, another profile than sRGB or unusual pixels.
    Reads the file from its start; raises PictureError for what the gate refuses.
    """
    with opened(file, limits) as (image, kind, structure):
        strip = _STRIP.get(kind)
        if strip is None or not structure.whole or image.mode != "RGB" or "transparency" in image.info:
            return None
        if orientation(image, kind, structure) != 1 or differs_from_srgb(image.info.get("icc_profile") or b""):
            return None
        size = image.size
    file.seek(0)
    data = strip(file.read())
    return None if data is None else Bare(data, kind, size)


def _jpeg(data: bytes) -> bytes | None:
    kept, before = [data[:2]], 2
    in_scan = False  # what follows the start of a scan is compressed picture; other gaps hold nothing a decoder needs
    for marker, start, end in segments(data):
        if in_scan:
            kept.append(data[before:start])
        if marker in _ARITHMETIC:
            return None
        if marker in _JPEG_PARTS:
            kept.append(data[start:end])
        else:
            kept.append(_colour_facts(marker, data[start + 4 : end]))
        in_scan, before = marker == SOS, end
    return b"".join(kept)


def _colour_facts(marker: int, body: bytes) -> bytes:
    """Of the two segments that tell how colours are stored, that alone; nothing of any other."""
    if marker == _JFIF and body.startswith(b"JFIF\0") and len(body) >= _JFIF_LENGTH:
        # The last two bytes are the size of a thumbnail, which would follow.
        return _segment(marker, body[: _JFIF_LENGTH - 2] + b"\0\0")
    if marker == _ADOBE and body.startswith(b"Adobe") and len(body) >= _ADOBE_LENGTH:
        return _segment(marker, body[:_ADOBE_LENGTH])
    return b""


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _png(data: bytes) -> bytes | None:
    if data[24:26] != _PNG_RGB_8:
        return None
    return SIGNATURE + b"".join(data[start:end] for name, start, end in chunks(data) if name in _PNG_PARTS)


_STRIP: Final[dict[str, Callable[[bytes], bytes | None]]] = {"JPEG": _jpeg, "PNG": _png}
