"""The planned region out of the photo and, changed, back into it."""

from math import ceil

import cv2
import numpy as np
from PIL import Image

from editor.imaging import colour
from editor.imaging.renditions import flattened, srgb

from .errors import WrongShape
from .limits import Size
from .planning import Plan

_REDUCING_GAP = 3.0
_ASPECT_OFF = 0.02
_SMALLEST = 0.25  # of a result's side: what is smaller is a thumbnail or a tracking pixel, not the picture


def cut(picture: Image.Image, mask: Image.Image, plan: Plan) -> tuple[Image.Image, Image.Image]:
    """The region as it is sent: a picture in mode RGB and in sRGB, a mask in mode "L" with 0 and 255, of one size.

    Alpha is laid on a neutral ground. Padding mirrors the region, and mirrors its mask alike: what is to be erased
    would else look on from the mirror and be painted back in.
    """
    return cut_picture(picture, plan), cut_mask(mask, plan)


def cut_picture(picture: Image.Image, plan: Plan) -> Image.Image:
    """The picture's half of `cut`."""
    part = flattened(picture if plan.is_whole else picture.crop(plan.crop))
    if plan.scaled != plan.cropped:
        # First small, then colour: the profile is applied to the few pixels that stay.
        # Hamming takes half of Lanczos' time, and its sharpness is enough for what a service repaints.
        small = part.resize(plan.scaled, Image.Resampling.HAMMING, reducing_gap=_REDUCING_GAP)
        small.info = dict(part.info)
        part = small
    part = srgb(part)
    if part is picture:
        part = part.copy()
    part.info = {}
    return _mirrored(part, plan)


def cut_mask(mask: Image.Image, plan: Plan) -> Image.Image:
    """The mask's half of `cut`: a step that sends only the mask needs no picture."""
    area = mask.crop(plan.crop)
    return _mirrored(area if plan.scaled == plan.cropped else shrunk_mask(area, plan.scaled), plan)


def put_back(result: Image.Image, plan: Plan, parent: Image.Image) -> Image.Image:
    """The parent with the region replaced by a service's result, full size, in the parent's mode and profile.

    The result (any mode, its own profile or sRGB) may be larger or smaller than what was sent; it is resampled. Its
    alpha is dropped, the parent's stays. Several disjoint regions are put back one after the other, each onto the
    picture the last one gave. What lies outside the mask is `composite`'s to keep.

    Raises WrongShape where the result's aspect ratio is more than 2 % off, or its sides are below a quarter.
    """
    _check_shape(result.size, plan.sent)
    patch = _content(result, plan)
    own, target = result.info.get("icc_profile"), parent.info.get("icc_profile")
    if own != target:
        patch = colour.between(patch, own or colour.srgb_profile(), target)
    if parent.mode == "RGBA":
        patch = patch.copy()  # which may be the result itself
        patch.putalpha(parent.crop(plan.crop).getchannel("A"))
    whole = parent.copy()
    whole.paste(patch, plan.crop[:2])
    return whole


def unfitted(result: Image.Image, plan: Plan) -> Image.Image:
    """The result alone in the photo's size, where the plan took all of the photo: the parent need not be copied.

    In mode RGB, with its own profile or sRGB's; `result` itself where nothing else is to be done to it. Raises
    WrongShape, as `put_back`.
    """
    _check_shape(result.size, plan.sent)
    whole = _content(result, plan)
    whole.info = {"icc_profile": result.info.get("icc_profile") or colour.srgb_profile()}
    return whole


def shrunk_mask(mask: Image.Image, size: Size) -> Image.Image:
    """A smaller mask, hard-edged, that covers everything the larger one does, however thin.

    And about a smaller pixel more all around: that pixel holds some of what lies beside its mask.
    """
    reach = 1 + 2 * max(ceil(mask.width / size[0]), ceil(mask.height / size[1]))
    grown = cv2.dilate(np.asarray(mask), np.ones((reach, reach), np.uint8))
    return Image.fromarray(grown).resize(size, Image.Resampling.NEAREST)


def _mirrored(image: Image.Image, plan: Plan) -> Image.Image:
    if not any(plan.pad):
        return image
    left, top, right, bottom = plan.pad
    bands = [(0, 0)] * (len(image.getbands()) > 1)
    return Image.fromarray(np.pad(np.asarray(image), [(top, bottom), (left, right), *bands], mode="symmetric"))


def _check_shape(got: Size, sent: Size) -> None:
    across, down = got[0] / sent[0], got[1] / sent[1]
    # A pixel of rounding is more than 2 % of a narrow strip.
    rounding = 1 / sent[0] + 1 / sent[1]
    if abs(across - down) > max(_ASPECT_OFF * down, rounding) or max(across, down) < _SMALLEST:
        raise WrongShape(
            "result_shape",
            f"The service answered with a picture of another shape ({got[0]:,} × {got[1]:,} for "
            f"{sent[0]:,} × {sent[1]:,} pixels), so it could not be put in place.",
        )


def _content(result: Image.Image, plan: Plan) -> Image.Image:
    """The result without its padding, in the region's size."""
    left, top = plan.pad[:2]
    right, bottom = left + plan.scaled[0], top + plan.scaled[1]
    rgb = result if result.mode == "RGB" else result.convert("RGB")
    if result.size == plan.sent and plan.scaled == plan.cropped:
        return rgb.crop((left, top, right, bottom)) if any(plan.pad) else rgb
    across, down = result.width / plan.sent[0], result.height / plan.sent[1]
    box = (left * across, top * down, right * across, bottom * down)
    if box[2] - box[0] >= plan.cropped[0]:
        return rgb.resize(plan.cropped, Image.Resampling.LANCZOS, box=box)
    # Lanczos would ring at the edges of what is enlarged; OpenCV's cubic takes a fifth of the time of Pillow's.
    edges = tuple(round(edge) for edge in box)
    if edges != box:
        return rgb.resize(plan.cropped, Image.Resampling.BICUBIC, box=box)
    small = np.asarray(rgb)[edges[1] : edges[3], edges[0] : edges[2]]
    return Image.fromarray(cv2.resize(small, plan.cropped, interpolation=cv2.INTER_CUBIC))
