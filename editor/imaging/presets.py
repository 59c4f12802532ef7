"""Pictures to hand out by a preset: a JPEG in sRGB, no side above so many pixels, no more than so many bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image

from editor.marking import gettext_noop as _

from .errors import PictureError
from .exif import exif_bytes, read_original
from .renditions import Size, fitted_size, flattened, srgb

LOWEST_QUALITY = 40
"""Below it every wall shows blocks: a file that needs less is refused."""
FULL_COLOUR = 90
"""From this quality on each pixel keeps its own colour; below, four share one, as photo programs do."""


class Metadata(StrEnum):
    """What of the original's EXIF goes along: all, all but the GPS position, or nothing."""

    KEEP = "keep"
    NO_PLACE = "no_place"
    STRIP = "strip"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """`long_side` in pixels and `max_bytes` are None where there is no limit; `quality` is Pillow's, 1 to 95."""

    long_side: int | None = None
    max_bytes: int | None = None
    quality: int = 92
    metadata: Metadata = Metadata.NO_PLACE


# No listing service's rules are repeated here: they differ from one to the next, and change. The numbers are Eraser's
# own choice, and docs/archive.md says so, too.
PRESETS: dict[str, tuple[str, Preset]] = {
    "mls": (_("MLS 2048"), Preset(long_side=2048, max_bytes=5 * 2**20, quality=88)),
    "web": (_("Web 1600"), Preset(long_side=1600, max_bytes=2**20, quality=82)),
    "full": (_("Full size"), Preset()),
}


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """The file, its size in pixels, and the quality that it came to."""

    data: bytes
    size: Size
    quality: int


def hand_out(image: Image.Image, preset: Preset, source: BinaryIO | None) -> HandedOut:
    """A working picture (photo.py) by the preset; the same picture and preset give the same bytes.

    It is never enlarged. Where the file has too many bytes, its quality goes down as far as it must, to
    LOWEST_QUALITY at most. `source` is the original's file, for its EXIF and resolution; None where it is gone.

    Raises PictureError("cap_too_small").
    """
    picture = _reduced(image, preset.long_side)
    said = _said(source, picture.size, preset.metadata)
    out, quality = _within(lambda quality: _jpeg(picture, quality, said), preset)
    return HandedOut(data=out, size=picture.size, quality=quality)


def rough_bytes(size: Size, preset: Preset) -> int:
    """About what a picture of this size comes to: said before anything is made."""
    width, height = fitted_size(size, preset.long_side) if preset.long_side else size
    guess = round(width * height * (0.45 if preset.quality >= FULL_COLOUR else 0.22))
    return min(guess, preset.max_bytes or guess)


def _reduced(image: Image.Image, long_side: int | None) -> Image.Image:
    size = fitted_size(image.size, long_side) if long_side else image.size
    if size != image.size:
        # First small, then colour: the profile is applied to the few pixels that stay.
        image = image.resize(size, Image.Resampling.LANCZOS)
    return srgb(flattened(image))


def _said(source: BinaryIO | None, size: Size, metadata: Metadata) -> dict[str, Any]:
    if source is None or metadata == Metadata.STRIP:
        return {}
    original = read_original(source)
    exif = exif_bytes(original.exif, size, keep_location=metadata == Metadata.KEEP, srgb=True)
    said: dict[str, Any] = {"exif": exif} if exif else {}
    return said | ({"dpi": original.dpi} if original.dpi else {})


def _jpeg(picture: Image.Image, quality: int, said: dict[str, Any]) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=0 if quality >= FULL_COLOUR else 2, **said)
    return out.getvalue()


def _within(encode: Callable[[int], bytes], preset: Preset) -> tuple[bytes, int]:
    """The file of the highest quality that holds the cap, found by halving: eight encodings at most."""
    cap, best = preset.max_bytes, preset.quality
    data = encode(best)
    if cap is None or len(data) <= cap:
        return data, best
    low, high = min(LOWEST_QUALITY, best), best
    data = encode(low)
    if len(data) > cap:
        raise PictureError("cap_too_small", _too_small(len(data), cap))
    while high - low > 1:
        middle = (low + high) // 2
        if len(tried := encode(middle)) <= cap:
            low, data = middle, tried
        else:
            high = middle
    return data, low


def _too_small(least: int, cap: int) -> str:
    return (
        f"This picture comes to {least / 2**20:.2g} MB at the lowest quality, and {cap / 2**20:.2g} MB are allowed. "
        "Choose fewer pixels or a larger file."
    )
