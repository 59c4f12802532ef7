"""A lamp here and a cable there: one region or several, never one pixel sent twice."""

from __future__ import annotations

import functools
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from editor.imaging import fit
from editor.imaging.fit import CannotFit, FitLimits, Plan
from editor.imaging.fit.limits import Box, Size

LIMITS = FitLimits(max_side=4095)


def mask_of(size: Size, *boxes: Box) -> Image.Image:
    mask = Image.new("L", size)
    for box in boxes:
        mask.paste(255, box)
    return mask


def outside(mask: Image.Image, plans: list[Plan]) -> Image.Image:
    rest = mask.copy()
    for made in plans:
        rest.paste(0, made.crop)
    return rest


def test_far_apart_parts_get_a_region_each() -> None:
    mask = mask_of((6000, 4000), (100, 100, 300, 300), (5000, 3000, 5400, 3200))

    plans = fit.plan_parts(mask.size, mask, LIMITS)

    assert sorted(made.crop for made in plans) == [(0, 0, 428, 428), (4800, 2800, 5600, 3400)]
    assert all(made.scale == 1 for made in plans)


def test_parts_that_lie_close_share_one() -> None:
    mask = mask_of((6000, 4000), (100, 100, 300, 300), (400, 100, 500, 300))

    assert fit.plan_parts(mask.size, mask, LIMITS) == [fit.plan(mask.size, mask, LIMITS)]


def test_a_service_that_takes_the_whole_picture_gets_it_once() -> None:
    mask = mask_of((6000, 4000), (100, 100, 300, 300), (5000, 3000, 5400, 3200))

    (made,) = fit.plan_parts(mask.size, mask, FitLimits(whole_picture=True))

    assert made.crop == (0, 0, 6000, 4000)


def test_no_more_parts_than_dana_pays_for() -> None:
    corners = [(x, y, x + 20, y + 20) for x in (50, 3500, 6900) for y in (50, 1000, 1900)]
    mask = mask_of((7000, 2000), *corners)

    assert len(fit.plan_parts(mask.size, mask, LIMITS, most=9)) == 9
    fewer = fit.plan_parts(mask.size, mask, LIMITS, most=3)
    assert len(fewer) == 3
    assert outside(mask, fewer).getbbox() is None


def test_a_scatter_of_dots_is_one_region() -> None:
    mask = Image.new("L", (1000, 1000))
    for x in range(0, 1000, 40):
        for y in range(0, 1000, 40):
            mask.putpixel((x, y), 255)

    assert len(fit.plan_parts(mask.size, mask, LIMITS)) == 1


def test_several_regions_are_worth_it_where_one_would_be_scaled_down_or_far_larger() -> None:
    corners = mask_of((6000, 4000), (100, 100, 300, 300), (5000, 3000, 5400, 3200))
    whole, parts = fit.plan(corners.size, corners, LIMITS), fit.plan_parts(corners.size, corners, LIMITS)
    assert whole.scale < 1
    assert fit.worth_splitting(whole, parts)
    assert not fit.worth_splitting(whole, [whole])
    unlimited = FitLimits()
    assert fit.worth_splitting(fit.plan(corners.size, corners, unlimited), parts)

    near = mask_of((900, 400), (20, 20, 380, 380), (700, 20, 880, 380))
    whole, parts = fit.plan(near.size, near, unlimited), fit.plan_parts(near.size, near, unlimited)
    assert not fit.worth_splitting(whole, parts)


def test_parts_are_told_by_their_sizes() -> None:
    mask = mask_of((6000, 4000), (100, 100, 300, 300), (5000, 3000, 5400, 3200))
    assert fit.describe_parts(fit.plan_parts(mask.size, mask, LIMITS)) == "2 parts, 428 × 428 px and 800 × 600 px"


def test_nothing_painted_is_refused() -> None:
    with pytest.raises(CannotFit):
        fit.plan_parts((60, 40), Image.new("L", (60, 40)), LIMITS)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(700, 2500), st.integers(700, 2500)),
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(1, 200), st.integers(1, 200)), min_size=1, max_size=9
    ),
    st.integers(1, 5),
)
def test_parts_hold_the_whole_mask_and_never_overlap(
    size: Size, blots: list[tuple[float, float, int, int]], most: int
) -> None:
    corners = [(int(x * (size[0] - 1)), int(y * (size[1] - 1)), width, height) for x, y, width, height in blots]
    mask = mask_of(size, *[(x, y, min(size[0], x + w), min(size[1], y + h)) for x, y, w, h in corners])

    plans = fit.plan_parts(size, mask, LIMITS, most)

    assert 1 <= len(plans) <= most
    assert outside(mask, plans).getbbox() is None
    for one, other in combinations(plans, 2):
        assert (
            one.crop[2] <= other.crop[0]
            or other.crop[2] <= one.crop[0]
            or (one.crop[3] <= other.crop[1] or other.crop[3] <= one.crop[1])
        )
    masks = fit.part_masks(mask, plans)
    assert ImageChops.difference(functools.reduce(ImageChops.add, masks), mask).getbbox() is None
    for alone, made in zip(masks, plans, strict=True):
        # Sent by itself, a part is planned exactly as it was offered.
        assert fit.plan(size, alone, LIMITS) == made
    assert sum(alone.histogram()[255] for alone in masks) == mask.histogram()[255]
