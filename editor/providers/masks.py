"""Masks as services want them on the wire: hard edges, each pixel one of two colours."""

from __future__ import annotations

from PIL import Image, ImageChops

from editor.imaging.png import png
from editor.providers.base import MaskEncoding, Setting

GREY_MASKS: tuple[MaskEncoding, ...] = ("white on black", "black on white")


def grey_mask(name: str) -> Setting:
    """The setting of a service that does not say which of the two it erases."""
    what = "how the mask is coloured, what is to be erased first"
    return Setting(name=name, what=what, default=GREY_MASKS[0], kind="word", choices=GREY_MASKS)


_ERASE: dict[MaskEncoding, tuple[int, ...]] = {
    "white on black": (255,),
    "#7878CD on transparent": (120, 120, 205, 255),
    "#7878CD on black": (120, 120, 205),
}
"""The colour of what is to be erased; the rest is zero in every channel."""
_MODES = {3: "RGB", 4: "RGBA"}


def encode_mask(mask: Image.Image, encoding: MaskEncoding) -> bytes:
    """The PNG of a mask (mode "L", 255 = erase, else 0), exactly as large, 8 bits a channel.

    Raises KeyError for "none".
    """
    if encoding == "black on white":
        return png(ImageChops.invert(mask))
    # Channel by channel: pasting a colour through a mask of 24 MP takes four times as long.
    channels = [mask if value == 255 else mask.point([0] * 255 + [value]) for value in _ERASE[encoding]]
    return png(Image.merge(_MODES[len(channels)], channels) if len(channels) > 1 else mask)
