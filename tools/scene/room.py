"""The empty room: floor, walls, windows, what is outside them, and the daylight."""

from __future__ import annotations

import math
import random

import bpy
import materials
import numpy as np
import shapes

LEFT, RIGHT, BACK, FRONT, CEILING = -2.8, 3.9, 5.2, -1.6, 2.65
KITCHEN_X, KITCHEN_Y = 1.72, 3.75
# The nearer window is behind the camera's left shoulder: it is never seen, its sun on the floor is.
WINDOWS = ((-0.1, 1.7), (2.95, 4.4))
SILL, LINTEL = 0.12, 2.3


def build() -> None:
    floors()
    walls()
    for low, high in WINDOWS:
        window(low, high)
    curtains()
    garden()
    daylight()


def floors() -> None:
    oak = materials.wood("oak floor", "c2a078", "8e6a46", planks=True, roughness=0.40)
    planks: list[shapes.Rect] = []
    rng = random.Random(4)
    width = 0.165
    for row in range(math.ceil((RIGHT - LEFT) / width)):
        x, y = LEFT + row * width, FRONT - rng.uniform(0, 1.8)
        while y < BACK:
            length = rng.uniform(1.3, 2.1)
            planks.append((x, y, x + width - 0.0006, y + length - 0.0006))
            y += length
    shapes.slabs(
        "oak floor", [cut for rect in planks for cut in _outside_kitchen(rect)], oak, chamfer=0.0022, lie=0.0004
    )
    stone = materials.tile("floor tile", "b9b4aa", spread=0.09, roughness=0.3)
    side = 0.30
    rects = [
        (
            KITCHEN_X + i * side,
            KITCHEN_Y + j * side,
            KITCHEN_X + (i + 1) * side - 0.004,
            KITCHEN_Y + (j + 1) * side - 0.004,
        )
        for i in range(8)
        for j in range(5)
    ]
    shapes.slabs("floor tiles", rects, stone, chamfer=0.0022, lie=0.0005, seed=3)
    grout = materials.plain("grout", "8d887e", 0.9)
    shapes.box(
        "screed", (RIGHT - LEFT, BACK - FRONT, 0.1), ((LEFT + RIGHT) / 2, (BACK + FRONT) / 2, -0.1025), grout, bevel=0
    )
    strip = materials.plain("steel strip", "a5a29c", 0.3, Metallic=1.0)
    shapes.box(
        "strip", (RIGHT - KITCHEN_X, 0.022, 0.003), ((RIGHT + KITCHEN_X) / 2, KITCHEN_Y - 0.004, 0), strip, bevel=0.001
    )
    shapes.box(
        "strip", (0.022, BACK - KITCHEN_Y, 0.003), (KITCHEN_X - 0.004, (BACK + KITCHEN_Y) / 2, 0), strip, bevel=0.001
    )


def _outside_kitchen(rect: shapes.Rect) -> list[shapes.Rect]:
    x0, y0, x1, y1 = rect
    if x1 <= KITCHEN_X or y1 <= KITCHEN_Y:
        return [rect]
    parts = []
    if y0 < KITCHEN_Y:
        parts.append((x0, y0, x1, KITCHEN_Y - 0.004))
    if x0 < KITCHEN_X - 0.02:
        parts.append((x0, max(y0, KITCHEN_Y), KITCHEN_X - 0.004, y1))
    return parts


def walls() -> None:
    paint = materials.plaster("wall paint", "e9e4da")
    white = materials.plaster("ceiling paint", "f3f1ec")
    gloss = materials.plain("skirting", "f1efe9", 0.35)
    depth, width, thick = BACK - FRONT, RIGHT - LEFT, 0.28
    middle = (BACK + FRONT) / 2
    shapes.box("back wall", (width + 1, thick, CEILING), ((LEFT + RIGHT) / 2, BACK + thick / 2, 0), paint, bevel=0)
    shapes.box("front wall", (width + 1, thick, CEILING), ((LEFT + RIGHT) / 2, FRONT - thick / 2, 0), paint, bevel=0)
    shapes.box("right wall", (thick, depth, CEILING), (RIGHT + thick / 2, middle, 0), paint, bevel=0)
    shapes.box("ceiling", (width + 1, depth + 1, 0.2), ((LEFT + RIGHT) / 2, middle, CEILING), white, bevel=0)
    x = LEFT - thick / 2
    stops = [FRONT, *(edge for pair in WINDOWS for edge in pair), BACK]
    for low, high in zip(stops[::2], stops[1::2], strict=True):
        shapes.box("left wall", (thick, high - low, CEILING), (x, (low + high) / 2, 0), paint, bevel=0.006)
    for low, high in WINDOWS:
        shapes.box("lintel", (thick, high - low, CEILING - LINTEL), (x, (low + high) / 2, LINTEL), paint, bevel=0.006)
        shapes.box("parapet", (thick, high - low, SILL), (x, (low + high) / 2, 0), paint, bevel=0.006)
    board = 0.014
    shapes.box("skirting", (width, board, 0.09), ((LEFT + RIGHT) / 2, BACK - board / 2, 0), gloss, bevel=0.005)
    shapes.box("skirting", (board, depth, 0.09), (LEFT + board / 2, middle, 0), gloss, bevel=0.005)
    shapes.box("skirting", (board, depth, 0.09), (RIGHT - board / 2, middle, 0), gloss, bevel=0.005)


