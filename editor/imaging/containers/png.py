"""PNG and APNG: a walk over the chunks."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL.PngImagePlugin import MAX_TEXT_CHUNK

from editor.marking import gettext_noop

from ..errors import PictureError
from .structure import Size, Structure, too_complex, unsupported_compression

ANIMATED = gettext_noop("This file is animated; the first frame is used.")

_PICTURE_CHUNKS = {b"IDAT", b"fdAT"}
_MOST_CHUNKS = 200_000


@dataclass
class _Walk:
    size: Size | None = None
    frames: int = 1
    exif: bytes = b""
    loose: list[bytes] = field(default_factory=list)
    end: int | None = None


def read_png(data: bytes) -> Structure:
    """The outline of a PNG; the first frame of an animated one is what other programs show as its still."""
    walk = _walk(data)
    return Structure(
        whole=walk.end is not None,
        size=walk.size,
        frames=walk.frames,
        note=ANIMATED if walk.frames > 1 else "",
        loose=b"\n".join(walk.loose),
        tail=data[walk.end :] if walk.end is not None else b"",
        exif=walk.exif,
    )


def _walk(data: bytes) -> _Walk:
    walk = _Walk()
    for name, start, end in chunks(data):
        if name == b"IEND":
            walk.end = end
        elif name not in _PICTURE_CHUNKS:
            _chunk(walk, name, data[start + 8 : end - 4])
    return walk


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk up to IEND, which is the last; ends without it where the file is cut.

    Raises PictureError for more chunks than an honest file has.
    """
    at = 8
    for _ in range(_MOST_CHUNKS):
        start, name = at, data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if at > len(data):
            return
        yield name, start, at
        if name == b"IEND":
            return
    raise too_complex()


def _chunk(walk: _Walk, name: bytes, body: bytes) -> None:
    walk.loose.append(body)
    if name == b"CgBI":
        raise unsupported_compression("a PNG made for iPhone apps")
    if name == b"IHDR" and len(body) >= 8:
        walk.size = (int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"))
    elif name == b"acTL":
        walk.frames = max(1, int.from_bytes(body[:4], "big"))
    elif name == b"eXIf":
        walk.exif = body
    elif name in (b"zTXt", b"iCCP"):
        _refuse_bomb(body.partition(b"\x00")[2][1:])
    elif name == b"iTXt":
        _refuse_bomb(body.partition(b"\x00")[2][2:].partition(b"\x00")[2].partition(b"\x00")[2])


def _refuse_bomb(compressed: bytes) -> None:
    """Text and profiles that inflate beyond what Pillow will hold are an attack, not a caption."""
    try:
        inflater = zlib.decompressobj()
        inflater.decompress(compressed, MAX_TEXT_CHUNK)
    except zlib.error:  # plain text, or damage that Pillow skips
        return
    if inflater.unconsumed_tail:
        raise PictureError(
            "metadata_bomb",
            gettext_noop(
                "This PNG hides an unreasonable amount of text or colour data. Save the photo again in a photo program."
            ),
        )
