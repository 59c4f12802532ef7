"""WebP: a walk over the RIFF chunks."""

from .png import ANIMATED
from .structure import Size, Structure, too_complex

_PICTURE_CHUNKS = {b"VP8 ", b"VP8L", b"ALPH", b"ANMF"}
_MOST_CHUNKS = 200_000


def read_webp(data: bytes) -> Structure:
    """The outline of a WebP; each ANMF chunk is a frame of an animation."""
    declared = 8 + int.from_bytes(data[4:8], "little")
    end = min(declared + declared % 2, len(data))
    frames, chunks = 0, 0
    loose: list[bytes] = []
    at = 12
    while at + 8 <= end:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"ANMF":
            frames += 1
        elif name not in _PICTURE_CHUNKS:
            loose.append(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
        chunks += 1
        if chunks > _MOST_CHUNKS:
            raise too_complex()
    return Structure(
        whole=declared <= len(data),
        size=_canvas(data),
        frames=max(1, frames),
        note=ANIMATED if frames > 1 else "",
        loose=b"\n".join(loose),
        tail=data[end:],
    )


def _canvas(data: bytes) -> Size | None:
    """The size in the first chunk: the decoder reserves memory for it as soon as the file is opened."""
    name, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if name == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if name == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None
