"""Pictures for keeping (lossless PNG) and for handing out (PNG, JPEG, WebP)."""

from io import BytesIO
from typing import Any, BinaryIO, Literal

from PIL import Image

from .errors import PictureError
from .exif import Original, exif_bytes, read_original
from .png import png
from .renditions import flattened

Kind = Literal["png", "jpeg", "webp"]

WEBP_LONGEST = 16_383

_JPEG_QUALITY = 92
_WEBP_QUALITY = 90


def lossless_png(image: Image.Image) -> bytes:
    """A working picture as PNG, with its profile: how revisions are kept."""
    return png(image, icc_profile=image.info.get("icc_profile"))


def export(image: Image.Image, kind: Kind, source: BinaryIO | None, *, keep_location: bool) -> bytes:
    """A working picture as a file to hand out, at its own size, with what the original file said about it.

    kind: "png" (lossless), "jpeg" (alpha laid on a light ground; the original's quantisation tables and subsampling
    when that is a JPEG, else quality 92 without subsampling) or "webp" (quality 90).
    source: the original's file, for its EXIF, profile and resolution; None leaves them out. Orientation becomes 1,
    the embedded thumbnail goes (it shows what was erased), and without keep_location the GPS position goes too.
    XMP and IPTC are never taken over: they repeat place, orientation and thumbnails under other names.

    Raises PictureError("webp_too_large") above 16383 px a side.
    """
    if kind == "webp" and max(image.size) > WEBP_LONGEST:
        raise PictureError(
            "webp_too_large",
            f"WebP ends at {WEBP_LONGEST} pixels a side and this photo is {image.width} × {image.height}. "
            "Download it as PNG or JPEG.",
        )
    original = read_original(source) if source else None
    said = _said(image, original, keep_location=keep_location)
    if kind == "png":
        return png(image, **said)
    out = BytesIO()
    picture = flattened(image) if kind == "jpeg" else image
    picture.save(out, kind.upper(), **_quality(kind, original), **said)
    return out.getvalue()


def _quality(kind: Literal["jpeg", "webp"], original: Original | None) -> dict[str, Any]:
    if kind == "webp":
        return {"quality": _WEBP_QUALITY}
    if original and original.tables:
        return {"qtables": original.tables, "subsampling": original.subsampling}
    return {"quality": _JPEG_QUALITY, "subsampling": 0}


def _said(image: Image.Image, original: Original | None, *, keep_location: bool) -> dict[str, Any]:
    """EXIF, profile and resolution, each only where there is one."""
    said: dict[str, Any] = {}
    # A working picture drops a profile that says sRGB; the original's own words for it go out again.
    icc = image.info.get("icc_profile") or (original.icc if original else None)
    if icc:
        said["icc_profile"] = icc
    if original:
        if exif := exif_bytes(original.exif, image.size, keep_location=keep_location):
            said["exif"] = exif
        if original.dpi:
            said["dpi"] = original.dpi
    return said
