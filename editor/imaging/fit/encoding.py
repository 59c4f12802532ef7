"""A picture as bytes that a service takes: lossless where that fits, else as good as fits."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from editor.imaging.png import write_png

from .errors import CannotFit
from .limits import FitLimits, Format

_MEDIA_TYPES: dict[Format, str] = {
    "png": "image/png",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "jpeg": "image/jpeg",
}
_LOSSLESS: tuple[Format, ...] = ("png", "webp", "bmp")
_LOSSY: tuple[Format, ...] = ("jpeg", "webp")
_QUALITIES = (60, 65, 70, 75, 80, 84, 88, 92, 95)
_BANDS, _BAND_ROWS, _FAR_TOO_LARGE = 8, 16, 1.3
_FULL_COLOUR_FROM = 88  # below it colour at half resolution buys more than it costs


class _Full(Exception):
    """More was written than may be sent."""


class _Capped(BytesIO):
    """Stops an encoder as soon as its output is too large, instead of letting it finish for nothing."""

    def __init__(self, most: int | None) -> None:
        super().__init__()
        self._most = most

    def write(self, data: object) -> int:
        written = super().write(data)  # type: ignore[arg-type]
        if self._most is not None and self.tell() > self._most:
            raise _Full
        return written


def encode(image: Image.Image, limits: FitLimits) -> tuple[bytes, str]:
    """The picture's bytes and media type, with no profile, EXIF, place or anything else but pixels.

    Expects sRGB pixels in mode RGB. Raises CannotFit: too_many_bytes.
    """
    bare = image if image.mode == "RGB" and not image.info else image.convert("RGB")
    bare.info = {}
    lossless = _first(_LOSSLESS, limits)
    if (
        lossless
        and not _hopeless(bare, lossless, limits.max_bytes)
        and (data := _lossless(bare, lossless, limits.max_bytes)) is not None
    ):
        return data, _MEDIA_TYPES[lossless]
    lossy = _first(_LOSSY, limits)
    if lossy and (data := _best(bare, lossy, limits.max_bytes)) is not None:
        return data, _MEDIA_TYPES[lossy]
    raise CannotFit(
        "too_many_bytes",
        f"The part around the mask ({image.width:,} × {image.height:,} pixels) cannot be packed into "
        f"{limits.max_bytes:,} bytes. Another service may take it.",
    )


def _first(wanted: tuple[Format, ...], limits: FitLimits) -> Format | None:
    return next((kind for kind in wanted if kind in limits.formats), None)


def _lossless(image: Image.Image, kind: Format, most: int | None) -> bytes | None:
    if kind == "png":
        return _written(lambda out: write_png(image, out), most)
    options = {"webp": {"lossless": True, "quality": 0, "method": 0}}
    return _written(lambda out: image.save(out, kind, **options.get(kind, {})), most)


def _hopeless(image: Image.Image, kind: Format, most: int | None) -> bool:
    """Whether a few bands of a large picture let expect far too many bytes for all of it, which is then not tried.

    A picture that is nearly empty but for those bands is misjudged; it then goes at the best quality that fits.
    """
    if most is None or image.height < _BANDS * _BAND_ROWS * 8:
        return False
    tops = [image.height * (2 * at + 1) // (2 * _BANDS) for at in range(_BANDS)]
    bands = [image.crop((0, top, image.width, top + _BAND_ROWS)) for top in tops]
    tried = sum(len(_lossless(band, kind, None) or b"") for band in bands)
    return tried * image.height / (_BANDS * _BAND_ROWS) > most * _FAR_TOO_LARGE


def _best(image: Image.Image, kind: Format, most: int | None) -> bytes | None:
    """The bytes at the highest quality that fits, found by halving; None where not even the lowest does."""
    low, high = 0, len(_QUALITIES)
    found = None
    while low < high:
        middle = (low + high) // 2
        data = _lossy(image, kind, _QUALITIES[middle], most)
        low, high = (middle + 1, high) if data is not None else (low, middle)
        found = data or found
    return found


def _lossy(image: Image.Image, kind: Format, quality: int, most: int | None) -> bytes | None:
    if kind == "webp":
        return _written(lambda out: image.save(out, "webp", quality=quality, method=2), most)
    subsampling = 0 if quality >= _FULL_COLOUR_FROM else 2
    return _written(lambda out: image.save(out, "jpeg", quality=quality, subsampling=subsampling), most)


def _written(save: Callable[[BytesIO], None], most: int | None) -> bytes | None:
    out = _Capped(most)
    try:
        save(out)
    except _Full:
        return None
    return out.getvalue()
