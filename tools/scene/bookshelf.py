"""The bookshelf between sofa and kitchen, and books lying about."""

from __future__ import annotations

import random

import materials
import plants
import room
import shapes

SHELF_X = 1.1


def build() -> None:
    oak = materials.wood("shelf oak", "c79d6b", "94683d", along=0)
    upright = materials.wood("shelf side", "c79d6b", "94683d", along=2)
    width, depth, height, board = 0.98, 0.34, 1.12, 0.022
    y = room.BACK - depth / 2 - 0.016
    for side in (-1, 1):
        shapes.box(
            "side", (board, depth, height), (SHELF_X + side * (width / 2 - board / 2), y, 0.06), upright, bevel=0.002
        )
    levels = [0.1, 0.45, 0.80, 1.16]
    for z in levels:
        shapes.box("board", (width - 2 * board * (z < 1.1), depth - 0.003, board), (SHELF_X, y, z), oak, bevel=0.002)
    back = materials.plain("shelf back", "d9d2c6", 0.7)
    shapes.box("back", (width - 0.02, 0.008, height - 0.06), (SHELF_X, y + depth / 2 - 0.006, 0.1), back, bevel=0)
    rng = random.Random(21)
    for level, (start, stop) in zip(levels, ((-0.45, 0.28), (-0.12, 0.45), (-0.45, 0.12)), strict=False):
        row_of_books(SHELF_X + start, SHELF_X + stop, y - 0.02, level + board, rng)
    clay = materials.plain("terracotta", "b5714d", 0.75)
    white = materials.plain("porcelain", "ece9e2", 0.25)
    vase = (
        (0.0, 0.0),
        (0.055, 0),
        (0.085, 0.06),
        (0.09, 0.11),
        (0.06, 0.19),
        (0.03, 0.23),
        (0.036, 0.27),
        (0.03, 0.27),
        (0.024, 0.23),
        (0.05, 0.18),
    )
    shapes.lathe("vase", vase, (SHELF_X + 0.33, y, 0.80 + board), white)
    shapes.lathe(
        "pot",
        ((0, 0), (0.06, 0), (0.08, 0.13), (0.085, 0.13), (0.085, 0.15), (0.076, 0.15), (0.07, 0.12), (0, 0.12)),
        (SHELF_X - 0.30, y, 1.182),
        clay,
    )
    plants.trailing((SHELF_X - 0.30, y - 0.02, 1.182 + 0.12), seed=3)
    shapes.lathe(
        "jug",
        ((0, 0), (0.05, 0), (0.062, 0.05), (0.05, 0.13), (0.04, 0.16), (0.046, 0.2), (0.042, 0.2), (0.035, 0.16)),
        (SHELF_X + 0.36, y + 0.02, 1.182),
        materials.plain("ink glaze", "3d4f5c", 0.22),
    )
    basket = materials.wood("basket", "c8ab7c", "8f7145", along=0, roughness=0.8)
    shapes.box("basket", (0.29, 0.28, 0.22), (SHELF_X - 0.30, y - 0.01, 0.45 + board), basket, bevel=0.03)


def row_of_books(start: float, stop: float, y: float, z: float, rng: random.Random) -> None:
    codes = ("8a3f34", "d7c7a6", "39495a", "6f7f6a", "b98f4a", "e4dfd2", "2f3236", "a9624a", "7c8ea0", "c9b6a0")
    x = start
    while x < stop - 0.04:
        thick, height, depth = rng.uniform(0.014, 0.042), rng.uniform(0.19, 0.29), rng.uniform(0.15, 0.2)
        code = rng.choice(codes)
        board = materials.plain(f"spine {code}", code, rng.uniform(0.35, 0.65))
        lean = rng.choice((0, 0, 0, 0, 0.0, 0.12))
        shapes.box(
            "book",
            (thick, depth, height),
            (x + thick / 2 + lean * 0.1, y - 0.02 + (0.2 - depth) / 2, z),
            board,
            bevel=min(0.006, thick / 3),
            turn=(0, lean, 0),
        )
        if rng.random() < 0.6:
            label = materials.plain("label", rng.choice(("e9dfc4", "2b2b2b", "c6a15a")), 0.5)
            shapes.box(
                "label",
                (thick * 0.7, 0.001, height * 0.16),
                (
                    x + thick / 2 + lean * 0.2,
                    y - 0.0205 + (0.2 - depth) / 2 - depth / 2,
                    z + height * rng.uniform(0.5, 0.75),
                ),
                label,
                bevel=0,
            )
        x += thick + 0.0012 + lean * 0.2


def volume(x: float, y: float, z: float, size: shapes.Point, code: str, turn: float) -> None:
    """A closed book lying flat: two boards, a spine and the block of pages between them."""
    board = materials.plain(f"book {code}", code, 0.55)
    paper = materials.plain("pages", "ece5d3", 0.9)
    width, depth, thick = size
    parts = [
        shapes.box("pages", (width - 0.012, depth - 0.01, thick - 0.006), (0, 0, 0.003), paper, bevel=0.001),
        shapes.box("board", (width, depth, 0.003), (0, 0, 0), board, bevel=0.001),
        shapes.box("board", (width, depth, 0.003), (0, 0, thick - 0.003), board, bevel=0.001),
        shapes.box("spine", (width, 0.004, thick), (0, depth / 2 - 0.002, 0), board, bevel=0.001),
    ]
    shapes.group(parts, (x, y, z), (0, 0, turn))
