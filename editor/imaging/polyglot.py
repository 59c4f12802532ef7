"""Files that are a picture and something else at once.

Refused is a picture that another program would find and take for its own:
- a ZIP archive (also Office, APK, JAR): its end record lies at the file's end and points at a directory;
- a web page: `<html`, `<script`, `<iframe`, `<!doctype html` or `<?php` anywhere outside compressed picture data;
- a PDF: `%PDF-` within the first 1024 bytes, where viewers look, or after the picture's end;
- an SVG, RAR or 7z archive, or a program after the picture's end.
Anything before the picture is refused already: a format is told by the very first byte (sniff.py).

Not refused is what honest cameras append: further JPEGs (MPO, gain maps of Ultra HDR), videos of motion photos,
Samsung's and others' trailers, leftovers of a longer file, XMP and other XML. Nor is a JPEG whose comment reads as a
script to a lenient parser: that needs a server that lets it run. Ours does not: an original is only ever sent as an
attachment, with its own image type, nosniff and a policy of its own; what pages show are renditions made by us.
"""

import re
import struct

from .errors import PictureError

_WEB = re.compile(
    rb"<(?:[hH][tT][mM][lL]|[sS][cC][rR][iI][pP][tT]|[iI][fF][rR][aA][mM][eE])[\s>/]"
    rb"|<![dD][oO][cC][tT][yY][pP][eE]\s+[hH][tT][mM][lL]|<\?[pP][hH][pP][\s=]"
)
_IN_TAIL = (
    (re.compile(rb"%PDF-\d"), "a PDF document"),
    (re.compile(rb"<[sS][vV][gG][\s>]"), "an SVG drawing"),
    (re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c"), "an archive"),
    (re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01|This program cannot be run in DOS mode"), "a program"),
)
_PDF_LOOKED_FOR = 1024
_ZIP_END = struct.Struct("<4s4H2IH")
_ZIP_LONGEST_COMMENT = 65_535


def refuse_polyglot(data: bytes, loose: bytes, tail: bytes) -> None:
    """Raises PictureError("polyglot"). `loose` and `tail` are as in containers.Structure."""
    other = _other(data, loose, tail)
    if other:
        raise PictureError(
            "polyglot",
            f"This file is a picture and {other} at once, which can be used to do harm. "
            "Save the photo again in a photo program and upload that.",
        )


def _other(data: bytes, loose: bytes, tail: bytes) -> str:
    if _is_zip(data):
        return "a ZIP archive"
    if _WEB.search(loose) or _WEB.search(tail):
        return "a web page"
    if b"%PDF-" in data[:_PDF_LOOKED_FOR]:
        return "a PDF document"
    return next((name for pattern, name in _IN_TAIL if pattern.search(tail)), "")


def _is_zip(data: bytes) -> bool:
    """Whether an end-of-central-directory record fits: four random bytes alone would be a false alarm."""
    at = len(data)
    lowest = max(0, len(data) - _ZIP_END.size - _ZIP_LONGEST_COMMENT)
    while (at := data.rfind(b"PK\x05\x06", lowest, at)) >= 0:
        if at + _ZIP_END.size <= len(data):
            *_, length, _, _ = _ZIP_END.unpack_from(data, at)
            if data.startswith(b"PK\x01\x02", max(0, at - length)):
                return True
    return False
