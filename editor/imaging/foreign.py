"""Masks made elsewhere: which of the usual ways of drawing one a picture follows is told from its pixels.

1. A pixel is at all transparent: alpha of 128 and more is erased, whatever the colour (the masked PNG is read this
   way). An alpha channel that is opaque everywhere says nothing.
2. Two colours, one of them #7878CD (a masked PNG that lost its alpha): #7878CD is erased.
3. Two other colours: the brighter one is erased, be they white and black or the labels 1 and 0.
4. More colours, nearly all of them between #7878CD and black or white (soft edges, JPEG): the nearer to #7878CD are
   erased.
5. More colours: a brightness (Rec. 601) of 128 and more is erased.
"""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFile

from editor.marking import gettext_noop as _

from .errors import PictureError
from .limits import Limits
from .mask import ERASE, Size, decoded, equals, not_empty, threshold
from .photo import open_upright
from .pixels import working
from .renditions import fitted_size

GREY_TOLERANCE = 12
"""How far red, green and blue of a grey may lie apart: JPEG's colours are never quite neutral."""

DARK, BRIGHT = 48, 207
TWO_TONED = 0.8
"""This part of a drawn mask is dark or bright, soft edges are the rest; a photo has more between."""

GROUNDS = ((0, 0, 0), (255, 255, 255))
"""What #7878CD is drawn on where there is no alpha."""

STRAY = 28
STRAYING = 0.01
"""This far from the way between ground and #7878CD colours may lie, and this part further: JPEG bends them at edges."""

_SAMPLE_SIDE = 1024

_RETOLD = {
    "empty": _("This file is empty. Export the mask again."),
    "truncated": _("This file is cut short: its end is missing. Export the mask again, or copy the file anew."),
    "damaged": _("This file could not be read: it is damaged. Export the mask again."),
}
"""What the gate says of photos, for masks."""


def read_any_mask(data: bytes, size: Size) -> Image.Image:
    """The mask in a PNG somebody names as a mask, as mode "L" with 0 and 255.

    Raises PictureError: mask_not_png, mask_unreadable, mask_size, mask_empty.
    """
    return not_empty(_marked(decoded(data, size, _as_photo)))


def import_mask(file: BinaryIO, size: Size, limits: Limits, *, scale: bool = False) -> Image.Image:
    """The mask in whatever picture somebody hands in for a photo of this size, as mode "L" with 0 and 255.

    `scale` brings a mask of another size but the same shape to the photo's, by nearest neighbour.

    Raises PictureError: the gate's codes (photo.py), mask_is_photo, mask_scalable, mask_turned, mask_size, mask_blank.
    """
    try:
        picture = open_upright(file, limits)
    except PictureError as error:
        raise PictureError(error.code, _RETOLD.get(error.code, error.sentence)) from error
    if _is_photo(picture, size):
        raise PictureError("mask_is_photo", _("That is a photo, not a mask."))
    if picture.size != size and not (scale and _same_shape(picture.size, size)):
        raise _other_size(picture.size, size)
    mask = _marked(picture)
    if mask.getbbox() is None:
        raise PictureError(
            "mask_blank", _("Nothing is marked in that file. Masks are #7878CD or white where something should go.")
        )
    return mask if mask.size == size else mask.resize(size, Image.Resampling.NEAREST)


def _marked(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGBA":
        return threshold(picture.getchannel("A"))
    colours = picture.getcolors(2)
    if colours is None:
        ground = _ground_of_violet(_sample(picture))
        return threshold(picture.convert("L") if ground is None else _towards_violet(picture, ground))
    found = [colour for _, colour in colours if isinstance(colour, tuple)]
    if ERASE[:3] in found:
        return equals(picture, ERASE[:3])
    if len(found) == 1:
        return threshold(picture.convert("L"))
    return equals(picture, max(found, key=_brightness))


def _ground_of_violet(sample: Image.Image) -> tuple[int, int, int] | None:
    """On which ground #7878CD is drawn in an opaque picture of many colours; None where something else is."""
    pixels = np.asarray(sample, dtype=np.float32).reshape(-1, 3)
    if not (np.abs(pixels - ERASE[:3]).max(axis=1) <= STRAY).any():
        return None
    return next((ground for ground in GROUNDS if _lies_between(pixels, ground)), None)


def _lies_between(pixels: npt.NDArray[np.float32], ground: tuple[int, int, int]) -> bool:
    way = np.subtract(ERASE[:3], ground).astype(np.float32)
    along = (pixels - ground) @ way / (way @ way)
    away = np.linalg.norm(pixels - ground - np.outer(along.clip(0, 1), way), axis=1)
    clear = (along < 1 - TWO_TONED) | (along > TWO_TONED)
    return bool((away > STRAY).mean() <= STRAYING and clear.mean() >= TWO_TONED)


def _towards_violet(picture: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    """How far each pixel has come from the ground to #7878CD: 0 to 255, mode "L"."""
    way = [there - here for here, there in zip(ground, ERASE, strict=False)]
    scale = 255 / sum(step * step for step in way)
    begin = -scale * sum(step * here for step, here in zip(way, ground, strict=True))
    return picture.convert("L", (*(scale * step for step in way), begin))


def _sample(picture: Image.Image) -> Image.Image:
    return picture.resize(fitted_size(picture.size, _SAMPLE_SIDE), Image.Resampling.NEAREST)


def _brightness(colour: tuple[int, ...]) -> int:
    red, green, blue = colour
    return 299 * red + 587 * green + 114 * blue


def _as_photo(png: ImageFile.ImageFile) -> Image.Image:
    """RGBA when a pixel is at all transparent, else RGB; deep and low bit depths scaled to 8."""
    return working(png, "PNG")


def _is_photo(picture: Image.Image, size: Size) -> bool:
    """Opaque, of many colours, and neither grey nor #7878CD on a ground.

    Greys are a photo where they are hardly black and white, and not even of the photo's size.
    """
    if picture.mode == "RGBA" or picture.getcolors(2) is not None:
        return False
    sample = _sample(picture)
    if not _is_grey(sample):
        return _ground_of_violet(sample) is None
    levels = sample.convert("L").histogram()
    clear = sum(levels[: DARK + 1]) + sum(levels[BRIGHT:])
    return picture.size != size and clear < TWO_TONED * sum(levels)


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(int(difference.getextrema()[1]) <= GREY_TOLERANCE for difference in apart)  # type: ignore[arg-type]


def _same_shape(mask: Size, photo: Size) -> bool:
    """Whether the photo scaled to the mask's width has its height, to the pixel that rounding may take or give."""
    return abs(mask[0] * photo[1] - mask[1] * photo[0]) <= max(photo)


def _other_size(mask: Size, photo: Size) -> PictureError:
    sizes = f"The mask is {mask[0]} × {mask[1]} pixels, the photo {photo[0]} × {photo[1]}"
    if mask == photo[::-1]:
        return PictureError("mask_turned", f"{sizes}: it lies on its side. Turn it by 90° and import it again.")
    if _same_shape(mask, photo):
        return PictureError("mask_scalable", f"{sizes}. Scale it to fit?")
    return PictureError("mask_size", f"{sizes}. Export a mask of exactly the photo's size.")
