"""Smart select: the outline of a thing whose every pixel is known, from a click or a box."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.imaging.select import Box, Deadline, Found, Pixels, Place, Point, bettered, clipped, drawn, find_at, find_in
from tests.imaging.busy import busy, innermost
from tests.imaging.things import KINDS, Scene, overlap, scene

SAMPLE = Path("editor/sample")
CLICKS = {"mug": (1550, 1851), "wall clock": (3137, 933), "shoes": (2915, 2706)}
"""Where dana presses on things of the sample photo; of the shoes, on the left one."""


def at(pixels: Pixels, point: Point, *places: Place) -> Found | None:
    """What a click finds, and further ones better, where there is time enough."""
    long = Deadline(60)
    coarse = find_at(pixels, point, long)
    for which, place in enumerate(places):
        assert coarse
        coarse = bettered(pixels, coarse, place, [Place(*point, belongs=True), *places[:which]], long)
    return drawn(pixels, coarse, long, tidy=not places) if coarse else None


def inside(pixels: Pixels, box: Box) -> Found | None:
    long = Deadline(60)
    coarse = find_in(pixels, box, long)
    found = drawn(pixels, coarse, long) if coarse else None
    return found and clipped(found, box)


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

    assert overlap(spread(at(room.pixels, room.click), room.pixels.shape), room.truth) > 0.96


@pytest.mark.parametrize("kind", KINDS)
def test_a_box_finds_the_thing_to_its_edge(kind: str) -> None:
    room = scene(kind, seed=2)

    assert overlap(spread(inside(room.pixels, grown(room.box, 0.08)), room.pixels.shape), room.truth) > 0.95


def test_on_a_large_photo_the_edge_is_as_true() -> None:
    room = scene("mug", (3600, 2400), large=0.2)

    assert overlap(spread(at(room.pixels, room.click), room.pixels.shape), room.truth) > 0.98


def test_a_thing_at_the_pictures_side_is_found() -> None:
    room = scene("bin")
    left, top, _right, bottom = room.box
    cut = room.pixels[:, left + 30 :]
    truth = room.truth[:, left + 30 :]
    click = (room.click[0] - left - 30, room.click[1])

    found = inside(np.ascontiguousarray(cut), (-20, top - 20, room.box[2] - left, bottom + 20))

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

    found = spread(at(pixels, CLICKS[name]), pixels.shape)

    y, x = np.nonzero(found)
    bounds = np.zeros_like(box)
    bounds[y.min() : y.max() + 1, x.min() : x.max() + 1] = True
    assert overlap(bounds, box) > 0.75
    assert np.count_nonzero(found & box) / np.count_nonzero(found) > 0.97


def test_on_a_bare_wall_nothing_stands_out() -> None:
    wall = np.full((600, 900, 3), 200, np.uint8)
    grain = np.random.default_rng(1).normal(0, 3, (600, 900, 1))

    assert at(wall, (450, 300)) is None
    assert inside(wall, (300, 200, 500, 400)) is None
    assert at(np.clip(wall + grain, 0, 255).astype(np.uint8), (450, 300)) is None


def test_a_ring_is_taken_with_its_hole() -> None:
    room = np.full((600, 900, 3), 205, np.uint8)
    cv2.circle(room, (450, 300), 80, (180, 40, 40), 30, cv2.LINE_AA)
    truth = np.zeros((600, 900), np.uint8)
    cv2.circle(truth, (450, 300), 95, 255, -1)

    assert overlap(spread(inside(room, (330, 180, 570, 420)), room.shape), truth > 0) > 0.97


@pytest.mark.parametrize("box", [(0, 0, 3, 3), (100, 100, 100, 200), (-50, -50, -10, -10), (0, 0, 900, 600)])
def test_a_box_that_holds_nothing_to_tell_apart_finds_nothing(box: tuple[int, int, int, int]) -> None:
    assert inside(np.full((600, 900, 3), 200, np.uint8), box) is None


def test_the_same_question_has_the_same_answer_in_any_thread_and_after_any_other() -> None:
    room = scene("bag", (900, 600))
    first = spread(at(room.pixels, room.click), room.pixels.shape)
    cv2.setRNGSeed(99)
    inside(room.pixels, (10, 10, 300, 300))
    with ThreadPoolExecutor(4) as threads:
        others = list(threads.map(lambda _: at(room.pixels, room.click), range(4)))

    assert all(np.array_equal(spread(other, room.pixels.shape), first) for other in others)


@pytest.mark.parametrize(("thing", "ground"), [("tower", "shelf"), ("bird", "bricks"), ("person", "pebbles")])
def test_a_thing_of_many_colours_on_busy_ground_is_found_by_two_more_clicks(thing: str, ground: str) -> None:
    hard = busy(thing, ground)
    coarse, places = find_at(hard.pixels, hard.click, Deadline(60)), [Place(*hard.click, belongs=True)]
    overlaps = []
    for _ in range(3):
        assert coarse
        mask = spread(drawn(hard.pixels, coarse, Deadline(60)), hard.truth.shape)
        overlaps.append(overlap(mask, hard.truth))
        place = worst(mask, hard.truth)
        coarse = bettered(hard.pixels, coarse, place, places, Deadline(60))
        places.append(place)

    assert overlaps[0] < 0.9
    assert overlaps[2] > 0.95


def test_a_hole_is_taken_out_and_stays_out_and_elsewhere_nothing_changes() -> None:
    room = np.full((600, 900, 3), 205, np.uint8)
    cv2.circle(room, (450, 300), 80, (180, 40, 40), 50, cv2.LINE_AA)
    cv2.rectangle(room, (560, 280), (700, 320), (40, 60, 160), -1)
    on_ring, hole, handle = (450.0, 220.0), Place(450, 300, belongs=False), Place(680, 300, belongs=True)

    first = spread(at(room, on_ring), room.shape)
    open_ = spread(at(room, on_ring, hole), room.shape)
    more = spread(at(room, on_ring, hole, handle), room.shape)

    assert first[300, 450]
    assert not first[300, 680]
    assert not open_[300, 450]
    changed = (first ^ open_).astype(np.uint8)
    cv2.circle(changed, (450, 300), 60, 0, -1)
    assert not cv2.erode(changed, np.ones((3, 3), np.uint8)).any(), "no more than the edge moves elsewhere"
    assert not more[300, 450]
    assert more[300, 680]


class Slow:
    """A machine on which one round of GrabCut takes as long as this."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
        self.rounds = 0
        cut = cv2.grabCut

        def slowly(*asked: Any) -> Any:
            self.rounds += 1
            time.sleep(seconds)
            return cut(*asked)

        monkeypatch.setattr(cv2, "grabCut", slowly)


