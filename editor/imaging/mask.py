"""Masks on the wire and inside.

Inside, a mask is a picture of mode "L" with the values 0 and 255 only, exactly the upright size; 255 = erase.
On the wire ("the masked PNG") each pixel is fully transparent (0,0,0,0) or exactly opaque #7878CD.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageFile

from .bilevel import read_bits, write_bits
from .errors import PictureError
from .pixels import working
from .png import SIGNATURE

Size = tuple[int, int]
Box = tuple[int, int, int, int]

ERASE = (120, 120, 205, 255)
KEEP = (0, 0, 0, 0)

_HALF = 128


def read_mask(data: bytes, size: Size) -> Image.Image:
    """The mask in a masked PNG, as mode "L" with 0 and 255. Strict: what the editor sends and nothing else.

    Raises PictureError: mask_not_png, mask_unreadable, mask_size, mask_colours, mask_empty.
    """
    mask = _from_bits(data, size)
    if mask is None:
        png = _decoded(data, size, _as_stored)
        mask = _from_palette(png) if png.mode == "P" else _from_colours(png)
    if mask is None:
        raise PictureError(
            "mask_colours",
            "The mask has colours other than #7878CD and fully transparent. Download it again from the editor.",
        )
    return _not_empty(mask)


def read_any_mask(data: bytes, size: Size) -> Image.Image:
    """The mask in a PNG made elsewhere, as mode "L" with 0 and 255.

    Read in this order:
    1. a PNG in which any pixel is at all transparent: alpha of 128 and more is erased, whatever the colour
       (the masked PNG itself is read this way);
    2. an opaque PNG made only of black and #7878CD (a masked PNG that lost its alpha): #7878CD is erased;
    3. any other opaque PNG is white on black: a brightness (Rec. 601) of 128 and more is erased.
       An alpha channel that is opaque everywhere says nothing, so such a PNG is read this way too.

    Raises PictureError: mask_not_png, mask_unreadable, mask_size, mask_empty.
    """
    picture = _decoded(data, size, _as_photo)
    if picture.mode == "RGBA":
        return _not_empty(_threshold(picture.getchannel("A")))
    marked = _equals(picture, ERASE[:3])
    either = ImageChops.lighter(marked, _equals(picture, KEEP[:3]))
    if either.getextrema() == (255, 255):
        return _not_empty(marked)
    return _not_empty(_threshold(picture.convert("L")))


def write_mask(mask: Image.Image) -> bytes:
    """The masked PNG of a mask, as the 1-bit palette PNG the editor makes."""
    return write_bits(np.asarray(_threshold(mask.convert("L"))), (KEEP, ERASE))


def mask_bounds(mask: Image.Image) -> Box | None:
    """Left, top, right, bottom (exclusive) of what is to be erased; None when nothing is."""
    return mask.getbbox()


def _decoded(data: bytes, size: Size, how: Callable[[ImageFile.ImageFile], Image.Image]) -> Image.Image:
    if not data.startswith(SIGNATURE):
        raise PictureError("mask_not_png", "The mask is not a PNG file. Save it as PNG and try again.")
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as png:
            if png.size != size:  # also the guard against bombs: nothing is decoded at another size
                raise _wrong_size(png.size, size)
            return how(png)
    except PictureError:
        raise
    except Exception as error:  # decoders answer damage with whatever they like
        raise PictureError(
            "mask_unreadable", "The mask could not be read: the file is damaged or cut short. Save it again."
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


def _as_photo(png: ImageFile.ImageFile) -> Image.Image:
    """RGBA when a pixel is at all transparent, else RGB; deep and low bit depths scaled to 8."""
    return working(png, "PNG")


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
    erase = _equals(rgba, ERASE)
    both = ImageChops.lighter(erase, _equals(rgba, KEEP))
    return erase if both.getextrema() == (255, 255) else None


def _equals(image: Image.Image, colour: tuple[int, ...]) -> Image.Image:
    """Mode "L": 255 where every band has the colour's value, else 0."""
    result = Image.new("L", image.size, 255)
    for band, value in zip(image.split(), colour, strict=True):
        result = ImageChops.darker(result, band.point([255 if level == value else 0 for level in range(256)]))
    return result


def _threshold(image: Image.Image) -> Image.Image:
    return image.point([0] * _HALF + [255] * _HALF)


def _not_empty(mask: Image.Image) -> Image.Image:
    if mask.getbbox() is None:
        raise PictureError("mask_empty", "Nothing is painted yet. Brush over what should go, then try again.")
    return mask
