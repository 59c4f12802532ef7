"""Any opened picture into a working picture: 8 bit, RGB or RGBA, in an RGB colour space."""

import re
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from .colour import differs_from_srgb, lab_to_srgb, profile_space, to_srgb

_OPAQUE = (255, 255)
_MIN_IS_WHITE = 0
_PHOTOMETRIC = 262
# The space that a profile must describe to fit a mode.
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}


def working(image: ImageFile.ImageFile, kind: str) -> Image.Image:
    """Decodes an opened file of a sniffed kind into a working picture (see photo.py), not yet turned.

    Raises whatever the decoder does.
    """
    depth = _depth(image)  # told by the opened header; loading forgets it
    image.load()
    pixels, alpha = _separate(image, kind, depth)
    picture = _in_rgb(pixels, image.info.get("icc_profile"))
    if alpha is not None and alpha.getextrema() != _OPAQUE:
        picture.putalpha(alpha)
    return picture


def _depth(image: ImageFile.ImageFile) -> int:
    """Bits in a stored sample, 8 unless the decoder's name for them says otherwise ("I;12", "RGB;16B")."""
    args = image.tile[0].args if image.tile else ""
    raw = args[0] if isinstance(args, tuple) and args else args
    depth = re.search(r";(\d+)", raw) if isinstance(raw, str) else None
    return int(depth[1]) if depth else 8


def _separate(image: Image.Image, kind: str, depth: int) -> tuple[Image.Image, Image.Image | None]:
    """The pixels in 8 bit (L, RGB, CMYK or LAB) and the alpha, if any. A premultiplied picture is undone."""
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return _from_deep(image, kind, depth)
    if mode in {"P", "PA"}:
        return _without_alpha(image.convert("RGBA" if image.has_transparency_data else "RGB"))
    if mode in {"La", "RGBa"}:
        return _without_alpha(image.convert(mode.upper()))
    if "transparency" in image.info and mode in {"1", "L", "RGB"}:
        image.info["transparency"] = _in_8_bit(image.info["transparency"], depth)
        return _without_alpha(image.convert("RGBA"))
    if mode in {"LA", "RGBA"}:
        return _without_alpha(image)
    return (image if mode in _SPACES else image.convert("L" if mode == "1" else "RGB")), None


def _without_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    if image.mode == "RGB":
        return image, None
    return image.convert("L" if image.mode == "LA" else "RGB"), image.getchannel("A")


def _in_8_bit(value: int | tuple[int, ...], depth: int) -> int | tuple[int, ...]:
    """A transparent colour's samples as Pillow decodes pixels: the high byte of 16 bits, 1 to 4 bits stretched."""
    if isinstance(value, tuple):
        return tuple(cast("int", _in_8_bit(sample, depth)) for sample in value)
    if depth == 16:
        return value >> 8
    return value * 255 // (2**depth - 1) if depth in {2, 4} else value


def _from_deep(image: Image.Image, kind: str, depth: int) -> tuple[Image.Image, Image.Image | None]:
    """Grey of 12, 16 or 32 bits or floating point, scaled to 8 bit (Pillow's own conversion would clip it)."""
    samples = np.asarray(image)
    spare = 4 if depth == 12 else 8
    grey = (samples >> spare).astype(np.uint8) if image.mode.startswith("I;16") else _stretched(samples)
    if kind == "TIFF" and cast("dict[int, int]", image.tag_v2).get(_PHOTOMETRIC) == _MIN_IS_WHITE:  # type: ignore[attr-defined]
        grey = 255 - grey
    key = image.info.get("transparency")
    alpha = Image.fromarray(np.where(samples == key, 0, 255).astype(np.uint8)) if isinstance(key, int) else None
    return Image.fromarray(grey), alpha


def _stretched(samples: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Samples without a known white: 0 to 1 and 0 to 65535 are taken as such, else lowest to highest."""
    values = np.nan_to_num(samples.astype(np.float32), posinf=0, neginf=0)
    low, high = float(values.min()), float(values.max())
    if low >= 0 and high <= 1 and samples.dtype.kind == "f":
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 65535 and samples.dtype.kind != "f":
        low, high = 0.0, 65535.0
    return ((values - low) * (255 / max(high - low, 1e-12)) + 0.5).astype(np.uint8)


def _in_rgb(pixels: Image.Image, icc: bytes | None) -> Image.Image:
    """RGB, with the profile kept when it is one for RGB and not sRGB.

    A profile that is broken or of another space is ignored, as every viewer does.
    """
    if pixels.mode == "LAB":
        return lab_to_srgb(pixels)
    if icc and pixels.mode != "RGB" and profile_space(icc) == _SPACES[pixels.mode]:
        picture = to_srgb(pixels, icc)
    else:
        picture = pixels.convert("RGB") if pixels.mode != "RGB" else pixels
    keep = pixels.mode == "RGB" and icc and differs_from_srgb(icc)
    picture.info = {"icc_profile": icc} if keep else {}
    return picture
