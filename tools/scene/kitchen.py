"""The kitchen along the back wall: cupboards, oven, worktop, tiles and open shelves."""

from __future__ import annotations

import math
import random

import bpy
import materials
import numpy as np
import room
import shapes

START, UNITS, UNIT = 1.80, 4, 0.58
DEPTH, WORKTOP, PLINTH = 0.60, 0.90, 0.10
FRONT = room.BACK - DEPTH


def build() -> None:
    cupboards()
    worktop()
    splashback()
    open_shelves()
    crockery()
    pendant(2.35)
    pendant(3.15)


def cupboards() -> None:
    paint = materials.plain("cupboard paint", "8c9c8a", 0.38)
    dark = materials.plain("plinth", "4a4a48", 0.6)
    brass = materials.plain("brass", "b48a4c", 0.28, Metallic=1.0)
    length = UNITS * UNIT
    middle, y = START + length / 2, room.BACK - DEPTH / 2
    shapes.box(
        "carcass", (length, DEPTH - 0.03, WORKTOP - PLINTH - 0.04), (middle, y + 0.014, PLINTH), paint, bevel=0.001
    )
    shapes.box("plinth", (length - 0.01, DEPTH - 0.09, PLINTH), (middle, y + 0.03, 0), dark, bevel=0)
    shapes.box("end panel", (0.022, DEPTH, WORKTOP - 0.04), (START - 0.012, y, 0), paint, bevel=0.002)
    for i in range(UNITS):
        x = START + UNIT * (i + 0.5)
        if i == 1:
            oven(x)
            continue
        fronts = (
            ((PLINTH + 0.004, 0.27), (PLINTH + 0.28, 0.27), (PLINTH + 0.556, 0.2))
            if i == 0
            else ((PLINTH + 0.004, 0.75),)
        )
        for z, height in fronts:
            shaker(x, z, UNIT - 0.006, height, paint)
            if i == 0:
                handle = [(x - 0.08, FRONT - 0.045, z + height - 0.05), (x + 0.08, FRONT - 0.045, z + height - 0.05)]
            else:
                side = x + (UNIT / 2 - 0.05) * (1 if i == 2 else -1)
                handle = [(side, FRONT - 0.045, 0.62), (side, FRONT - 0.045, 0.78)]
            shapes.tube("handle", handle, 0.006, brass, straight=True)
            for end in handle:
                shapes.tube("handle foot", [end, (end[0], FRONT, end[2])], 0.005, brass, straight=True)


def shaker(x: float, z: float, width: float, height: float, paint: bpy.types.Material) -> None:
    """A front with a raised frame."""
    rail, y = 0.062, FRONT + 0.006
    shapes.box("panel", (width - 0.02, 0.01, height - 0.02), (x, y + 0.004, z + 0.01), paint, bevel=0)
    for side in (-1, 1):
        shapes.box("stile", (rail, 0.02, height), (x + side * (width - rail) / 2, y - 0.006, z), paint, bevel=0.0022)
    for low in (z, z + height - rail):
        shapes.box("rail", (width - 2 * rail, 0.0196, rail), (x, y - 0.006, low), paint, bevel=0.0018)


