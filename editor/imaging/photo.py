"""The gate: a person's file in, facts or an upright working picture out.

A working picture has mode RGB or RGBA (8 bit), is upright, and stays in the photo's own RGB colour space: its
`info["icc_profile"]` is there when that is an RGB profile other than sRGB. Its info holds nothing else.

Order of the checks: bytes, signature, container (sizes, frames, foreign content), Pillow's header, and only then the
pixels. Whatever a decoder throws becomes a PictureError. Codes: empty, too_many_bytes, not_a_picture, svg,
format_unsupported, compression_unsupported, no_pixels, too_long_side, too_many_pixels, too_many_frames, too_complex,
metadata_bomb, polyglot, truncated, damaged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageFile
from pillow_heif import register_heif_opener

from editor.marking import gettext_noop as _

from .containers import Structure, read_structure
from .errors import PictureError
from .limits import Limits
from .orientation import orientation, turned, upright_size
from .pixels import working
from .polyglot import refuse_polyglot
from .sniff import sniff

# Nothing but the picture itself is ever asked of a HEIF file.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

_SEVERAL = _("This file holds several pictures; the main one is used.")


@dataclass(frozen=True)
class PhotoFacts:
    """What is known of a photo without decoding it.

    format: JPEG, PNG, WEBP, BMP, TIFF or HEIF; width and height in upright pixels;
    note: a sentence for the person when only a part of the file is used, else "".
    """

    format: str
    width: int
    height: int
    note: str = ""

    @property
    def media_type(self) -> str:
        """The type to serve the original with."""
        return f"image/{self.format.lower()}"


def inspect(file: BinaryIO, limits: Limits) -> PhotoFacts:
    """The facts of a photo, from its headers. Reads the file from its start; raises PictureError."""
    with opened(file, limits) as (image, kind, structure):
        width, height = upright_size(image, orientation(image, kind, structure))
        return PhotoFacts(kind, width, height, _note(image, structure))


def open_upright(file: BinaryIO, limits: Limits) -> Image.Image:
    """The working picture of a photo, decoded to its last pixel. Reads from the file's start; raises PictureError."""
    with opened(file, limits) as (image, kind, structure):
        turn = orientation(image, kind, structure)
        size = upright_size(image, turn)
        upright = turned(working(image, kind), turn)
        if upright.size != size:  # only a lying HEIF header does this
            raise ValueError(f"The header says {size}, the pixels are {upright.size}.")
        return upright


@contextmanager
def opened(file: BinaryIO, limits: Limits) -> Iterator[tuple[ImageFile.ImageFile, str, Structure]]:
    """The opened, not yet decoded file, past every check that needs no pixels; errors within become PictureError."""
    data = _read(file, limits)
    kind = sniff(data)
    structure = read_structure(data, kind)
    if structure.size:
        _check_size(structure.size, limits)
    _check_frames(structure.frames, limits)
    refuse_polyglot(data, structure.loose, structure.tail)
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            _check_size(image.size, limits)
            _check_frames(_several(image), limits)
            yield image, kind, structure
    except PictureError:
        raise
    except Exception as error:  # decoders answer damage with whatever they like, from struct.error to MemoryError
        raise _unreadable(error, structure) from error


def _read(file: BinaryIO, limits: Limits) -> bytes:
    file.seek(0)
    data = file.read(limits.max_bytes + 1)
    if not data:
        raise PictureError("empty", _("This file is empty. Choose the photo again."))
    if len(data) > limits.max_bytes:
        raise PictureError(
            "too_many_bytes",
            f"This file is larger than {limits.max_bytes / 2**20:.3g} MB. "
            "Save the photo as JPEG with a lower quality and upload that.",
        )
    return data


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise PictureError("no_pixels", _("This picture has no pixels: a side is 0. Choose another file."))
    if max(size) > limits.max_side:
        raise PictureError(
            "too_long_side",
            f"This picture is {width} × {height} pixels; a side may have {limits.max_side} at most. "
            "Make it smaller and upload it again.",
        )
    if width * height > limits.max_pixels:
        raise PictureError(
            "too_many_pixels",
            f"This picture has {width * height / 1e6:.4g} megapixels; {limits.max_pixels / 1e6:.4g} at most work. "
            "Make it smaller and upload it again.",
        )


def _check_frames(frames: int, limits: Limits) -> None:
    if frames > limits.max_frames:
        raise PictureError(
            "too_many_frames",
            f"This file holds {frames} pictures; {limits.max_frames} at most work. Save the one you need by itself.",
        )


def _several(image: Image.Image) -> int:
    """How many pictures a JPEG (MPO) or HEIF file holds; for the other formats the container has told already."""
    return int(getattr(image, "n_frames", 1)) if image.format in {"MPO", "HEIF"} else 1


def _note(image: Image.Image, structure: Structure) -> str:
    return structure.note or (_SEVERAL if _several(image) > 1 else "")


def _unreadable(error: Exception, structure: Structure) -> PictureError:
    if not structure.whole or isinstance(error, EOFError) or "truncated" in str(error).lower():
        return PictureError(
            "truncated",
            _("This photo is cut short: the end of the file is missing. Copy it again from the camera or phone."),
        )
    return PictureError(
        "damaged",
        _(
            "This photo could not be read: the file is damaged. "
            "Open it in a photo program, save it anew and upload that."
        ),
    )
