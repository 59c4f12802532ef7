"""Masks made elsewhere: which of the usual ways of drawing one a picture follows is told from its pixels.

1. A pixel is at all transparent: alpha of 128 and more is erased, whatever the colour (the masked PNG is read this
   way). An alpha channel that is opaque everywhere says nothing.
2. Two colours, one of them #7878CD (a masked PNG that lost its alpha): #7878CD is erased.
3. Two other colours: the brighter one is erased, be they white and black or the labels 1 and 0.
4. More colours: a brightness (Rec. 601) of 128 and more is erased.
"""

from __future__ import annotations

from typing import BinaryIO

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
        return threshold(picture.convert("L"))
    found = [colour for _, colour in colours if isinstance(colour, tuple)]
    if ERASE[:3] in found:
        return equals(picture, ERASE[:3])
    if len(found) == 1:
        return threshold(picture.convert("L"))
    return equals(picture, max(found, key=_brightness))


def _brightness(colour: tuple[int, ...]) -> int:
    red, green, blue = colour
    return 299 * red + 587 * green + 114 * blue


def _as_photo(png: ImageFile.ImageFile) -> Image.Image:
    """RGBA when a pixel is at all transparent, else RGB; deep and low bit depths scaled to 8."""
    return working(png, "PNG")


def _is_photo(picture: Image.Image, size: Size) -> bool:
    """Opaque, of many colours, and these not grey; or grey, hardly black and white, and not even the photo's size."""
    if picture.mode == "RGBA" or picture.getcolors(2) is not None:
        return False
    sample = picture.resize(fitted_size(picture.size, _SAMPLE_SIDE), Image.Resampling.NEAREST)
    if not _is_grey(sample):
        return True
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
