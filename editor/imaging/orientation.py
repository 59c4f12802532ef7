"""Turning a photo upright, as browsers and phones do."""

from typing import Final

from PIL import Image

from .containers import Structure

Size = tuple[int, int]

_ORIENTATION_TAG: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation(image: Image.Image, kind: str, structure: Structure) -> int:
    """The EXIF orientation, 1 to 8, that is still to be applied to an opened file's pixels.

    Pillow turns a TIFF itself. In a HEIF file the container's own turns (irot, imir) outrank EXIF and are done by
    the decoder; EXIF is only asked when there are none, for programs that write nothing else.
    """
    if kind == "TIFF":
        return 1
    if kind == "HEIF":
        told = None if structure.turns else image.info.get("original_orientation")
        return told if told in _TURNS else 1
    return exif_orientation(structure.exif or image.info.get("exif", b""))


def exif_orientation(exif: bytes) -> int:
    """The orientation in a block of EXIF bytes; 1 when it says none, or nothing that makes sense."""
    try:
        tags = Image.Exif()
        tags.load(exif)
        value = tags.get(_ORIENTATION_TAG)
    except Exception:  # EXIF is written by anyone; a broken block only means that nothing is known
        return 1
    return value if value in _TURNS else 1


def upright_size(image: Image.Image, value: int) -> Size:
    """The size a picture will have after turning."""
    return (image.height, image.width) if value >= 5 else image.size


def turned(image: Image.Image, value: int) -> Image.Image:
    """The picture with an orientation applied; the same object for 1."""
    return image.transpose(_TURNS[value]) if value in _TURNS else image
