"""What the built-in engine does to a picture, whatever the mask."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.providers.local_engine import border, detail, light
from editor.providers.local_engine.arrays import Box, Hole, NothingToCopy, Picture
from editor.providers.local_engine.erase import erase
from editor.providers.local_engine.fill import fill
from editor.providers.local_engine.parts import ALL_SECONDS, plan, seconds
from tests.providers import scenes


@st.composite
def pictures_with_holes(draw: st.DrawFn) -> tuple[Picture, Hole]:
    """A noisy picture of any small size, and a hole of a few rectangles anywhere that leaves a tenth of it."""
    height, width = draw(st.integers(1, 70)), draw(st.integers(1, 70))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    picture = random.integers(0, 256, (height, width, 3), np.uint8)
    hole = np.zeros((height, width), bool)
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top + 1, height)), draw(st.integers(left + 1, width))
        rectangle = hole.copy()
        rectangle[top:bottom, left:right] = True
        hole = rectangle if rectangle.mean() <= 0.9 else hole
    return picture, hole


@given(pictures_with_holes(), st.integers(0, 2**64))
@settings(max_examples=40, deadline=None)
def test_outside_the_mask_nothing_changes_and_the_same_seed_gives_the_same_bytes(
    case: tuple[Picture, Hole], seed: int
) -> None:
    picture, hole = case
    before = picture.copy()
    first, second = erase(picture, hole, seed), erase(picture, hole, seed)
    assert np.array_equal(first[~hole], picture[~hole])
    assert np.array_equal(first, second)
    assert np.array_equal(picture, before)


@given(pictures_with_holes())
@settings(max_examples=60, deadline=None)
def test_every_painted_pixel_belongs_to_a_part(case: tuple[Picture, Hole]) -> None:
    _, hole = case
    covered = np.zeros_like(hole)
    for part in plan(hole):
        covered[part.hole.window] = True
    assert not (hole & ~covered).any()


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_no_seam_shows_in_a_sky(noise: float) -> None:
    picture, hole = scenes.sky(noise=noise), scenes.blob()
    painted = picture.copy()
    painted[hole] = (200, 30, 30)
    result = erase(painted, hole, 3)
    smooth = [np.asarray(cv2.GaussianBlur(each, (0, 0), 2), np.uint8) for each in (result, picture)]
    assert scenes.border_step(smooth[0], hole) <= scenes.border_step(smooth[1], hole) + 2
    assert np.abs(smooth[0].astype(int) - smooth[1])[hole].max() <= 6


def test_the_light_of_a_sky_is_taken_off_and_put_on_again() -> None:
    picture, hole = scenes.sky(), scenes.blob()
    found = light.around(picture, hole)
    assert found is not None
    even = found.taken_off(picture)
    assert (even[~hole].std(0) < picture[~hole].std(0) / 2).all()
    assert np.abs(found.put_on(even).astype(int) - picture).max() <= 2


def test_a_wall_that_ends_in_a_dark_floor_is_not_taken_for_light() -> None:
    picture = np.full((240, 320, 3), 220, np.uint8)
    picture[120:] = 60
    assert light.around(picture, scenes.blob()) is None


def test_a_thing_on_a_tiled_floor_leaves_tiles() -> None:
    picture, hole = scenes.tiles(), scenes.blob()
    painted = picture.copy()
    painted[hole] = (20, 20, 200)
    result = erase(painted, hole, 1)
    assert scenes.texture(result)[hole].mean() > 0.8 * scenes.texture(picture)[hole].mean()
    assert np.abs(result[hole].mean(0) - picture[hole].mean(0)).max() < 12


def test_texture_survives_where_a_part_was_filled_reduced() -> None:
    picture, hole = scenes.tiles(360, 480, 36), scenes.blob(360, 480)
    small, small_hole = detail.reduced(picture, hole, 3)
    filled = fill(small, small_hole, 1)
    enlarged = cv2.resize(filled, (480, 360), interpolation=cv2.INTER_CUBIC)
    restored = detail.restored(picture, hole, filled, 1)
    own = scenes.texture(picture)[hole].mean()
    assert np.array_equal(restored[~hole], picture[~hole])
    assert scenes.texture(restored)[hole].mean() > 0.8 * own
    assert scenes.texture(np.asarray(enlarged, np.uint8))[hole].mean() < 0.75 * own


def test_one_painted_pixel_takes_the_colour_around_it() -> None:
    picture = np.full((50, 60, 3), 90, np.uint8)
    picture[20, 30] = 255
    hole = np.zeros((50, 60), bool)
    hole[20, 30] = True
    assert np.abs(erase(picture, hole, 0)[20, 30].astype(int) - 90).max() <= 1


def test_a_thing_cut_off_by_the_photos_edge_is_filled() -> None:
    picture, hole = scenes.tiles(), np.zeros((240, 320), bool)
    hole[150:, :90] = True
    painted = picture.copy()
    painted[hole] = (255, 0, 255)
    result = erase(painted, hole, 1)
    assert not (result[hole] == (255, 0, 255)).all(1).any()


def test_what_is_painted_over_is_never_copied_from_elsewhere_in_the_mask() -> None:
    picture = scenes.tiles()
    hole = np.zeros((240, 320), bool)
    for left in (40, 90, 230):
        hole[100:140, left : left + 30] = True
    painted = picture.copy()
    painted[hole] = (255, 0, 255)
    result = erase(painted, hole, 1)
    assert not ((result > (200, -1, 200)) & (result < (256, 60, 256))).all(-1).any()


@pytest.mark.parametrize("known", [0, 20])
def test_a_mask_over_everything_leaves_nothing_to_copy(known: int) -> None:
    hole = np.ones((100, 100), bool)
    hole[0, :known] = False
    with pytest.raises(NothingToCopy):
        erase(scenes.tiles(100, 100), hole, 1)


def test_far_things_are_filled_apart_and_near_ones_together() -> None:
    hole = np.zeros((2000, 3000), bool)
    hole[200:240, 200:240] = hole[230:280, 250:300] = True
    hole[1700:1750, 2800:2850] = True
    parts = plan(hole)
    assert [(part.hole.top, part.reduction) for part in parts] == [(200, 1), (1700, 1)]
    assert sum(part.crop.area for part in parts) < hole.size / 50


def test_a_cable_across_the_photo_is_filled_in_pieces() -> None:
    canvas = np.zeros((3000, 4000), np.uint8)
    cv2.line(canvas, (10, 10), (3990, 2990), 1, 12)
    parts = plan(canvas.astype(bool))
    assert len(parts) > 4
    assert all(part.reduction == 1 for part in parts)
    assert sum(part.crop.area for part in parts) < canvas.size / 4


def test_a_small_thing_in_a_100_megapixel_photo_stays_a_small_job() -> None:
    hole = np.zeros((8_700, 11_600), bool)
    hole[4000:4060, 7000:7080] = True
    (part,) = plan(hole)
    assert part.reduction == 1
    assert part.crop.area < 100_000
    assert Box(4000, 4060, 7000, 7080) == part.hole


def test_a_third_of_a_48_megapixel_photo_is_filled_reduced() -> None:
    hole = np.zeros((6000, 8000), bool)
    hole[1000:5000, 2000:5600] = True
    (part,) = plan(hole)
    assert part.reduction > 1
    assert seconds(part, hole) <= ALL_SECONDS


def test_thousands_of_specks_of_dust_go_in_one_pass() -> None:
    random = np.random.default_rng(5)
    picture = scenes.tiles(600, 800)
    hole = np.zeros((600, 800), bool)
    for row, column in zip(random.integers(0, 597, 2000), random.integers(0, 797, 2000), strict=True):
        hole[row : row + 2, column : column + 2] = True
    painted = picture.copy()
    painted[hole] = 255
    result = erase(painted, hole, 1)
    assert np.array_equal(result[~hole], painted[~hole])
    assert np.abs(result[hole].mean(0) - picture[~hole].mean(0)).max() < 12


def test_the_work_is_told_part_by_part() -> None:
    hole = np.zeros((400, 900), bool)
    hole[50:70, 50:70] = hole[300:320, 800:820] = True
    told: list[tuple[str, float]] = []
    erase(scenes.tiles(400, 900), hole, 1, lambda doing, done: told.append((doing, done)))
    assert [doing for doing, _ in told] == ["Filling part 1 of 2", "Filling part 2 of 2"]
    assert [done for _, done in told] == sorted(done for _, done in told)


def test_a_fill_of_the_wrong_brightness_is_moved_to_meet_a_calm_wall() -> None:
    wall, hole = scenes.sky(noise=2), scenes.blob()
    fill = wall.copy()
    fill[hole] -= 8
    result = border.matched(wall, hole, fill).astype(int)
    assert np.array_equal(result[~hole], wall[~hole])
    assert np.abs((result - wall)[hole].mean(0)).max() < 2


def test_a_fill_in_texture_is_left_alone() -> None:
    floor, hole = scenes.tiles(), scenes.blob()
    fill = floor.copy()
    fill[hole] -= 8
    assert np.abs(border.matched(floor, hole, fill).astype(int) - fill)[hole].mean() < 2
