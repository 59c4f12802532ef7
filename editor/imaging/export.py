"""Pictures for keeping (lossless PNG) and for handing out (PNG, JPEG, WebP)."""

from io import BytesIO
from typing import BinaryIO, Literal

from PIL import Image

Kind = Literal["png", "jpeg", "webp"]


def lossless_png(image: Image.Image) -> bytes:
    out = BytesIO()
    write_lossless(image, out)
    return out.getvalue()


def write_lossless(image: Image.Image, out: BinaryIO) -> None:
    image.save(out, "PNG", compress_level=1)


def export(image: Image.Image, kind: Kind, source: BinaryIO | None = None, *, keep_location: bool = True) -> bytes:
    out = BytesIO()
    image.convert("RGB").save(out, kind.upper(), quality=92)
    return out.getvalue()
