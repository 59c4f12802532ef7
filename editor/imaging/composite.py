"""Placing a result inside the mask, and nowhere else."""

import numpy as np
from PIL import Image

from . import colour
from .errors import PictureError


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
    box = mask.getbbox()
    if box is None:
        return whole
    # A bilevel mask makes Pillow copy bytes; a grey one would blend them.
    inside = mask.crop(box).convert("1", dither=Image.Dither.NONE)
    whole.paste(_patch(parent, result, box, inside), box, inside)
    return whole


def _patch(
    parent: Image.Image, result: Image.Image, box: tuple[int, int, int, int], inside: Image.Image
) -> Image.Image:
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
