"""Finer pixels for the editor, shown when it is zoomed past the proxy.

Level 0 is the picture's own size, level n is ceil(size / 2**n); only levels larger than the proxy exist. A level
is cut into tiles of 1024 px (those at the right and bottom edge are smaller). All tiles of a picture lie in one
ZIP, stored without compression, as "{level}/{x}-{y}.jpg", so that a picture costs one file and a tile one seek.
"""

from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from PIL import Image

from .renditions import PROXY_SIDE, flattened, srgb

Size = tuple[int, int]

TILE_SIDE = 1024
_QUALITY = 88


def tile_levels(size: Size) -> list[Size]:
    """The size of each level, finest first; empty when the proxy already shows every pixel."""
    levels = []
    while max(size) > PROXY_SIDE:
        levels.append(size)
        size = (-(-size[0] // 2), -(-size[1] // 2))
    return levels


def write_tiles(image: Image.Image, out: BinaryIO) -> None:
    """All tiles of a working picture, as sRGB JPEGs in one ZIP."""
    level_image = flattened(image)
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for level, size in enumerate(tile_levels(image.size)):
            if level:
                level_image = level_image.reduce(2)
            for x in range(-(-size[0] // TILE_SIDE)):
                for y in range(-(-size[1] // TILE_SIDE)):
                    archive.writestr(_name(level, x, y), _tile(level_image, x, y))


def read_tile(archive: BinaryIO, level: int, x: int, y: int) -> bytes:
    """The JPEG of one tile. KeyError when the picture has no such tile."""
    with ZipFile(archive) as tiles:
        return tiles.read(_name(level, x, y))


def _tile(image: Image.Image, x: int, y: int) -> bytes:
    left, top = x * TILE_SIDE, y * TILE_SIDE
    box = (left, top, min(left + TILE_SIDE, image.width), min(top + TILE_SIDE, image.height))
    out = BytesIO()
    srgb(image.crop(box)).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _name(level: int, x: int, y: int) -> str:
    return f"{level}/{x}-{y}.jpg"
