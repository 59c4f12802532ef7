"""Pixels out to a service and back to the very place they came from; nothing else of dana's photo moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from editor.imaging import fit
from editor.imaging.composite import composite
from editor.imaging.fit import FitLimits, Plan, WrongShape
from editor.imaging.fit.limits import Size
from editor.imaging.fit.pixels import shrunk_mask
from tests.imaging.test_fit_parts import mask_of

TIGHT = FitLimits(min_side=40, max_side=100, max_aspect=2.0)
ROOMY = FitLimits(min_side=40, max_aspect=3.0)


def noise(size: Size, mode: str = "RGB", seed: int = 5) -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], bands), np.uint8), mode)


def smooth(size: Size) -> Image.Image:
    """Two gradients: a picture that survives scaling, in which each place has a colour of its own."""
    x, y = np.linspace(0, 255, size[0]), np.linspace(0, 255, size[1])
    across, down = np.meshgrid(x, y)
    return Image.fromarray(np.stack([across, down, 255 - across], axis=2).round().astype(np.uint8))


def same(one: Image.Image, other: Image.Image) -> bool:
    return (one.mode, one.size, one.tobytes()) == (other.mode, other.size, other.tobytes())


@st.composite
def painted(draw: st.DrawFn) -> tuple[Image.Image, Image.Image]:
    size = draw(st.tuples(st.integers(1, 240), st.integers(1, 240)))
    left, top = draw(st.integers(0, size[0] - 1)), draw(st.integers(0, size[1] - 1))
    box = (left, top, draw(st.integers(left + 1, size[0])), draw(st.integers(top + 1, size[1])))
    return noise(size, draw(st.sampled_from(["RGB", "RGBA"]))), mask_of(size, box)


@settings(deadline=None)
@given(painted(), st.sampled_from([TIGHT, ROOMY]))
def test_what_is_sent_obeys_the_limits_and_the_mask_stays_hard_edged(
    case: tuple[Image.Image, Image.Image], limits: FitLimits
) -> None:
    picture, mask = case
    made = fit.plan(picture.size, mask, limits)

    part, area = fit.cut(picture, mask, made)

    assert part.size == area.size == made.sent
    assert limits.allow(part.size)
    assert (part.mode, area.mode, part.info) == ("RGB", "L", {})
    assert set(np.unique(np.asarray(area))) <= {0, 255}
    assert area.getbbox() is not None


@settings(deadline=None)
@given(painted())
def test_an_unchanged_result_is_the_photo_again_where_nothing_was_scaled(case: tuple[Image.Image, Image.Image]) -> None:
    picture, mask = case
    if picture.mode == "RGBA":
        picture.putalpha(255)
    made = fit.plan(picture.size, mask, ROOMY)
    part, _ = fit.cut(picture, mask, made)

    assert same(fit.put_back(part, made, picture), picture)


@settings(deadline=None)
@given(painted(), st.sampled_from([TIGHT, ROOMY]), st.sampled_from([0.5, 1, 2]))
def test_outside_the_mask_not_a_byte_changes_whatever_comes_back(
    case: tuple[Image.Image, Image.Image], limits: FitLimits, factor: float
) -> None:
    parent, mask = case
    made = fit.plan(parent.size, mask, limits)
    size = (round(made.sent[0] * factor), round(made.sent[1] * factor))

    full = fit.put_back(noise(size, seed=9), made, parent)
    final = composite(parent, full, mask)

    assert (full.size, full.mode) == (parent.size, parent.mode)
    before, after, kept = np.asarray(parent), np.asarray(final), np.asarray(mask) == 0
    assert np.array_equal(before[kept], after[kept])


@settings(deadline=None, max_examples=30)
@given(painted(), st.sampled_from([TIGHT, ROOMY]))
def test_each_pixel_returns_to_its_own_place_even_when_scaled(
    case: tuple[Image.Image, Image.Image], limits: FitLimits
) -> None:
    """In a gradient a shift by one sent pixel would show as a difference."""
    mask = case[1]
    parent = smooth(mask.size)
    made = fit.plan(parent.size, mask, limits)
    part, _ = fit.cut(parent, mask, made)

    returned = fit.put_back(part, made, parent)

    step = 255 / max(1, min(made.scaled) - 1)
    off = np.abs(np.asarray(parent).astype(int) - np.asarray(returned)).max()
    assert off <= max(2, step)


def test_48_megapixels_pass_a_small_service_and_stay_48() -> None:
    limits = FitLimits(formats=("jpeg", "png"), max_bytes=3 * 2**20, max_side=4095)
    parent = Image.effect_noise((8000, 6000), 60).convert("RGB")
    mask = mask_of(parent.size, (3000, 2000, 3800, 2600))

    sent = fit.prepare(parent, mask, limits)
    result = sent.picture.copy()
    result.paste((10, 200, 10), (0, 0, *result.size), sent.mask)
    final = composite(parent, fit.put_back(result, sent.plan, parent), mask)

    assert len(sent.data) <= 3 * 2**20
    assert sent.plan.scale == 1
    assert final.size == (8000, 6000)
    assert final.getpixel((3400, 2300)) == (10, 200, 10)
    assert same(final.crop((0, 0, 8000, 2000)), parent.crop((0, 0, 8000, 2000)))


def test_a_panoramas_padding_is_its_mirror_and_never_returns() -> None:
    parent = smooth((500, 100))
    mask = mask_of(parent.size, (0, 0, 500, 1))
    made = fit.plan(parent.size, mask, FitLimits(max_aspect=4.0))

    part, area = fit.cut(parent, mask, made)

    assert made.pad == (0, 12, 0, 13)
    assert same(part.crop((0, 11, 500, 12)), parent.crop((0, 0, 500, 1)))
    assert area.getbbox() == (0, 11, 500, 13)  # the mirrored line is to be erased like the line itself
    assert same(fit.put_back(part, made, parent), parent)


@pytest.mark.parametrize("size", [(60, 30), (120, 60), (240, 120), (41, 20), (122, 60)])
def test_a_result_of_another_size_is_brought_to_the_regions(size: Size) -> None:
    parent = smooth((120, 60))
    made = Plan(parent.size, (0, 0, 120, 60), (120, 60))

    returned = fit.put_back(parent.resize(size), made, parent)

    assert np.abs(np.asarray(parent).astype(int) - np.asarray(returned)).max() <= 12


@pytest.mark.parametrize("size", [(60, 60), (120, 64), (128, 60), (1, 1), (60, 120)])
def test_a_result_of_another_shape_is_refused_with_a_sentence(size: Size) -> None:
    with pytest.raises(WrongShape, match="another shape") as caught:
        fit.put_back(noise(size), Plan((120, 60), (0, 0, 120, 60), (120, 60)), noise((120, 60)))
    assert caught.value.code == "result_shape"


def test_half_a_narrow_strip_is_still_that_strip() -> None:
    parent = noise((301, 5))

    assert fit.put_back(noise((150, 2)), Plan((301, 5), (0, 0, 301, 5), (301, 5)), parent).size == (301, 5)


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "LA", "CMYK", "1"])
def test_a_result_in_any_mode_is_taken(mode: str) -> None:
    parent = noise((40, 30))
    result = Image.new("RGB", (40, 30), (255, 255, 255)).convert(mode)

    returned = fit.put_back(result, Plan((40, 30), (0, 0, 40, 30), (40, 30)), parent)

    assert returned.getpixel((5, 5)) == (255, 255, 255)


def test_a_cut_out_keeps_its_outline_and_is_sent_without_it() -> None:
    parent = noise((60, 40), "RGBA")
    made = Plan(parent.size, (10, 10, 50, 30), (40, 20))

    part, _ = fit.cut(parent, mask_of(parent.size, (20, 15, 25, 20)), made)
    returned = fit.put_back(part, made, parent)

    assert part.mode == "RGB"
    assert same(returned.getchannel("A"), parent.getchannel("A"))


def wide_gamut() -> bytes:
    """A profile whose green is not sRGB's: an XYZ one with a swapped matrix would do, lcms builds one of grey gamma."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    table = {
        bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(profile[128:132], "big"), 12)
    }
    green = table[b"gXYZ"]
    offset = int.from_bytes(profile[green + 4 : green + 8], "big")
    profile[offset + 8 : offset + 12] = round(0.2 * 65536).to_bytes(4, "big")
    return bytes(profile)