def oven(x: float) -> None:
    steel = materials.plain("brushed steel", "b9b7b2", 0.3, Metallic=1.0)
    glass = materials.plain("oven glass", "101112", 0.08)
    knob = materials.plain("oven knob", "232323", 0.4)
    y = FRONT - 0.005
    shapes.box("oven top", (UNIT - 0.008, 0.022, 0.115), (x, y, 0.742), steel, bevel=0.002)
    shapes.box("oven door", (UNIT - 0.008, 0.022, 0.52), (x, y, 0.215), steel, bevel=0.002)
    shapes.box("oven window", (UNIT - 0.10, 0.024, 0.36), (x, y - 0.001, 0.255), glass, bevel=0.003)
    shapes.box("oven drawer", (UNIT - 0.008, 0.022, 0.105), (x, y, 0.105), steel, bevel=0.002)
    shapes.tube("oven handle", [(x - 0.23, y - 0.05, 0.685), (x + 0.23, y - 0.05, 0.685)], 0.009, steel, straight=True)
    for side in (-0.21, 0.21):
        shapes.tube("oven handle", [(x + side, y, 0.685), (x + side, y - 0.05, 0.685)], 0.007, steel, straight=True)
    for i in range(5):
        dial = shapes.lathe(
            "knob",
            ((0.021, 0), (0.021, 0.004), (0.016, 0.006), (0.014, 0.024), (0, 0.025)),
            (x - 0.2 + i * 0.1, y - 0.011, 0.8),
            knob,
            segments=32,
        )
        dial.rotation_euler = (math.radians(90), 0, 0)
    shapes.box("display", (0.05, 0.002, 0.03), (x, y - 0.012, 0.822), glass, bevel=0)
    towel = materials.fabric("tea towel", "e6e1d6", contrast=0.3)

    def hanging(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        fold = 0.006 * np.sin(14 * u + 2 * v) * (0.3 + v)
        return x + 0.06 + 0.19 * (u - 0.5) + 0.01 * v * np.sin(6 * u), y - 0.063 - np.abs(fold), 0.692 - 0.34 * v

    shapes.sheet("tea towel", hanging, (60, 60), towel, thickness=0.002)
    shapes.box("hob", (0.54, 0.48, 0.006), (x, room.BACK - 0.31, WORKTOP), glass, bevel=0.002)


def worktop() -> None:
    oak = materials.wood("worktop", "b98c5c", "845c35", along=0, roughness=0.36)
    length = UNITS * UNIT + 0.03
    shapes.box(
        "worktop",
        (length, DEPTH + 0.03, 0.04),
        (START + length / 2 - 0.03, room.BACK - DEPTH / 2 - 0.015, WORKTOP - 0.04),
        oak,
        bevel=0.004,
    )


def splashback() -> None:
    glazed = materials.tile("wall tile", "c3cfca", spread=0.13, roughness=0.07)
    side, rng = 0.100, random.Random(2)
    rects = []
    for row in range(6):
        for i in range(24):
            x, y = i * side, row * side
            slip = rng.uniform(-0.0006, 0.0006)
            rects.append((x + slip, y + slip, x + side - 0.003 + slip, y + side - 0.003 + slip))
    tiles = shapes.slabs("wall tiles", rects, glazed, chamfer=0.003, lie=0.0011, seed=9)
    tiles.location, tiles.rotation_euler = (START - 0.02, room.BACK - 0.009, WORKTOP + 0.003), (math.radians(90), 0, 0)
    grout = materials.plain("wall grout", "a9a69c", 0.9)
    shapes.box("wall grout", (2.4, 0.012, 0.6), (START - 0.02 + 1.2, room.BACK + 0.001, WORKTOP), grout, bevel=0)


def open_shelves() -> None:
    oak = materials.wood("open shelf", "bd9162", "875f38", along=0)
    brass = materials.plain("bracket", "b48a4c", 0.3, Metallic=1.0)
    for z in (1.58, 1.95):
        shapes.box("open shelf", (1.95, 0.24, 0.032), (START + 1.12, room.BACK - 0.12, z), oak, bevel=0.003)
        for x in (START + 0.32, START + 1.1, START + 1.9):
            hook = [(x, room.BACK - 0.004, z - 0.1), (x, room.BACK - 0.004, z - 0.006), (x, room.BACK - 0.2, z - 0.006)]
            shapes.tube("bracket", hook, 0.005, brass, straight=True)


def crockery() -> None:
    white = materials.plain("stoneware", "e8e4da", 0.3)
    blue = materials.plain("blue stoneware", "6d8796", 0.3)
    sand = materials.plain("sand stoneware", "c2a582", 0.45)
    y = room.BACK - 0.12
    plate = [(0, 0.004), (0.06, 0.002), (0.07, 0.008), (0.115, 0.016), (0.115, 0.019), (0.07, 0.012), (0, 0.008)]
    for i in range(8):
        shapes.lathe("plate", plate, (START + 0.36, y, 1.612 + i * 0.0105), (white, sand)[i > 5])
    bowl = [
        (0, 0.004),
        (0.03, 0),
        (0.035, 0.006),
        (0.06, 0.03),
        (0.07, 0.055),
        (0.067, 0.055),
        (0.055, 0.03),
        (0, 0.012),
    ]
    for i in range(4):
        shapes.lathe("bowl", bowl, (START + 0.64, y + 0.01, 1.612 + i * 0.022), (blue, white)[i % 2])
    mug = [(0, 0.002), (0.034, 0), (0.038, 0.006), (0.039, 0.09), (0.036, 0.09), (0.035, 0.01), (0, 0.008)]
    for i in range(4):
        at = (START + 0.86 + i * 0.105, y - 0.01, 1.612)
        shapes.lathe("mug", mug, at, (white, blue, sand, white)[i])
        ear = [(at[0] + 0.036, at[1] - 0.012, at[2] + h) for h in (0.02, 0.075)]
        ear.insert(1, (at[0] + 0.068, at[1] - 0.026, at[2] + 0.05))
        shapes.tube("ear", ear, 0.005, (white, blue, sand, white)[i])
    lid = materials.plain("cork", "b98d5e", 0.85)
    foods = [materials.plain(f"jar {c}", c, 0.18) for c in ("d9b678", "8c5a35", "e5dcc0", "a9553a", "6b7040")]
    for i, food in enumerate(foods):
        tall = (0.17, 0.14, 0.19, 0.13, 0.16)[i]
        at = (START + 0.30 + i * 0.135, y, 1.982)
        shapes.lathe(
            "jar",
            ((0, 0), (0.045, 0.002), (0.048, 0.01), (0.048, tall - 0.03), (0.038, tall - 0.008), (0.038, tall)),
            at,
            food,
        )
        shapes.lathe("lid", ((0.036, tall - 0.006), (0.039, tall + 0.02), (0, tall + 0.02)), at, lid)
    pitcher = [
        (0, 0),
        (0.07, 0.002),
        (0.085, 0.06),
        (0.078, 0.15),
        (0.055, 0.2),
        (0.06, 0.235),
        (0.056, 0.235),
        (0.05, 0.2),
    ]
    shapes.lathe("pitcher", pitcher, (START + 1.25, y, 1.982), white)
    board = materials.wood("chopping board", "a06d3f", "6b4424", along=2)
    shapes.box(
        "chopping board",
        (0.26, 0.02, 0.38),
        (START + 0.22, room.BACK - 0.1, WORKTOP),
        board,
        bevel=0.006,
        turn=(-0.16, 0, 0),
    )
    pot = [
        (0, 0.004),
        (0.1, 0),
        (0.11, 0.01),
        (0.112, 0.11),
        (0.118, 0.112),
        (0.118, 0.118),
        (0.108, 0.125),
        (0.03, 0.145),
        (0, 0.147),
    ]
    shapes.lathe(
        "pot", pot, (START + 0.76, room.BACK - 0.24, WORKTOP + 0.006), materials.plain("enamel", "34515c", 0.2)
    )
    shapes.lathe(
        "pot knob",
        ((0.008, 0.14), (0.008, 0.16), (0.02, 0.168), (0.016, 0.18), (0, 0.182)),
        (START + 0.76, room.BACK - 0.24, WORKTOP + 0.006),
        lid,
    )
    tools = [
        (START + 1.35, room.BACK - 0.15),
    ]
    for x, depth in tools:
        shapes.lathe(
            "tool jar", ((0, 0), (0.055, 0), (0.06, 0.15), (0.055, 0.15), (0.05, 0.01)), (x, depth, WORKTOP), sand
        )
        for i in range(5):
            a = i * 1.26
            top = (x + 0.06 * math.cos(a), depth + 0.05 * math.sin(a), WORKTOP + 0.29 + 0.02 * (i % 3))
            shapes.tube("spoon", [(x + 0.02 * math.cos(a), depth, WORKTOP + 0.02), top], 0.006, board, straight=True)
            shapes.lathe(
                "spoon head",
                [(0.024 * math.sin(t), -0.035 * math.cos(t)) for t in np.linspace(0, math.pi, 10)],
                top,
                board,
                segments=24,
            )


def pendant(x: float) -> None:
    enamel = materials.plain("pendant enamel", "efece4", 0.3)
    black = materials.plain("pendant cable", "222222", 0.6)
    y, z = 4.25, 1.98
    shapes.tube("pendant cable", [(x, y, z + 0.2), (x, y, room.CEILING)], 0.0035, black, straight=True)
    shapes.lathe(
        "ceiling rose", ((0.05, 0), (0.05, 0.02), (0, 0.022)), (x, y, room.CEILING - 0.022), enamel, segments=40
    )
    dome = [
        (0.17, 0.0),
        (0.172, 0.002),
        (0.16, 0.06),
        (0.12, 0.12),
        (0.05, 0.165),
        (0.03, 0.175),
        (0.022, 0.21),
        (0, 0.212),
    ]
    shapes.lathe("pendant", dome, (x, y, z), enamel)
    shapes.lathe(
        "pendant bulb",
        ((0, 0.03), (0.03, 0.05), (0.035, 0.08), (0.02, 0.12)),
        (x, y, z),
        materials.lamp("pendant bulb", "ffe2b8", 5.0),
        segments=24,
    )
