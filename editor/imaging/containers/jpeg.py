"""JPEG: a walk over the markers (ITU T.81, Annex B)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .structure import Size, Structure, too_complex, unsupported_compression

EOI, SOS = 0xD9, 0xDA
_SOI, _TEM = 0xD8, 0x01
_DECODABLE = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # baseline, extended, progressive; the last two arithmetic coded
_LOSSLESS_OR_HIERARCHICAL = {0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF}
# In compressed data FF 00 is a byte, FF D0..D7 a restart, FF FF filling; any other FF starts a segment.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# A picture of a few bytes can ask for thousands of passes over 100 megapixels; cameras make about ten.
_MOST_SCANS = 100
_MOST_SEGMENTS = 10_000


@dataclass
class _Walk:
    size: Size | None = None
    scans: int = 0
    loose: list[bytes] = field(default_factory=list)
    end: int | None = None


def read_jpeg(data: bytes) -> Structure:
    """The outline of the first picture in a JPEG; further ones (MPO, gain maps, videos) are its tail."""
    walk = _walk(data)
    return Structure(
        whole=walk.end is not None,
        size=walk.size,
        loose=b"\n".join(walk.loose),
        tail=data[walk.end :] if walk.end is not None else b"",
    )


def _walk(data: bytes) -> _Walk:
    walk = _Walk()
    for marker, start, end in segments(data):
        if marker == EOI:
            walk.end = end
        else:
            _segment(walk, marker, data[start + 4 : end])
    return walk


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment up to EOI, which is the last; what lies between two is compressed data.

    Ends without EOI where the file is cut.
    """
    at = 2
    while marked := _NEXT_MARKER.search(data, at):
        marker, body = data[marked.end() - 1], marked.end()
        at = body
        if marker in (_SOI, _TEM):
            continue
        if marker != EOI:
            at += max(2, int.from_bytes(data[body : body + 2], "big"))
        if at > len(data):
            return
        yield marker, marked.start(), at
        if marker == EOI:
            return


def _segment(walk: _Walk, marker: int, body: bytes) -> None:
    if marker == SOS:
        walk.scans += 1
    elif marker in _DECODABLE | _LOSSLESS_OR_HIERARCHICAL:
        walk.size = walk.size or _size(marker, body)
    else:
        walk.loose.append(body)
    if walk.scans > _MOST_SCANS or len(walk.loose) > _MOST_SEGMENTS:
        raise too_complex()


def _size(marker: int, body: bytes) -> Size | None:
    if marker not in _DECODABLE:
        raise unsupported_compression("a lossless or hierarchical JPEG")
    if len(body) < 6:
        return None
    if body[0] != 8:
        raise unsupported_compression(f"a {body[0]}-bit JPEG")
    return int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
