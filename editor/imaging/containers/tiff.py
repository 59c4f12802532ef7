"""TIFF and BigTIFF: a walk over the chain of image directories."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL.TiffImagePlugin import COMPRESSION_INFO

from ..sniff import unsupported
from .structure import Size, Structure, too_complex, unsupported_compression

_WIDTH, _HEIGHT, _COMPRESSION, _PHOTOMETRIC = 256, 257, 259, 262
_SUBFILE, _SUB_IFDS, _DNG_VERSION = 254, 330, 50706
_STRIPS = {273: 279, 324: 325}  # where each strip or tile lies, and its length
_COLOUR_FILTER_ARRAY, _LINEAR_RAW = 32803, 34892
_FORMATS = {1: "B", 3: "H", 4: "I", 16: "Q"}  # byte, short, long, long8
# 100 megapixels in the smallest tiles the standard allows (16 by 16) are 390,000.
_MOST_STRIPS = 500_000
_OF_THE_FIRST = {_WIDTH, _HEIGHT, _COMPRESSION, _PHOTOMETRIC, _SUBFILE, _SUB_IFDS, _DNG_VERSION}
_OF_THE_FIRST |= _STRIPS.keys() | _STRIPS.values()
_OF_THE_OTHERS = {_SUBFILE}
# Directories may overlap, so a small file can spell out an endless chain.
_MOST_ENTRIES = 200_000


@dataclass(frozen=True)
class _Directory:
    """One image directory: the values of the tags that matter here; `reaches`: all of them lie within the file."""

    tags: dict[int, tuple[int, ...]]
    reaches: bool

    def first(self, tag: int, default: int = 0) -> int:
        return (self.tags.get(tag) or (default,))[0]

    @property
    def is_raw(self) -> bool:
        raw = self.first(_PHOTOMETRIC) in (_COLOUR_FILTER_ARRAY, _LINEAR_RAW) or _DNG_VERSION in self.tags
        # Camera raws keep a small preview first and hang the real picture below it.
        return raw or bool(self.first(_SUBFILE) & 1 and _SUB_IFDS in self.tags)

    @property
    def is_page(self) -> bool:
        return not self.first(_SUBFILE) & 1

    @property
    def size(self) -> Size | None:
        if _WIDTH in self.tags and _HEIGHT in self.tags:
            return self.first(_WIDTH), self.first(_HEIGHT)
        return None

    def strips_end(self) -> int:
        return max(
            (
                start + length
                for offsets, lengths in _STRIPS.items()
                for start, length in zip(self.tags.get(offsets, ()), self.tags.get(lengths, ()), strict=False)
            ),
            default=0,
        )


def read_tiff(data: bytes) -> Structure:
    """The outline of a TIFF; reduced copies of the first page are no pages of their own."""
    first, pages, frames, whole = None, 0, 0, True
    for directory in _directories(data):
        first = first or directory
        pages += directory.is_page
        frames += 1
        whole = whole and directory.reaches
    if first is None:
        return Structure(whole=False, loose=data)
    if first.is_raw:
        raise unsupported("a camera raw file")
    compression = first.first(_COMPRESSION, 1)
    if compression not in COMPRESSION_INFO:
        raise unsupported_compression(f"a TIFF with compression {compression}")
    note = "This file has several pages; the first page is used." if pages > 1 else ""
    whole = whole and first.strips_end() <= len(data)
    return Structure(whole=whole, size=first.size, frames=frames, note=note, loose=data)


def _directories(data: bytes) -> Iterator[_Directory]:
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in (b"+\x00", b"\x00+")
    count_format, entry_format, offset_format = ("Q", "HHQ8s", "Q") if big else ("H", "HHI4s", "I")
    seen: set[int] = set()
    entries = 0
    at = _one(data, order + offset_format, 8 if big else 4)
    while at and at not in seen:
        seen.add(at)
        count = _one(data, order + count_format, at)
        entry = struct.Struct(order + entry_format)
        start = at + struct.calcsize(order + count_format)
        end = start + (count or 0) * entry.size
        if count is None or end > len(data):
            yield _Directory({}, reaches=False)
            return
        entries += 1 + count
        if entries > _MOST_ENTRIES:
            raise too_complex()
        wanted = _OF_THE_FIRST if len(seen) == 1 else _OF_THE_OTHERS
        yield _directory(data, order, entry, range(start, end, entry.size), wanted)
        at = _one(data, order + offset_format, end)


def _directory(data: bytes, order: str, entry: struct.Struct, places: range, wanted: set[int]) -> _Directory:
    tags: dict[int, tuple[int, ...]] = {}
    reaches = True
    for place in places:
        tag, kind, count, inline = entry.unpack_from(data, place)
        if kind not in _FORMATS or tag not in wanted:
            continue
        if count > _MOST_STRIPS:
            raise too_complex()
        values = _values(data, order, kind, count, inline)
        reaches = reaches and values is not None
        tags[tag] = values or ()
    return _Directory(tags, reaches)


def _values(data: bytes, order: str, kind: int, count: int, inline: bytes) -> tuple[int, ...] | None:
    """The numbers of one tag, read where they lie; None when that is beyond the file."""
    width = struct.calcsize(_FORMATS[kind])
    if count * width <= len(inline):
        return struct.unpack_from(f"{order}{count}{_FORMATS[kind]}", inline)
    offset = int.from_bytes(inline, "little" if order == "<" else "big")
    if offset + count * width > len(data):
        return None
    return struct.unpack_from(f"{order}{count}{_FORMATS[kind]}", data, offset)


def _one(data: bytes, layout: str, at: int) -> int | None:
    if at + struct.calcsize(layout) > len(data):
        return None
    value: int = struct.unpack_from(layout, data, at)[0]
    return value