def test_a_wide_gamut_photo_is_sent_in_srgb_and_comes_back_in_its_own_colours() -> None:
    profile = wide_gamut()
    parent = Image.new("RGB", (60, 40), (150, 160, 140))
    parent.info["icc_profile"] = profile
    made = Plan(parent.size, (0, 0, 60, 40), (60, 40))

    part, _ = fit.cut(parent, mask_of(parent.size, (5, 5, 9, 9)), made)
    returned = fit.put_back(part, made, parent)

    assert part.getpixel((0, 0)) != (150, 160, 140)
    assert part.info == {}
    assert returned.info["icc_profile"] == profile
    assert np.abs(np.asarray(returned).astype(int) - np.asarray(parent)).max() <= 2


def test_a_result_that_brings_its_own_profile_is_read_by_it() -> None:
    result = Image.new("RGB", (60, 40), (150, 160, 140))
    result.info["icc_profile"] = wide_gamut()
    parent = noise((60, 40))
    made = Plan(parent.size, (0, 0, 60, 40), (60, 40))

    in_srgb, _ = fit.cut(result, mask_of(parent.size, (0, 0, 1, 1)), made)

    assert same(fit.put_back(result, made, parent), in_srgb)


def test_parts_are_put_back_one_onto_the_other() -> None:
    parent = noise((2000, 600))
    mask = mask_of(parent.size, (100, 100, 120, 120), (1800, 400, 1850, 420))
    full = parent
    for made in fit.plan_parts(parent.size, mask, FitLimits()):
        full = fit.put_back(Image.new("RGB", made.sent, (1, 2, 3)), made, full)

    final = composite(parent, full, mask)

    painted = np.asarray(mask) == 255
    assert (np.asarray(final)[painted] == (1, 2, 3)).all()
    assert np.array_equal(np.asarray(final)[~painted], np.asarray(parent)[~painted])


