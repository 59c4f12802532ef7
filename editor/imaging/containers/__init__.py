"""What a file's container says before a pixel is decoded: one reader for each accepted format.

A reader never raises for damage: it reports how far it got (`whole`), and decoding decides. It does raise
PictureError for what must not reach the decoder: unsupported compression, raw files, hidden bombs.
"""

from collections.abc import Callable
from typing import Final

from .bmp import read_bmp
from .heif import read_heif
from .jpeg import read_jpeg
from .png import read_png
from .structure import Structure
from .tiff import read_tiff
from .webp import read_webp

__all__ = ["Structure", "read_structure"]

_READERS: Final[dict[str, Callable[[bytes], Structure]]] = {
    "JPEG": read_jpeg,
    "PNG": read_png,
    "WEBP": read_webp,
    "BMP": read_bmp,
    "TIFF": read_tiff,
    "HEIF": read_heif,
}


def read_structure(data: bytes, kind: str) -> Structure:
    """The structure of a file of a sniffed kind. Raises PictureError, see above."""
    return _READERS[kind](data)
