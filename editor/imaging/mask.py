"""Masks on the wire and inside.

Inside, a mask is a picture of mode "L" with the values 0 and 255 only, exactly the upright size; 255 = erase.
On the wire ("the masked PNG") each pixel is fully transparent (0,0,0,0) or exactly opaque #7878CD.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageFile

from editor.marking import gettext_noop as _

from .bilevel import read_bits, write_bits
from .errors import PictureError
from .png import SIGNATURE
from .renditions import fitted_size

Size = tuple[int, int]
Box = tuple[int, int, int, int]

ERASE = (120, 120, 205, 255)
KEEP = (0, 0, 0, 0)

THUMBNAIL_SIDE = 192

_HALF = 128


def read_mask(data: bytes, size: Size) -> Image.Image:
    """The mask in a masked PNG, as mode "L" with 0 and 255. Strict: what the editor sends and nothing else.

    Raises PictureError: mask_not_png, mask_unreadable, mask_size, mask_colours, mask_empty.
    """
    mask = _from_bits(data, size)
    if mask is None:
        png = decoded(data, size, _as_stored)
        mask = _from_palette(png) if png.mode == "P" else _from_colours(png)
    if mask is None:
        raise PictureError(
            "mask_colours",
            _("The mask has colours other than #7878CD and fully transparent. Download it again from the editor."),
        )
    return not_empty(mask)


def write_mask(mask: Image.Image) -> bytes:
    """The masked PNG of a mask, as the 1-bit palette PNG the editor makes."""
    return write_bits(np.asarray(threshold(mask.convert("L"))), (KEEP, ERASE))


def mask_bounds(mask: Image.Image) -> Box | None:
    """Left, top, right, bottom (exclusive) of what is to be erased; None when nothing is."""
    return mask.getbbox()


def mask_thumbnail(mask: Image.Image) -> bytes:
    """A small PNG to lay over a small photo: #7878CD, as opaque as its part of the mask is painted."""
    alpha = mask.resize(fitted_size(mask.size, THUMBNAIL_SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    small = Image.new("RGB", alpha.size, ERASE[:3])
    small.putalpha(alpha)
    out = BytesIO()
    small.save(out, "PNG")
    return out.getvalue()


def decoded(data: bytes, size: Size, how: Callable[[ImageFile.ImageFile], Image.Image]) -> Image.Image:
    """What `how` makes of the opened PNG, which has this size. Raises PictureError (see read_mask)."""
    if not data.startswith(SIGNATURE):
        raise PictureError("mask_not_png", _("The mask is not a PNG file. Save it as PNG and try again."))
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as png:
            if png.size != size:  # also the guard against bombs: nothing is decoded at another size
                raise _wrong_size(png.size, size)
            return how(png)
    except PictureError:
        raise
    except Exception as error:  # decoders answer damage with whatever they like
        raise PictureError(
            "mask_unreadable", _("The mask could not be read: the file is damaged or cut short. Save it again.")
        ) from error


def _wrong_size(mask: Size, photo: Size) -> PictureError:
    return PictureError(
        "mask_size",
        f"The mask is {mask[0]} × {mask[1]} pixels, but the photo is {photo[0]} × {photo[1]}. "
        "Make the mask exactly as large as the photo.",
    )


def _as_stored(png: ImageFile.ImageFile) -> Image.Image:
    png.load()
    return png


def _from_bits(data: bytes, size: Size) -> Image.Image | None:
    """The mask of the editor's own kind of PNG; None leaves it to the general reader."""
    bits = read_bits(data, size) if data.startswith(SIGNATURE) else None
    return Image.fromarray(bits.pixels) if bits and bits.colours == (KEEP, ERASE) else None


def _from_palette(png: Image.Image) -> Image.Image | None:
    """The mask of a palette PNG, judged by the few colours in use; None when one is neither keep nor erase."""
    used = [index for index, count in enumerate(png.histogram()) if count]
    colours = _palette(png)
    if any(index >= len(colours) or colours[index] not in (KEEP, ERASE) for index in used):
        return None
    table = [255 if colour == ERASE else 0 for colour in colours]
    return png.point(table + [0] * (256 - len(table)), "L")


def _palette(png: Image.Image) -> list[tuple[int, ...]]:
    rgb = png.getpalette("RGB") or []
    colours = [tuple(rgb[at : at + 3]) for at in range(0, len(rgb), 3)]
    transparency = png.info.get("transparency", b"")
    if isinstance(transparency, int):  # Pillow's short form for "this one index is fully transparent"
        transparency = b"\xff" * transparency + b"\x00"
    alphas = transparency + b"\xff" * (len(colours) - len(transparency))
    return [(*colour, alpha) for colour, alpha in zip(colours, alphas, strict=False)]


def _from_colours(png: Image.Image) -> Image.Image | None:
    """The mask of a PNG in true colour or grey; None when a pixel is neither keep nor erase."""
    rgba = png.convert("RGBA")
    erase = equals(rgba, ERASE)
    both = ImageChops.lighter(erase, equals(rgba, KEEP))
    return erase if both.getextrema() == (255, 255) else None


def equals(image: Image.Image, colour: tuple[int, ...]) -> Image.Image:
    """Mode "L": 255 where every band has the colour's value, else 0."""
    result = Image.new("L", image.size, 255)
    for band, value in zip(image.split(), colour, strict=True):
        result = ImageChops.darker(result, band.point([255 if level == value else 0 for level in range(256)]))
    return result


def threshold(image: Image.Image) -> Image.Image:
    """255 where a picture of mode "L" has 128 and more, else 0."""
    return image.point([0] * _HALF + [255] * _HALF)


def not_empty(mask: Image.Image) -> Image.Image:
    """The mask itself. Raises PictureError (mask_empty)."""
    if mask.getbbox() is None:
        raise PictureError("mask_empty", _("Nothing is painted yet. Brush over what should go, then try again."))
    return mask
