"""Smart select: the outline of a thing whose every pixel is known, from a click or a box."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.imaging.select import Found, Pixels, find_at, find_in
from tests.imaging.things import KINDS, Scene, overlap, scene

SAMPLE = Path("editor/sample")
CLICKS = {"mug": (1550, 1851), "wall clock": (3137, 933), "shoes": (2915, 2706)}
"""Where dana presses on things of the sample photo; of the shoes, on the left one."""


def spread(found: Found | None, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """The found mask in the whole picture."""
    assert found
    left, top, right, bottom = found.box
    whole = np.zeros(shape[:2], np.bool_)
    whole[top:bottom, left:right] = found.mask > 0
    assert set(np.unique(found.mask)) <= {0, 255}
    return whole


def grown(box: tuple[int, int, int, int], share: float) -> tuple[int, int, int, int]:
    """A box as a hand draws it: somewhat around the thing."""
    more = round(share * (box[2] - box[0]))
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


@pytest.mark.parametrize("large", [0.05, 0.13])
@pytest.mark.parametrize("kind", KINDS)
def test_a_click_finds_the_thing_to_its_edge(kind: str, large: float) -> None:
    room = scene(kind, large=large)

    assert overlap(spread(find_at(room.pixels, room.click), room.pixels.shape), room.truth) > 0.96


@pytest.mark.parametrize("kind", KINDS)
def test_a_box_finds_the_thing_to_its_edge(kind: str) -> None:
    room = scene(kind, seed=2)

    assert overlap(spread(find_in(room.pixels, grown(room.box, 0.08)), room.pixels.shape), room.truth) > 0.95


def test_on_a_large_photo_the_edge_is_as_true() -> None:
    room = scene("mug", (3600, 2400), large=0.2)

    assert overlap(spread(find_at(room.pixels, room.click), room.pixels.shape), room.truth) > 0.98


def test_a_thing_at_the_pictures_side_is_found() -> None:
    room = scene("bin")
    left, top, _right, bottom = room.box
    cut = room.pixels[:, left + 30 :]
    truth = room.truth[:, left + 30 :]
    click = (room.click[0] - left - 30, room.click[1])

    found = find_in(np.ascontiguousarray(cut), (-20, top - 20, room.box[2] - left, bottom + 20))

    assert overlap(spread(found, truth.shape), truth) > 0.95
    assert truth[int(click[1]), int(click[0])]


@pytest.mark.parametrize("name", CLICKS)
def test_things_of_the_sample_photo_are_found_where_they_are(name: str) -> None:
    things = {each["name"]: each["box"] for each in json.loads((SAMPLE / "things.json").read_text())}
    left, top, right, bottom = things[name]
    if name == "shoes":
        right = 3040  # between the two
    box = np.zeros((3072, 4608), np.bool_)
    box[top:bottom, left:right] = True
    with Image.open(SAMPLE / "living-room.jpg") as photo:
        pixels = np.asarray(photo.convert("RGB"))

    found = spread(find_at(pixels, CLICKS[name]), pixels.shape)

    y, x = np.nonzero(found)
    bounds = np.zeros_like(box)
    bounds[y.min() : y.max() + 1, x.min() : x.max() + 1] = True
    assert overlap(bounds, box) > 0.75
    assert np.count_nonzero(found & box) / np.count_nonzero(found) > 0.97


def test_on_a_bare_wall_nothing_stands_out() -> None:
    wall = np.full((600, 900, 3), 200, np.uint8)
    grain = np.random.default_rng(1).normal(0, 3, (600, 900, 1))

    assert find_at(wall, (450, 300)) is None
    assert find_in(wall, (300, 200, 500, 400)) is None
    assert find_at(np.clip(wall + grain, 0, 255).astype(np.uint8), (450, 300)) is None


def test_a_ring_is_taken_with_its_hole() -> None:
    room = np.full((600, 900, 3), 205, np.uint8)
    cv2.circle(room, (450, 300), 80, (180, 40, 40), 30, cv2.LINE_AA)
    truth = np.zeros((600, 900), np.uint8)
    cv2.circle(truth, (450, 300), 95, 255, -1)

    assert overlap(spread(find_in(room, (330, 180, 570, 420)), room.shape), truth > 0) > 0.97


@pytest.mark.parametrize("box", [(0, 0, 3, 3), (100, 100, 100, 200), (-50, -50, -10, -10), (0, 0, 900, 600)])
def test_a_box_that_holds_nothing_to_tell_apart_finds_nothing(box: tuple[int, int, int, int]) -> None:
    assert find_in(np.full((600, 900, 3), 200, np.uint8), box) is None


def test_the_same_question_has_the_same_answer_in_any_thread_and_after_any_other() -> None:
    room = scene("bag", (900, 600))
    first = spread(find_at(room.pixels, room.click), room.pixels.shape)
    cv2.setRNGSeed(99)
    find_in(room.pixels, (10, 10, 300, 300))
    with ThreadPoolExecutor(4) as threads:
        others = list(threads.map(lambda _: find_at(room.pixels, room.click), range(4)))

    assert all(np.array_equal(spread(other, room.pixels.shape), first) for other in others)


ROOM: Scene = scene("star", (420, 300))


@settings(max_examples=12, deadline=None)
@given(
    x=st.floats(0, 419.99), y=st.floats(0, 299.99), noise=st.integers(0, 60), side=st.sampled_from([9, 40, 133, 420])
)
def test_whatever_is_found_lies_in_the_picture_and_at_the_click(x: float, y: float, noise: int, side: int) -> None:
    grain = np.random.default_rng(noise).normal(0, noise, ROOM.pixels.shape)
    pixels: Pixels = np.clip(ROOM.pixels + grain, 0, 255).astype(np.uint8)[:, :side]
    x *= side / 420

    found = find_at(np.ascontiguousarray(pixels), (x, y))

    if found:
        left, top, right, bottom = found.box
        assert 0 <= left < right <= side
        assert 0 <= top < bottom <= 300
        assert found.mask.shape == (bottom - top, right - left)
        rows, columns = np.nonzero(found.mask)
        assert np.hypot(columns + left + 0.5 - x, rows + top + 0.5 - y).min() < 16


@settings(max_examples=12, deadline=None)
@given(x=st.integers(-40, 400), y=st.integers(-40, 280), width=st.integers(1, 460), height=st.integers(1, 340))
def test_what_a_box_finds_stays_in_it(x: int, y: int, width: int, height: int) -> None:
    found = find_in(ROOM.pixels, (x, y, x + width, y + height))

    if found:
        assert max(0, x) <= found.box[0] < found.box[2] <= min(420, x + width)
        assert max(0, y) <= found.box[1] < found.box[3] <= min(300, y + height)
        assert found.mask.shape == (found.box[3] - found.box[1], found.box[2] - found.box[0])
