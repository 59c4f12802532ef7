"""The original's metadata, made fit for a changed picture."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, Final

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin

from .colour import profile_space
from .containers import read_structure
from .sniff import sniff

_EXIF, _GPS = ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo
_ORIENTATION: Final = 0x0112
_MAKER_NOTE: Final = 0x927C
_SIDES: Final = (0xA002, 0xA003)
_COLOUR_SPACE: Final = 0xA001
_IS_SRGB: Final = 1
# What describes how the old file stored its pixels, or is a copy of the old picture or a place under another name
# (XMP, IPTC, Photoshop's blocks, raw previews), does not belong to the new picture.
_OF_THE_OLD_FILE: Final = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 277, 278, 279, 284, 288, 289, 317, 318, 319, 320, 322, 323}
    | {324, 325, 330, 332, 338, 339, 340, 341, 347, 513, 514, 529, 530, 531, 532, 559, 700, 33723, 34377, 34675}
)
_LONGEST: Final = 65_000  # what fits one JPEG segment, with room for its headers


@dataclass(frozen=True)
class Original:
    """What an export takes over from the original file.

    exif: what of its EXIF still holds; icc: its RGB profile; dpi: pixels per inch;
    tables and subsampling: a JPEG's quality as Pillow's save takes it, None and 0 (no subsampling) for others.
    """

    exif: Image.Exif
    icc: bytes | None
    dpi: tuple[float, float] | None
    tables: list[list[int]] | None
    subsampling: int


def read_original(source: BinaryIO) -> Original:
    """Reads the headers of a photo that came through the gate (photo.py)."""
    source.seek(0)
    data = source.read()
    kind = sniff(data)
    with Image.open(BytesIO(data), formats=[kind]) as image:
        icc = image.info.get("icc_profile")
        jpeg = image if isinstance(image, JpegImagePlugin.JpegImageFile) else None
        return Original(
            exif=_cleaned(_exif(image, kind, data)),
            icc=icc if icc and profile_space(icc) == "RGB" else None,
            dpi=image.info.get("dpi"),
            tables=_tables(jpeg) if jpeg else None,
            # Grey, CMYK and rare layouts have no value of Pillow's: then every pixel keeps its own colour.
            subsampling=max(0, JpegImagePlugin.get_sampling(jpeg)) if jpeg else 0,
        )


def exif_bytes(exif: Image.Exif, size: tuple[int, int], *, keep_location: bool, srgb: bool = False) -> bytes:
    """The EXIF block for an upright picture of this size; b"" when there is nothing to say.

    `srgb`: the colours were moved there, whatever the block said of them.
    """
    tags = Image.Exif()
    tags.endian = exif.endian
    tags.update({tag: value for tag, value in exif.items() if keep_location or tag != _GPS})
    if not tags:
        return b""
    tags[_ORIENTATION] = 1
    detail = dict(exif.get(_EXIF, {}))
    if detail:
        detail |= {tag: side for tag, side in zip(_SIDES, size, strict=True) if tag in detail}
        if srgb and _COLOUR_SPACE in detail:
            detail[_COLOUR_SPACE] = _IS_SRGB
        tags[_EXIF] = detail
    block = tags.tobytes()
    if len(block) > _LONGEST and _MAKER_NOTE in detail:
        del detail[_MAKER_NOTE]
        block = tags.tobytes()
    return block if len(block) <= _LONGEST else b""


def _exif(image: ImageFile.ImageFile, kind: str, data: bytes) -> Image.Exif:
    if kind == "TIFF":
        return image.getexif()
    exif = Image.Exif()
    # A PNG's EXIF may lie behind its pixels; Pillow would decode them to get there.
    block = read_structure(data, kind).exif or image.info.get("exif", b"")
    try:
        exif.load(block)
    except Exception:  # EXIF is written by anyone; a broken block is not worth refusing the picture for
        return Image.Exif()
    return exif


def _cleaned(exif: Image.Exif) -> Image.Exif:
    """The tags that still hold and can be written; no thumbnail (it shows the old picture), no interoperability."""
    clean = Image.Exif()
    clean.endian = exif.endian
    for tag in exif:
        if tag in _OF_THE_OLD_FILE:
            continue
        if tag in (_EXIF, _GPS):
            directory = {at: value for at, value in _directory(exif, tag).items() if _writable({tag: {at: value}})}
            if directory:
                clean[tag] = directory
        elif _writable({tag: exif[tag]}):
            clean[tag] = exif[tag]
    return clean


def _directory(exif: Image.Exif, tag: int) -> dict[int, Any]:
    try:
        return {at: value for at, value in exif.get_ifd(tag).items() if at != ExifTags.IFD.Interop}
    except Exception:  # an offset into nowhere
        return {}


def _writable(tags: dict[int, Any]) -> bool:
    """Whether Pillow can write these tags: it fails for a whole block when one value has an odd type."""
    exif = Image.Exif()
    exif.update(tags)
    try:
        return bool(exif.tobytes())
    except Exception:  # struct.error, TypeError, ValueError …, by the value's oddity
        return False


def _tables(jpeg: JpegImagePlugin.JpegImageFile) -> list[list[int]] | None:
    """The quantisation tables for brightness and colour, whatever numbers the file gives them."""
    numbers = [component[3] for component in jpeg.layer[:2]]
    if not numbers or any(number not in jpeg.quantization for number in numbers):
        return None
    return [list(jpeg.quantization[number]) for number in numbers]
