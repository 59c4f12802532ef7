"""HEIF: a walk over the top-level boxes (ISO/IEC 14496-12)."""

from .structure import Structure, unsupported_compression


def read_heif(data: bytes) -> Structure:
    """The outline of a HEIF file; size and pictures are the decoder's to tell, it reads both without decoding."""
    end = _boxes_end(data)
    whole = end is not None
    if whole and b"hvcC" not in data:  # no HEVC configuration: AV1, JPEG, VVC or an encrypted picture
        raise unsupported_compression("a HEIF file without an HEVC picture")
    return Structure(
        whole=whole,
        loose=data,
        tail=data[end:] if end is not None else b"",
        turns=b"irot" in data or b"imir" in data,
    )


def _boxes_end(data: bytes) -> int | None:
    """Where the last box ends; None when a box is longer than the file."""
    at = 0
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 0:  # reaches to the end of the file
            return len(data)
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length < 8 or not name.isalnum():
            return at
        at += length
    return at if at <= len(data) else None
