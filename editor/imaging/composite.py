"""Placing a result inside the mask, and nowhere else."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from . import colour
from .errors import PictureError

Box = tuple[int, int, int, int]

_GAP = 32
"""Rows without mask that are worth a new band."""


def composite(parent: Image.Image, result: Image.Image, mask: Image.Image) -> Image.Image:
    """The parent's pixels wherever the mask is 0, byte for byte; the result's colour where it is 255.

    All three have the same size, in upright pixels. The picture has the parent's mode, profile and, everywhere,
    its alpha: erasing repaints a cut-out, it does not change its outline. A result in another mode is converted;
    its own alpha is dropped. A result that carries a profile other than the parent's is moved into the
    parent's; one without a profile is taken to be in the parent's.

    Raises PictureError("size_mismatch").
    """
    for name, other in (("result", result), ("mask", mask)):
        if other.size != parent.size:
            raise PictureError(
                "size_mismatch",
                f"The {name} is {other.width} × {other.height} pixels, but the photo is "
                f"{parent.width} × {parent.height}. Nothing was changed.",
            )
    whole = parent.copy()
    for box in _bands(mask):
        # A bilevel mask makes Pillow copy bytes; a grey one would blend them.
        inside = mask.crop(box).convert("1", dither=Image.Dither.NONE)
        whole.paste(_patch(parent, result, box, inside), box, inside)
    return whole


def _bands(mask: Image.Image) -> Iterator[Box]:
    """Boxes of whole rows that hold the mask: a few strokes across a photo are a few bands, not all of it."""
    bounds = mask.getbbox()
    if bounds is None:
        return
    rows = np.flatnonzero(np.asarray(mask).any(axis=1))
    breaks = np.flatnonzero(np.diff(rows) > _GAP)
    tops, ends = rows[np.append(0, breaks + 1)].tolist(), rows[np.append(breaks, len(rows) - 1)].tolist()
    for top, last in zip(tops, ends, strict=True):
        yield bounds[0], top, bounds[2], last + 1


def _patch(parent: Image.Image, result: Image.Image, box: Box, inside: Image.Image) -> Image.Image:
    patch = result.crop(box).convert("RGB")
    own, target = result.info.get("icc_profile"), parent.info.get("icc_profile")
    if own and own != target:
        patch = _moved_inside(patch, inside, own, target)
    if parent.mode == "RGBA":
        patch.putalpha(parent.crop(box).getchannel("A"))
    return patch


def _moved_inside(patch: Image.Image, inside: Image.Image, own: bytes, target: bytes | None) -> Image.Image:
    """The patch with the mask's pixels in the target's colours: a few strokes, where all of it may be 24 MP."""
    pixels, hole = np.array(patch), np.asarray(inside)
    moved = colour.between(Image.fromarray(pixels[hole][np.newaxis]), own, target)
    pixels[hole] = np.asarray(moved)[0]
    return Image.fromarray(pixels)