def test_a_slow_machine_answers_with_the_best_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    room = scene("mug", (900, 600))
    all_of_it, slow = 7 * 3 + 4, Slow(monkeypatch, 0.2)
    until = Deadline(0.8)

    coarse = find_at(room.pixels, room.click, until)

    assert coarse
    assert slow.rounds < all_of_it / 2
    assert until.over
    assert overlap(spread(drawn(room.pixels, coarse, until), room.truth.shape), room.truth) > 0.7


def test_where_time_is_over_no_window_is_begun_and_a_further_place_looks_into_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = scene("mug", (900, 600))
    coarse = find_at(room.pixels, room.click, Deadline(60))
    slow = Slow(monkeypatch, 0)

    assert find_at(room.pixels, room.click, Deadline(0)) is None
    assert slow.rounds == 0
    assert coarse
    assert bettered(room.pixels, coarse, Place(10, 10, belongs=True), [], Deadline(0)).mask.any()
    assert slow.rounds == 1
    assert find_in(room.pixels, room.box, Deadline(0))
    assert slow.rounds == 2


def worst(mask: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> Place:
    """The middle of what is most wrong, where a person would click next."""
    (missing, lacks), (wrong, has) = innermost(truth & ~mask), innermost(mask & ~truth)
    (x, y), belongs = (missing, True) if lacks > has else (wrong, False)
    return Place(x, y, belongs)


ROOM: Scene = scene("star", (420, 300))


@settings(max_examples=12, deadline=None)
@given(
    x=st.floats(0, 419.99), y=st.floats(0, 299.99), noise=st.integers(0, 60), side=st.sampled_from([9, 40, 133, 420])
)
def test_whatever_is_found_lies_in_the_picture_and_at_the_click(x: float, y: float, noise: int, side: int) -> None:
    grain = np.random.default_rng(noise).normal(0, noise, ROOM.pixels.shape)
    pixels: Pixels = np.clip(ROOM.pixels + grain, 0, 255).astype(np.uint8)[:, :side]
    x *= side / 420

    found = at(np.ascontiguousarray(pixels), (x, y))

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
    found = inside(ROOM.pixels, (x, y, x + width, y + height))

    if found:
        assert max(0, x) <= found.box[0] < found.box[2] <= min(420, x + width)
        assert max(0, y) <= found.box[1] < found.box[3] <= min(300, y + height)
        assert found.mask.shape == (found.box[3] - found.box[1], found.box[2] - found.box[0])
