"""BMP: the two headers. Its pixels lie open, so the whole file is searched for foreign content."""

import struct

from .structure import Structure, unsupported_compression

_CORE_HEADER = 12
_EMBEDDED = {4: "a JPEG inside a BMP", 5: "a PNG inside a BMP"}


def read_bmp(data: bytes) -> Structure:
    """The outline of a BMP. Its declared file size is wrong in too many honest files to be believed."""
    if len(data) < 54:
        return Structure(whole=False, loose=data)
    header = struct.unpack_from("<I", data, 14)[0]
    if header == _CORE_HEADER:
        width, height = struct.unpack_from("<HH", data, 18)
        return Structure(whole=True, size=(width, height), loose=data)
    width, height, _, _, compression = struct.unpack_from("<iiHHI", data, 18)
    if compression in _EMBEDDED:
        raise unsupported_compression(_EMBEDDED[compression])
    return Structure(whole=True, size=(max(0, width), abs(height)), loose=data)
