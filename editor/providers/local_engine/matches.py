"""Where in the picture each filled pixel looks like: an approximate nearest-neighbour field.

C. Barnes et al., PatchMatch: A Randomized Correspondence Algorithm for Structural Image Editing, SIGGRAPH 2009,
for all pixels of a hole at once: candidates come from the neighbours' offsets and from random places at shrinking
distances. Patches are compared by their lowest cosine coefficients, 16 numbers instead of 147.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Hole, Picture, Places

SIDE = 7
LUMA_ORDERS, CHROMA_ORDERS = 4, 2
CHROMA_WEIGHT = np.float32(2)
"""Colour differences are smaller numbers than those of light, and worse to look at when they are wrong."""

ROUNDS = 8
RANDOM_TRIES = 3


@dataclass(frozen=True)
class Field:
    """For each pixel of a hole, at `rows`, `columns`, how far down and right of it its match lies."""

    rows: Places
    columns: Places
    down: Places
    right: Places


def describe(picture: Picture) -> Floats:
    """HxWx16: what surrounds each pixel; the squared distance of two is about that of their 7 x 7 patches."""
    light = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    light[..., 1:] *= CHROMA_WEIGHT
    waves = _cosines()
    channels = [
        cv2.sepFilter2D(light[..., channel], cv2.CV_32F, waves[j], waves[i], borderType=cv2.BORDER_REFLECT)
        for channel, orders in ((0, LUMA_ORDERS), (1, CHROMA_ORDERS), (2, CHROMA_ORDERS))
        for i in range(orders)
        for j in range(orders - i)
    ]
    return np.ascontiguousarray(np.stack(channels, -1))


def _cosines() -> Floats:
    """The orthonormal cosine basis of SIDE numbers, lowest first."""
    order, place = np.mgrid[:SIDE, :SIDE]
    basis = np.cos(np.pi * (place + 0.5) * order / SIDE) * np.sqrt(2 / SIDE)
    basis[0] /= np.sqrt(2)
    return np.asarray(basis, np.float32)


def find(picture: Picture, hole: Hole, sources: Hole, seed: int) -> Field:
    """The field of a hole that is filled already; every match is one of `sources`, which must not be empty."""
    search = _Search(describe(picture), hole, sources, np.random.default_rng(seed))
    for number in range(ROUNDS):
        for step in (16, 8, 4, 2, 1) if number == 0 else (8, 1) if number < ROUNDS // 2 else (1,):
            for down, right in ((0, step), (0, -step), (step, 0), (-step, 0)):
                search.ask_neighbours(down, right)
        for _ in range(RANDOM_TRIES):
            search.look_around()
    return search.field()


class _Search:
    def __init__(self, looks: Floats, hole: Hole, sources: Hole, random: np.random.Generator) -> None:
        self.height, self.width = hole.shape
        self.rows, self.columns = np.nonzero(hole)
        self.number = np.full(hole.shape, -1, np.intp)
        self.number[self.rows, self.columns] = np.arange(len(self.rows))
        self.looks = looks.reshape(-1, looks.shape[-1])
        self.wanted = self.looks[self.rows * self.width + self.columns]
        self.allowed = sources.ravel()
        self.random = random
        places = np.flatnonzero(self.allowed)
        self.match = places[random.integers(0, len(places), len(self.rows))]
        self.cost = self._distance(np.arange(len(self.rows)), self.match)

    def ask_neighbours(self, down: int, right: int) -> None:
        """Try for every pixel the offset of the pixel `down` and `right` of it."""
        rows, columns = self.rows + down, self.columns + right
        who = np.flatnonzero(self._inside(rows, columns))
        neighbour = self.number[rows[who], columns[who]]
        who, neighbour = who[neighbour >= 0], neighbour[neighbour >= 0]
        row, column = np.divmod(self.match[neighbour], self.width)
        self._offer(who, row - down, column - right, 1.0)

    def look_around(self) -> None:
        """Try for every pixel a random place around its match."""
        count = len(self.rows)
        reach = np.maximum(1.0, max(self.height, self.width) * 2.0 ** -self.random.uniform(0, 9, count))
        row, column = np.divmod(self.match, self.width)
        row = row + (self.random.uniform(-1, 1, count) * reach).astype(np.intp)
        column = column + (self.random.uniform(-1, 1, count) * reach).astype(np.intp)
        # Clearly better only: a random place breaks the run of pixels that are copied together.
        self._offer(np.arange(count), row, column, 0.9)

    def field(self) -> Field:
        row, column = np.divmod(self.match, self.width)
        return Field(self.rows, self.columns, row - self.rows, column - self.columns)

    def _offer(self, who: Places, row: Places, column: Places, eager: float) -> None:
        inside = self._inside(row, column)
        who, place = who[inside], row[inside] * self.width + column[inside]
        useful = self.allowed[place] & (place != self.match[who])
        who, place = who[useful], place[useful]
        cost = self._distance(who, place)
        better = cost < self.cost[who] * eager
        self.match[who[better]], self.cost[who[better]] = place[better], cost[better]

    def _distance(self, who: Places, place: Places) -> Floats:
        difference = self.looks[place] - self.wanted[who]
        return np.asarray(np.einsum("ij,ij->i", difference, difference), np.float32)

    def _inside(self, row: Places, column: Places) -> Hole:
        inside: Hole = (row >= 0) & (row < self.height) & (column >= 0) & (column < self.width)
        return inside
