"""A hand that paints things of the sample photo, given in the photo's own pixels."""

from __future__ import annotations

import json
import math

from playwright.sync_api import Page

from tests.start.installation import ROOT

THINGS = ROOT / "editor" / "sample" / "things.json"
ROWS = 5
"""Passes of the brush over a thing, from its top to its bottom."""
REACH = 18
"""CSS pixels the brush reaches past its middle, less the margin a thing should get."""

Place = tuple[float, float]


def box_of(thing: str) -> list[int]:
    found = (each["box"] for each in json.loads(THINGS.read_text(encoding="utf-8")) if each["name"] == thing)
    box: list[int] = next(found)
    return box


def on_screen(page: Page, *places: Place) -> list[Place]:
    left, top, scale = page.evaluate(
        """() => {
            const photo = document.querySelector('.photo');
            const box = photo.getBoundingClientRect();
            return [box.left, box.top, box.width / photo.offsetWidth];
        }"""
    )
    return [(left + x * scale, top + y * scale) for x, y in places]


def brush_over(page: Page, box: list[int]) -> None:
    (left, top), (right, bottom) = on_screen(page, (box[0], box[1]), (box[2], box[3]))
    left, right = sorted((left + REACH, right - REACH))
    top, bottom = sorted((top + REACH, bottom - REACH))
    for row in range(ROWS):
        y = top + (bottom - top) * row / (ROWS - 1)
        ends = [left, right]
        page.mouse.move(ends[row % 2], y)
        if row == 0:
            page.mouse.down()
        page.mouse.move(ends[1 - row % 2], y, steps=8)
    page.mouse.up()


def begin_loop(page: Page, box: list[int], *, part: float = 0.8, wide: float) -> None:
    """Draws that part of a loop around the box, and does not let go."""
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    across, down = (box[2] - box[0]) * wide, (box[3] - box[1]) * wide
    steps = 40
    for step in range(round(steps * part) + 1):
        turn = 2 * math.pi * step / steps
        wobble = 1 + 0.04 * math.sin(3 * turn)
        (at,) = on_screen(
            page, (middle[0] + across * wobble * math.cos(turn), middle[1] + down * wobble * math.sin(turn))
        )
        page.mouse.move(*at)
        if step == 0:
            page.mouse.down()
