"""Colour spaces: what a profile says, and moving pixels between profiles."""

from functools import lru_cache
from io import BytesIO
from itertools import product
from typing import Any

from PIL import Image, ImageCms

_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_STEPS = (0, 51, 102, 153, 204, 255)
_NEARLY = 2


def profile_space(icc: bytes) -> str:
    """The colour space a profile describes: "RGB", "CMYK", "GRAY", "Lab" …, or "" for a broken profile."""
    try:
        return ImageCms.ImageCmsProfile(BytesIO(icc)).profile.xcolor_space.strip()
    except Exception:  # lcms has no single error; whatever a broken profile causes, it only means "no profile"
        return ""


@lru_cache(maxsize=64)
def is_srgb(icc: bytes) -> bool:
    """Whether an RGB profile moves no colour by more than 2 of 255, as the many variants of sRGB do.

    Names and profile ids differ between makers, so the profile is judged by what it does to 216 colours.
    """
    probe = Image.new("RGB", (len(_STEPS) ** 3, 1))
    colours = list(product(_STEPS, repeat=3))
    probe.putdata(colours)
    moved = to_srgb(probe, icc)
    return all(
        abs(was - now) <= _NEARLY
        for before, after in zip(colours, moved.getdata(), strict=True)
        for was, now in zip(before, after, strict=True)
    )


def to_srgb(image: Image.Image, icc: bytes, mode: str = "RGB") -> Image.Image:
    """The picture's colours in sRGB. `mode` is the wanted one, RGB or RGBA; alpha is carried over.

    Raises ImageCms.PyCMSError or OSError when the profile does not fit the picture's mode.
    """
    source = ImageCms.ImageCmsProfile(BytesIO(icc))
    return _transformed(image, source, ImageCms.createProfile("sRGB"), mode)


def between(image: Image.Image, icc: bytes, target: bytes | None) -> Image.Image:
    """An RGB picture's pixels moved from one profile to another (None is sRGB); the result carries the target."""
    source = ImageCms.ImageCmsProfile(BytesIO(icc))
    aim = ImageCms.ImageCmsProfile(BytesIO(target)) if target else ImageCms.createProfile("sRGB")
    moved = _transformed(image, source, aim, image.mode)
    if target:
        moved.info["icc_profile"] = target
    return moved


def _transformed(
    image: Image.Image,
    source: ImageCms.ImageCmsProfile,
    target: Any,  # Pillow gives a built-in profile a type it does not name
    mode: str,
) -> Image.Image:
    transform = ImageCms.buildTransform(source, target, image.mode, mode, _INTENT, _FLAGS)
    moved = transform.apply(image)
    moved.info = {}
    return moved