def window(low: float, high: float) -> None:
    white = materials.plain("window frame", "f0efec", 0.3)
    steel = materials.plain("window handle", "b8b6b2", 0.3, Metallic=1.0)
    x, middle, rise = LEFT - 0.14, (low + high) / 2, LINTEL - SILL
    shapes.box("sill", (0.2, high - low + 0.06, 0.03), (LEFT - 0.03, middle, SILL), white, bevel=0.006)
    for y in (low + 0.03, high - 0.03):
        shapes.box("frame", (0.08, 0.06, rise), (x, y, SILL), white)
    for z in (SILL + 0.03, LINTEL - 0.06):
        shapes.box("frame", (0.076, high - low - 0.01, 0.06), (x, middle, z), white)
    for start, end in ((low + 0.06, middle), (middle, high - 0.06)):
        for y in (start + 0.032, end - 0.032):
            shapes.box("sash", (0.06, 0.06, rise - 0.15), (x + 0.025, y, SILL + 0.09), white)
        for z, height in ((SILL + 0.09, 0.08), (SILL + 1.55, 0.028), (SILL + 0.8, 0.028), (LINTEL - 0.14, 0.085)):
            shapes.box("rail", (0.05, end - start - 0.06, height), (x + 0.025, (start + end) / 2, z), white)
    shapes.box("handle", (0.03, 0.018, 0.12), (x + 0.08, middle, 1.05), steel, bevel=0.006)


def curtains() -> None:
    linen = materials.thin("linen", "d8d2c4", through=0.35, roughness=0.9)
    black = materials.plain("curtain rod", "2a2826", 0.4)
    rod = [(LEFT + 0.10, y, 2.46) for y in (2.25, 5.0)]
    shapes.tube("curtain rod", rod, 0.011, black, straight=True)
    for y in (2.25, 5.0):
        shapes.lathe(
            "finial",
            ((0, -0.022), (0.016, -0.016), (0.022, 0), (0.016, 0.016), (0, 0.022)),
            (LEFT + 0.1, y, 2.46),
            black,
        )
    for start, end, seed in ((2.42, 2.98, 1), (4.38, 4.82, 2)):
        shapes.sheet("curtain", _folds(start, end, seed), (260, 90), linen)
        for i in range(9):
            y = start + (end - start) * (i + 0.5) / 9
            ring = [(LEFT + 0.1 + 0.017 * math.cos(a), y, 2.452 + 0.017 * math.sin(a)) for a in (0.0, 1.57, 3.14, 4.71)]
            shapes.tube("ring", ring, 0.0022, black, closed=True)


