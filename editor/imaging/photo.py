"""The gate: a person's file in, facts or an upright working picture out.

A working picture has mode RGB or RGBA, is upright, and stays in the photo's own RGB colour space: its
`info["icc_profile"]` is kept when it is an RGB profile other than sRGB. Its info holds nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image
from pillow_heif import register_heif_opener

from .errors import PictureError
from .limits import Limits
from .orientation import orientation, turned, upright_size
from .pixels import working
from .sniff import sniff

register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True)
class PhotoFacts:
    """What is known of a photo without decoding it. Width and height are upright pixels."""

    format: str
    width: int
    height: int
    note: str = ""


def inspect(file: BinaryIO, limits: Limits) -> PhotoFacts:
    data = _read(file, limits)
    kind = sniff(data)
    with _opened(data, kind, limits) as image:
        width, height = upright_size(image, kind)
        note = ""
        if kind in {"PNG", "WEBP"} and getattr(image, "n_frames", 1) > 1:
            note = "This file is animated; the first frame is used."
        return PhotoFacts(kind, width, height, note)


def open_upright(file: BinaryIO, limits: Limits) -> Image.Image:
    data = _read(file, limits)
    kind = sniff(data)
    with _opened(data, kind, limits) as image:
        image.load()
        return turned(working(image), orientation(image, kind))


def _read(file: BinaryIO, limits: Limits) -> bytes:
    file.seek(0)
    data = file.read(limits.max_bytes + 1)
    if not data:
        raise PictureError("empty", "This file is empty. Choose the photo again.")
    if len(data) > limits.max_bytes:
        raise PictureError("too_many_bytes", f"This file is larger than {limits.max_bytes // 2**20} MB.")
    return data


@contextmanager
def _opened(data: bytes, kind: str, limits: Limits) -> Iterator[Image.Image]:
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > limits.max_pixels:
                raise PictureError("too_many_pixels", "This photo has too many pixels.")
            yield image
    except PictureError:
        raise
    except Exception as error:
        raise PictureError("damaged", "This photo could not be read: the file is damaged.") from error
