"""What a file is, told from its bytes alone; its name and the browser's word are never asked."""

import re

from .errors import PictureError

WORKS = "JPEG, PNG, WebP, BMP, TIFF and HEIC work."

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_RAW_SIGNATURES = (b"IIRO", b"IIRS", b"MMOR", b"IIU\x00", b"FUJIFILMCCD-RAW", b"FOVb", b"\x00MRM")
_TIFF_SIGNATURES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_REFUSED = (
    (b"GIF87a", "a GIF"),
    (b"GIF89a", "a GIF"),
    (b"%PDF-", "a PDF document"),
    (b"8BPS", "a Photoshop document"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_TEXT_SCANNED = 4096


def sniff(data: bytes) -> str:
    """ "JPEG", "PNG", "WEBP", "BMP", "TIFF" or "HEIF", by the signature at the very first byte.

    Raises PictureError (svg, format_unsupported, not_a_picture) with a sentence that names what it is, where known.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"BM"):
        return "BMP"
    if data.startswith(_TIFF_SIGNATURES):
        return _tiff_or_raw(data)
    if data[4:8] == b"ftyp":
        return _heif_or_refused(data)
    raise _refusal(data)


def _tiff_or_raw(data: bytes) -> str:
    if data[8:10] == b"CR":
        raise unsupported("a camera raw file")
    return "TIFF"


def _heif_or_refused(data: bytes) -> str:
    box = int.from_bytes(data[:4], "big")
    major = data[8:12]
    compatible = {data[at : at + 4] for at in range(16, min(box, 256), 4)}
    if major == b"crx ":
        raise unsupported("a camera raw file")
    if major in _AVIF_BRANDS or (compatible & _AVIF_BRANDS and b"heic" not in compatible):
        raise unsupported("an AVIF picture")
    if major in _HEIC_BRANDS:
        return "HEIF"
    raise unsupported("a video or another kind of media file")


def _refusal(data: bytes) -> PictureError:
    if data.startswith(_RAW_SIGNATURES):
        return unsupported("a camera raw file")
    for signature, name in _REFUSED:
        if data.startswith(signature):
            return unsupported(name)
    head = data[:_TEXT_SCANNED]
    if _SVG.search(head):
        return PictureError("svg", f"This is an SVG drawing, not a photo. Export it as PNG; {WORKS}")
    if _is_text(head):
        return PictureError("not_a_picture", f"This file holds text, not a picture, whatever its name says. {WORKS}")
    return PictureError("not_a_picture", f"This is not a picture that can be read here. {WORKS}")


def unsupported(what: str) -> PictureError:
    """The refusal of a known format that is not accepted. `what` reads after "This is"."""
    return PictureError("format_unsupported", f"This is {what}, which cannot be used here. {WORKS}")


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return b"\x00" not in head and not re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", head)
