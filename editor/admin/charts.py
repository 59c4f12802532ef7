"""Column charts as numbers to draw: pure, no Django. The template makes an SVG of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 220
LEFT, TOP, RIGHT, BOTTOM = 56, 12, 8, 26
"""Room for the numbers at the left and the days below."""
TICKS = 4
LABELS = 8
GAP = 0.25
"""The part of a column's place that stays empty."""


@dataclass(frozen=True)
class Column:
    """What stands at one place of the chart: its name, its values from the ground up, and how it is told."""

    label: str
    values: Sequence[float]
    words: str


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Drawn:
    """One column: its bars, and the whole height over them to be pointed at."""

    words: str
    x: float
    width: float
    bars: list[Bar]


@dataclass(frozen=True)
class Mark:
    """A number at the left, or a day below."""

    x: float
    y: float
    value: float
    text: str = ""


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    top: int
    ground: int
    columns: list[Drawn]
    ticks: list[Mark]
    labels: list[Mark]


def chart(columns: Sequence[Column], least: float) -> Chart:
    """Columns side by side, the values of each on top of each other; the numbers at the left are `least` apart."""
    ground, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    highest_column = max((sum(column.values) for column in columns), default=0.0)
    step = nice_step(max(highest_column / TICKS, least))
    highest = step * TICKS
    place = (right - LEFT) / max(1, len(columns))
    scale = (ground - TOP) / highest
    drawn = [_drawn(column, LEFT + place * at, place, ground, scale) for at, column in enumerate(columns)]
    ticks = [Mark(LEFT - 8, round(ground - step * at * scale, 1), step * at) for at in range(TICKS + 1)]
    each = math.ceil(len(columns) / LABELS)
    labels = [
        Mark(round(LEFT + place * (at + 0.5), 1), HEIGHT - 8, 0, column.label)
        for at, column in enumerate(columns)
        if at % max(1, each) == 0
    ]
    return Chart(WIDTH, HEIGHT, LEFT, right, TOP, ground, drawn, ticks, labels)


def nice_step(least: float) -> float:
    """The smallest of 1, 2 and 5 with any number of noughts that is no less."""
    power = 10.0 ** math.floor(math.log10(least))
    # What is next to a step is that step: a sum of many small numbers is never quite what it should be.
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - 1e-9))


def _drawn(column: Column, x: float, place: float, ground: float, scale: float) -> Drawn:
    bars, y, width = [], ground, place * (1 - GAP)
    for series, value in enumerate(column.values):
        height = value * scale
        y -= height
        if value:
            bars.append(
                Bar(round(x + place * GAP / 2, 1), round(y, 1), round(width, 1), round(max(height, 1), 1), series)
            )
    return Drawn(column.words, round(x, 1), round(place, 1), bars)
