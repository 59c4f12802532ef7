"""What the readers of containers report."""

from dataclasses import dataclass

from editor.marking import gettext_noop as _

from ..errors import PictureError

Size = tuple[int, int]


@dataclass(frozen=True)
class Structure:
    """A file's outline.

    size: stored (not yet upright) width and height, None where only the decoder knows;
    frames: pictures in the file; note: what the person should know about that, or "";
    whole: the file reaches the end its format declares;
    loose: the bytes that are not compressed picture (metadata, gaps), where foreign content can hide;
    tail: what follows the picture's end;
    exif: EXIF found where Pillow only looks after decoding;
    turns: the container says itself how its picture is to be turned.
    """

    whole: bool
    size: Size | None = None
    frames: int = 1
    note: str = ""
    loose: bytes = b""
    tail: bytes = b""
    exif: bytes = b""
    turns: bool = False


def unsupported_compression(what: str) -> PictureError:
    """The refusal of a compression that cannot be decoded here. `what` names it: "lossless JPEG"."""
    return PictureError(
        "compression_unsupported",
        f"This photo is stored as {what}, which cannot be read here. Save it as an ordinary JPEG or PNG.",
    )


def too_complex() -> PictureError:
    """The refusal of a file built to keep a program busy."""
    return PictureError(
        "too_complex",
        _("This file is built from an unreasonable number of parts. Save the photo again in a photo program."),
    )