@given(st.tuples(st.integers(1, 90), st.integers(1, 90)), st.data())
def test_the_thinnest_stroke_survives_being_made_smaller(size: Size, data: st.DataObject) -> None:
    mask = Image.new("L", size)
    x, y = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1))
    mask.putpixel((x, y), 255)
    smaller = (data.draw(st.integers(1, size[0])), data.draw(st.integers(1, size[1])))

    shrunk = shrunk_mask(mask, smaller)

    assert shrunk.size == smaller
    assert shrunk.getpixel((x * smaller[0] // size[0], y * smaller[1] // size[1])) == 255


def test_a_wide_gamut_photo_that_went_whole_comes_back_in_its_own_colours() -> None:
    profile, parent = wide_gamut(), Image.new("RGB", (60, 40), (150, 160, 140))
    parent.info["icc_profile"] = profile
    mask = mask_of(parent.size, (20, 10, 40, 30))
    whole = fit.plan(parent.size, mask, FitLimits(whole_picture=True))
    part, _ = fit.cut(parent, mask, whole)

    final = composite(parent, fit.unfitted(part, whole), mask)

    assert final.info["icc_profile"] == profile
    assert np.abs(np.asarray(final).astype(int) - np.asarray(parent)).max() <= 2
    assert not same(part, parent)