def _folds(start: float, end: float, seed: int) -> shapes.Surface:
    rng = np.random.default_rng(seed)
    phase, wander = rng.uniform(0, 6, 4), rng.uniform(0.6, 1.4, 4)

    def surface(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        drop = 1 - v
        way = u + 0.02 * np.sin(5 * u * wander[0] + phase[0] + 1.5 * drop)
        depth = 0.042 + 0.02 * np.sin(3 * u * wander[1] + phase[1] + drop)
        fold = np.sin(2 * np.pi * 8.5 * way + phase[2] + 0.5 * drop * np.sin(4 * u + phase[3]))
        x = LEFT + 0.10 + depth * fold + 0.012 * np.sin(2 * np.pi * 19 * way + 2 * drop) * drop
        y = start + (end - start) * (u + 0.012 * np.cos(2 * np.pi * 8.5 * way)) + 0.03 * drop * (u - 0.5)
        return x, y, 0.025 + 2.41 * v

    return surface


def garden() -> None:
    """A terrace, a hedge and two trees as clouds of leaves: enough for a view through a bright window."""
    deck = materials.wood("deck", "a99a86", "7d6f5d", planks=True, roughness=0.7)
    rects = [(-5.4 + i * 0.14, -3.0, -5.4 + i * 0.14 + 0.134, 9.0) for i in range(17)]
    shapes.slabs("deck", rects, deck, chamfer=0.003).location.z = 0.02
    lawn = materials.plain("lawn", "86a04f", 1.0)
    shapes.box("lawn", (60, 80, 0.1), (-36, 10, -0.25), lawn, bevel=0)
    fence = materials.plain("railing", "55585a", 0.5)
    for z in (0.12, 1.0):
        shapes.box("rail", (0.03, 14, 0.03), (-5.3, 4, z), fence, bevel=0.004)
    for i in range(116):
        shapes.box("bar", (0.012, 0.012, 0.9), (-5.3, -3 + i * 0.12, 0.12), fence, bevel=0)
    greens = [materials.thin(f"leaf {c}", c, through=0.45) for c in ("9dba66", "7da04c", "b6cb84")]
    leaves("hedge", (-10.5, 9, 0.9), (1.2, 13, 1.3), 60000, 0.075, greens[1], 1)
    leaves("tree", (-13.5, 9.5, 4.0), (2.6, 2.8, 2.2), 50000, 0.1, greens[0], 2)
    leaves("tree", (-12.0, 15.5, 3.6), (2.4, 2.6, 2.0), 40000, 0.1, greens[2], 3)
    leaves("tree", (-17.0, 22.0, 5.2), (4.0, 4.0, 3.0), 30000, 0.16, greens[0], 4)
    bark = materials.plain("bark", "6b5a48", 0.9)
    for x, y in ((-13.5, 9.5), (-12.0, 15.5), (-17, 22)):
        shapes.lathe("trunk", ((0.2, -0.3), (0.14, 1.5), (0.1, 4.0)), (x, y, 0), bark, segments=16)


def leaves(
    name: str, at: shapes.Point, reach: shapes.Point, count: int, size: float, material: bpy.types.Material, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    spread = rng.normal(size=(count, 3))
    spread *= rng.uniform(0.35, 1.0, (count, 1)) / np.linalg.norm(spread, axis=1, keepdims=True)
    centres = np.array(at) + spread * np.array(reach) + rng.normal(0, 0.12, (count, 3))
    stalk, side = rng.normal(size=(2, count, 3))
    stalk *= size / np.linalg.norm(stalk, axis=1, keepdims=True)
    side -= stalk * (np.sum(side * stalk, axis=1, keepdims=True) / size**2)
    side *= 0.25 * size / np.linalg.norm(side, axis=1, keepdims=True)
    shape = ((-0.5, 0.0), (-0.2, 0.9), (0.15, 0.8), (0.5, 0.0), (0.15, -0.8), (-0.2, -0.9))
    corners = np.stack([centres + along * stalk + across * side for along, across in shape], axis=1)
    shapes.solid(name, corners.reshape(-1, 3), np.arange(count * 6).reshape(-1, 6), material)


def daylight() -> None:
    sky = bpy.data.worlds.new("sky")
    sky.use_nodes = True
    sky.node_tree.nodes["Background"].inputs[0].default_value = (*materials.linear("d3e4f7"), 1)
    sky.node_tree.nodes["Background"].inputs[1].default_value = 2.2
    bpy.context.scene.world = sky
    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy, sun.angle, sun.color = 5.2, math.radians(1.1), materials.linear("fff0da")
    shapes.link("sun", sun).rotation_euler = (math.radians(21), math.radians(-47), 0)
    for low, high in WINDOWS:
        # A soft source just inside each window stands for the sky: far less noise than waiting for
        # paths to find the opening, and the same soft shadows.
        area(
            "sky light",
            (LEFT + 0.02, (low + high) / 2, 1.25),
            (2.0, high - low),
            (0, math.radians(-90), 0),
            62,
            "e6f0ff",
        )
    area("room behind", (1.2, FRONT + 0.1, 1.5), (4.0, 2.0), (math.radians(90), 0, 0), 42, "fff6ea")
    area("bounce", (0.6, 1.2, CEILING - 0.03), (4.5, 3.5), (0, 0, 0), 15, "fffaf2")


def area(name: str, at: shapes.Point, size: tuple[float, float], turn: shapes.Point, watts: float, code: str) -> None:
    light = bpy.data.lights.new(name, "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", *size
    light.energy, light.color = watts, materials.linear(code)
    made = shapes.link(name, light)
    made.location, made.rotation_euler = at, turn
    made.visible_camera = made.visible_glossy = False
