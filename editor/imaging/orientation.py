"""Turning a photo upright. Only EXIF is asked, as browsers and phones do; never XMP."""

from typing import Final

from PIL import Image

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
# Their decoders turn the pixels already: Pillow for TIFF, libheif for HEIF (by irot and imir, which outrank EXIF).
_TURNED_BY_DECODER: Final = {"TIFF", "HEIF"}


def orientation(image: Image.Image, kind: str) -> int:
    """The EXIF orientation that is still to be applied to the opened file's pixels, 1 to 8."""
    if kind in _TURNED_BY_DECODER:
        return 1
    return exif_orientation(image.info.get("exif", b""))


def exif_orientation(exif: bytes) -> int:
    """The orientation in a block of EXIF bytes; 1 when it says none, or nothing that makes sense."""
    try:
        tags = Image.Exif()
        tags.load(exif)
        value = tags.get(_ORIENTATION_TAG)
    except Exception:  # EXIF is written by anyone; a broken block only means that nothing is known
        return 1
    return value if value in _TURNS else 1


def upright_size(image: Image.Image, kind: str) -> Size:
    """The size after turning, known without decoding."""
    width, height = image.size
    return (height, width) if orientation(image, kind) >= 5 else (width, height)


def turned(image: Image.Image, value: int) -> Image.Image:
    """The picture with an orientation applied; the same object for 1."""
    return image.transpose(_TURNS[value]) if value in _TURNS else image
