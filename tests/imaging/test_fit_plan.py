"""What part of dana's photo goes to a service, at what size, and how she is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.imaging import fit
from editor.imaging.fit import CannotFit, FitLimits, Plan
from editor.imaging.fit.limits import Box, Size

SMALL = FitLimits(formats=("jpeg", "png"), max_bytes=3 * 2**20, max_side=4095)
WONDERSHARE = FitLimits(formats=("png", "jpeg"), min_side=257, max_side=4999, max_aspect=4.0)
STRICTEST = FitLimits(min_side=64, max_side=1500, min_pixels=9_000, max_pixels=1_000_000, max_aspect=2.39)


@st.composite
def photo_and_bounds(draw: st.DrawFn) -> tuple[Size, Box]:
    width, height = draw(st.integers(1, 30_000)), draw(st.integers(1, 30_000))
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    right, bottom = draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height))
    return (width, height), (left, top, right, bottom)


@st.composite
def limits(draw: st.DrawFn) -> FitLimits:
    """Limits as services have them, from none to tight ones."""
    least = draw(st.integers(1, 512))
    return FitLimits(
        min_side=least,
        max_side=draw(st.none() | st.integers(2 * least, 8_000)),
        min_pixels=draw(st.integers(1, 4 * least * least)),
        max_pixels=draw(st.none() | st.integers(8 * least * least + 8, 30_000_000)),
        max_aspect=draw(st.none() | st.floats(1.3, 20)),
        whole_picture=draw(st.booleans()),
    )


@given(photo_and_bounds(), limits())
def test_every_plan_obeys_its_limits_and_holds_the_whole_mask(photo: tuple[Size, Box], limits: FitLimits) -> None:
    size, bounds = photo
    made = fit.plan_box(size, bounds, limits)

    assert limits.allow(made.sent)
    left, top, right, bottom = made.crop
    assert 0 <= left <= bounds[0]
    assert 0 <= top <= bounds[1]
    assert bounds[2] <= right <= size[0]
    assert bounds[3] <= bottom <= size[1]
    assert min(made.pad) >= 0
    assert made.scaled[0] <= made.cropped[0]
    assert made.scaled[1] <= made.cropped[1]
    assert fit.describe(made)


@given(photo_and_bounds(), limits())
def test_nothing_is_padded_where_the_photo_has_pixels(photo: tuple[Size, Box], limits: FitLimits) -> None:
    made = fit.plan_box(*photo, limits)

    if made.pad[0] + made.pad[2] and made.scale == 1:
        assert made.cropped[0] == photo[0][0]
    if made.pad[1] + made.pad[3] and made.scale == 1:
        assert made.cropped[1] == photo[0][1]


@given(photo_and_bounds(), limits())
def test_nothing_is_scaled_that_fits_with_the_least_context(photo: tuple[Size, Box], limits: FitLimits) -> None:
    size, (left, top, right, bottom) = photo
    made = fit.plan_box(size, (left, top, right, bottom), limits)
    context = 256
    near = (
        min(size[0], right + context) - max(0, left - context),
        min(size[1], bottom + context) - max(0, top - context),
    )

    if not limits.whole_picture and limits.allow(limits.padded(near)):
        assert made.scaled == made.cropped


def test_a_small_mask_on_48_megapixels_goes_unscaled_with_half_its_size_around_it() -> None:
    made = fit.plan_box((8000, 6000), (3000, 2000, 3920, 2600), SMALL)

    assert made == Plan((8000, 6000), (2540, 1540, 4380, 3060), (1840, 1520))
    assert made.scale == 1
    assert fit.describe(made) == "1,840 × 1,520 px around the mask"


def test_context_gives_way_before_the_scale_does() -> None:
    made = fit.plan_box((8000, 6000), (2000, 1000, 5500, 2000), SMALL)

    assert made.scale == 1
    assert 4090 <= made.sent[0] <= 4095


def test_a_mask_of_the_whole_photo_is_scaled_down() -> None:
    made = fit.plan_box((8000, 6000), (0, 0, 8000, 6000), SMALL)

    assert (made.crop, made.sent) == ((0, 0, 8000, 6000), (4095, 3071))
    assert fit.describe(made) == "the whole photo, 8,000 × 6,000 px, scaled to 4,095 × 3,071 px"


def test_a_whole_picture_is_never_cropped() -> None:
    made = fit.plan_box((6000, 4000), (10, 10, 20, 20), FitLimits(whole_picture=True))

    assert (made.crop, made.sent) == ((0, 0, 6000, 4000), (6000, 4000))


def test_a_panorama_of_5_to_1_is_padded_to_4_to_1() -> None:
    made = fit.plan_box((5000, 1000), (0, 0, 5000, 1000), WONDERSHARE)

    assert made.sent == (4999, 1250)
    assert made.pad == (0, 125, 0, 125)
    assert (
        fit.describe(made)
        == "the whole photo, 5,000 × 1,000 px, scaled to 4,999 × 1,000 px, padded to 4,999 × 1,250 px"
    )


def test_a_narrow_mask_takes_in_more_of_the_photo_instead_of_padding() -> None:
    made = fit.plan_box((5000, 3000), (100, 1500, 4900, 1502), WONDERSHARE)

    assert made.pad == (0, 0, 0, 0)
    assert max(made.sent) <= 4 * min(made.sent)


@pytest.mark.parametrize("at", [(0, 0), (5999, 3999), (3000, 0), (2999, 2000)])
def test_one_painted_pixel_is_sent_with_what_surrounds_it(at: Size) -> None:
    made = fit.plan_box((6000, 4000), (*at, at[0] + 1, at[1] + 1), WONDERSHARE)

    assert made.sent == (257, 257)
    assert made.pad == (0, 0, 0, 0)


def test_a_photo_smaller_than_the_service_takes_is_padded() -> None:
    made = fit.plan_box((100, 50), (10, 10, 20, 20), WONDERSHARE)

    assert (made.cropped, made.sent) == ((100, 50), (257, 257))
    assert fit.describe(made) == "the whole photo, 100 × 50 px, padded to 257 × 257 px"


def test_an_empty_mask_is_refused_with_a_sentence() -> None:
    with pytest.raises(CannotFit) as caught:
        fit.plan((60, 40), Image.new("L", (60, 40)), SMALL)
    assert caught.value.code == "mask_empty"


def test_a_mask_of_another_size_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="mask"):
        fit.plan((60, 40), Image.new("L", (61, 40), 255), SMALL)


@pytest.mark.parametrize(
    "wrong",
    [
        {"formats": ()},
        {"max_aspect": 0.5},
        {"min_side": 100, "max_side": 99},
        {"min_side": 100, "max_pixels": 9_999},
        {"min_pixels": 10_001, "max_pixels": 10_000},
    ],
)
def test_limits_that_contradict_each_other_are_refused_when_they_are_written(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"limits|format|max_aspect"):
        FitLimits(**wrong)  # type: ignore[arg-type]


def test_the_strictest_limits_still_take_a_hairline_across_a_panorama() -> None:
    made = fit.plan_box((30_000, 40), (0, 20, 30_000, 21), STRICTEST)

    assert STRICTEST.allow(made.sent)
    assert min(made.scaled) >= 1
