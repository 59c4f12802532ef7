"""Colour spaces: what a profile says, and moving pixels between profiles.

All moves are relative colorimetric with black point compensation, as photo programs do for display and export.
"""

from functools import lru_cache
from io import BytesIO
from itertools import product
from typing import Any

from PIL import Image, ImageCms

_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_STEPS = (0, 51, 102, 153, 204, 255)
_NEARLY = 2


@lru_cache(maxsize=64)
def profile_space(icc: bytes) -> str:
    """The colour space of a profile that can be applied: "RGB", "CMYK", "GRAY", "Lab" …; "" for a broken one."""
    try:
        profile = _profile(icc)
        space = profile.profile.xcolor_space.strip()
        mode = {"GRAY": "L"}.get(space, space)
        if mode in {"L", "RGB", "CMYK"}:
            to_srgb(Image.new(mode, (1, 1)), icc)
    except Exception:  # lcms has no single error; whatever a broken profile causes only means "no profile"
        return ""
    return space


@lru_cache(maxsize=64)
def differs_from_srgb(icc: bytes) -> bool:
    """Whether this is a usable RGB profile that moves some colour by more than 2 of 255 against sRGB.

    The many variants of sRGB differ in name and bytes, so the profile is judged by what it does to 216 colours.
    """
    if profile_space(icc) != "RGB":
        return False
    before = bytes(sample for colour in product(_STEPS, repeat=3) for sample in colour)
    after = to_srgb(Image.frombytes("RGB", (len(before) // 3, 1), before), icc).tobytes()
    return any(abs(was - now) > _NEARLY for was, now in zip(before, after, strict=True))


def to_srgb(image: Image.Image, icc: bytes, mode: str = "RGB") -> Image.Image:
    """The picture's colours in sRGB, without a profile. `mode` is the wanted one, RGB or RGBA (alpha is kept).

    Raises ImageCms.PyCMSError or OSError when the profile does not fit the picture's mode.
    """
    return _moved(image, _profile(icc), ImageCms.createProfile("sRGB"), mode)


def lab_to_srgb(image: Image.Image) -> Image.Image:
    """A LAB picture (D50, as in TIFF) in sRGB."""
    return _moved(image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "RGB")


def between(image: Image.Image, icc: bytes | None, target: bytes | None) -> Image.Image:
    """A working picture moved from one profile to another (None is sRGB); the result carries the target.

    For pixels that were made in another space than the picture they go into.
    """
    if (icc or srgb_profile()) == (target or srgb_profile()):
        return image
    source, aim = (_profile(each) if each else ImageCms.createProfile("sRGB") for each in (icc, target))
    moved = _moved(image, source, aim, image.mode)
    if target:
        moved.info["icc_profile"] = target
    return moved


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """For pictures whose pixels are in sRGB and go among others."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _profile(icc: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(BytesIO(icc))


def _moved(image: Image.Image, source: Any, target: Any, mode: str) -> Image.Image:
    moved = ImageCms.buildTransform(source, target, image.mode, mode, _INTENT, _FLAGS).apply(image)
    moved.info = {}
    return moved
