"""What stays in the room: sofa, armchair, table, rug, plant, lamp and picture."""

from __future__ import annotations

import math
import random

import bookshelf
import bpy
import cushions
import materials
import numpy as np
import plants
import room
import shapes

SOFA_X = -0.95
RUG = (-0.95, 3.45, 2.7, 1.9)
TABLE = (-0.95, 3.35)
TABLE_TOP = 0.40


def build() -> None:
    sofa()
    armchair()
    rug()
    table()
    floor_lamp()
    picture()
    plants.fig((-2.32, 4.72, 0.0), seed=5)


def sofa() -> None:
    cloth = materials.fabric("sofa cloth", "b4aea3", contrast=0.42)
    piping = materials.fabric("sofa piping", "9c958a", contrast=0.4)
    oak = materials.wood("sofa leg", "a87d50", "6f4b2a", along=2)
    width, depth = 2.35, 0.92
    parts = [
        shapes.box("sofa base", (width - 0.04, depth - 0.06, 0.17), (0, 0, 0.14), cloth, bevel=0.02),
        shapes.box("sofa back", (width, 0.2, 0.6), (0, depth / 2 - 0.1, 0.15), cloth, bevel=0.05, segments=6),
    ]
    for side in (-1, 1):
        x = side * (width / 2 - 0.09)
        parts.append(shapes.box("sofa arm", (0.18, depth, 0.46), (x, 0, 0.14), cloth, bevel=0.05, segments=6))
        for y in (-depth / 2 + 0.08, depth / 2 - 0.08):
            parts.append(
                shapes.lathe("leg", ((0.014, 0), (0.022, 0.15)), (side * (width / 2 - 0.1), y, 0), oak, segments=24)
            )
    seat = (width - 0.36) / 3
    for i in range(3):
        x = (i - 1) * seat
        lying = cushions.cushion("seat", (seat + 0.03, 0.74, 0.13), cloth, pressure=0.55, piping=piping, seed=i)
        parts.append(shapes.group(lying, (x, -0.09, 0.385), (0.01, 0, 0.004 * (i - 1))))
        resting = cushions.cushion("back", (seat + 0.05, 0.5, 0.1), cloth, pressure=1.1, piping=piping, seed=i)
        parts.append(shapes.group(resting, (x, 0.2, 0.68), (math.radians(72), 0, 0.03 * (i - 1))))
    parts += thrown()
    shapes.group(parts, (SOFA_X, room.BACK - depth / 2 - 0.03, 0))
    throw()


def thrown() -> list[bpy.types.Object]:
    """The loose cushions."""
    ochre = materials.fabric("ochre linen", "c08a3a", thread=0.0021, contrast=0.35)
    blue = materials.fabric("blue linen", "4f6b80", thread=0.003, contrast=0.45)
    cream = materials.fabric("cream wool", "e3dccd", thread=0.006, contrast=0.35, fuzz=0.6)
    made = []
    for cloth, at, lean, turn, spin, size in (
        (blue, (-0.84, 0.05, 0.70), 66, 0.22, 0.12, 0.52),
        (cream, (-0.58, -0.06, 0.66), 60, 0.10, -0.20, 0.46),
        (ochre, (0.78, 0.0, 0.68), 62, -0.30, 0.16, 0.50),
    ):
        soft = cushions.cushion(
            "thrown", (size, size, 0.012), cloth, pressure=3.4, piping=cloth, seed=round(size * 100)
        )
        upright = shapes.group(soft, (0, 0, 0), (0, 0, spin))
        made.append(shapes.group([upright], at, (math.radians(lean), 0, turn)))
    return made


def throw() -> None:
    """A blanket over the right arm of the sofa."""
    wool = materials.fabric("throw", "8d9a86", thread=0.0052, contrast=0.4, fuzz=0.7)
    x = SOFA_X + 2.35 / 2 - 0.09
    # The way of the blanket across the arm, from the seat up, over, and down the outside.
    way = np.array(
        [
            (-0.30, 0.475),
            (-0.17, 0.47),
            (-0.115, 0.5),
            (-0.095, 0.58),
            (-0.05, 0.622),
            (0.0, 0.628),
            (0.05, 0.622),
            (0.098, 0.575),
            (0.107, 0.48),
            (0.112, 0.33),
            (0.12, 0.18),
        ]
    )
    length = np.r_[0, np.cumsum(np.hypot(*np.diff(way, axis=0).T))]
    length /= length[-1]

    def surface(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        across, height = np.interp(v, length, way[:, 0]), np.interp(v, length, way[:, 1])
        loose = np.clip((v - 0.62) / 0.38, 0, 1) + np.clip((0.25 - v) / 0.5, 0, 1)
        fold = np.sin(15 * u + 2.2 * np.sin(3 * v) + 1) + 0.5 * np.sin(31 * u + 4 * v)
        out = 0.006 + (0.004 + 0.016 * loose) * (1 + fold) / 2
        spread = 0.52 * (u - 0.5) * (1 + 0.12 * loose) + 0.04 * np.sin(4 * v)
        on_top = (height > 0.6) | (across < -0.1)
        return x + across + np.where(on_top, 0, out), room.BACK - 0.62 + spread, height + np.where(on_top, out, 0)

    made = shapes.sheet("throw", surface, (90, 160), wool, thickness=0.006)
    shapes.subdivide(made, 1)


def armchair() -> None:
    walnut, arms = (materials.wood("walnut", "8a5c39", "51321d", along=way) for way in (2, 1))
    leather = materials.fabric("armchair cloth", "5f6f66", contrast=0.5, thread=0.003)
    parts = []
    for side in (-0.33, 0.33):
        parts.append(shapes.tube("front leg", [(side, -0.32, 0), (side, -0.30, 0.572)], 0.017, walnut, straight=True))
        parts.append(shapes.tube("back leg", [(side, 0.42, 0), (side, 0.33, 0.3), (side, 0.27, 0.565)], 0.017, walnut))
        arm = shapes.box("arm", (0.062, 0.76, 0.026), (side, -0.03, 0.56), arms, bevel=0.011, turn=(-0.05, 0, 0))
        parts += [
            arm,
            shapes.tube("stretcher", [(side, -0.31, 0.26), (side, 0.36, 0.22)], 0.013, walnut, straight=True),
        ]
    for y, z in ((-0.31, 0.27), (0.36, 0.23)):
        parts.append(shapes.tube("cross", [(-0.33, y, z), (0.33, y, z)], 0.014, walnut, straight=True))
    for i in range(7):
        x = -0.27 + i * 0.09
        parts.append(shapes.tube("slat", [(x, 0.25, 0.3), (x, 0.40, 0.62), (x, 0.47, 0.84)], 0.008, walnut))
    parts.append(shapes.tube("top rail", [(-0.31, 0.46, 0.82), (0, 0.48, 0.86), (0.31, 0.46, 0.82)], 0.018, walnut))
    seat = cushions.cushion("chair seat", (0.6, 0.62, 0.09), leather, pressure=0.7, piping=leather)
    back = cushions.cushion("chair back", (0.58, 0.56, 0.08), leather, pressure=0.9, piping=leather)
    parts.append(shapes.group(seat, (0, -0.02, 0.34), (0.06, 0, 0)))
    parts.append(shapes.group(back, (0, 0.30, 0.63), (math.radians(68), 0, 0)))
    shapes.group(parts, (-2.02, 2.98, 0), (0, 0, math.radians(68)))


def rug() -> None:
    wool = materials.rug("rug", "e2d9c7", "4b4f58")
    x, y, width, depth = RUG

    def surface(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        edge = 0.004 * np.sin(23 * v) * (u - 0.5) + 0.003 * np.sin(31 * u)
        lift = 0.004 + 0.0015 * np.sin(7 * u + 3 * v) * np.sin(5 * v)
        return width * (u - 0.5) + edge, depth * (v - 0.5) + edge, lift

    made = shapes.sheet("rug", surface, (120, 90), wool, thickness=0.012)
    made.location = (x, y, 0.008)
    rng = random.Random(8)
    strands = []
    for side in (-1, 1):
        for i in range(150):
            at = y - depth / 2 + depth * (i + 0.5) / 150
            sway, reach = rng.uniform(-0.012, 0.012), rng.uniform(0.045, 0.062)
            root = x + side * (width / 2 - 0.004)
            strands.append(
                [
                    (root, at, 0.01),
                    (root + side * reach / 2, at + sway / 3, 0.006),
                    (root + side * reach, at + sway, 0.003),
                ]
            )
    for strand in strands:
        shapes.tube("fringe", strand, 0.0022, wool)


def table() -> None:
    oak = materials.wood("table top", "b98a58", "7d5530", along=0, roughness=0.34)
    black = materials.plain("black steel", "262626", 0.42)
    x, y = TABLE
    shapes.box("table top", (1.15, 0.6, 0.032), (x, y, TABLE_TOP - 0.032), oak, bevel=0.008, segments=4)
    shapes.box("table shelf", (1.0, 0.46, 0.018), (x, y, 0.13), oak, bevel=0.004)
    for side in (-1, 1):
        for other in (-1, 1):
            foot = (x + side * 0.52, y + other * 0.25, 0.02)
            top = (x + side * 0.48, y + other * 0.22, TABLE_TOP - 0.03)
            shapes.tube("table leg", [foot, top], 0.011, black, straight=True)
    glaze = materials.plain("bowl glaze", "dfe3e0", 0.2)
    bowl = (
        (0, 0.006),
        (0.05, 0.006),
        (0.05, 0),
        (0.06, 0),
        (0.07, 0.014),
        (0.12, 0.05),
        (0.15, 0.09),
        (0.146, 0.092),
        (0.115, 0.056),
        (0.06, 0.022),
        (0, 0.018),
    )
    shapes.lathe("bowl", bowl, (x + 0.26, y + 0.06, TABLE_TOP), glaze)
    skin = [materials.plain(f"fruit {c}", c, 0.4, Subsurface_Weight=0.05) for c in ("d98a2b", "c9a23a", "a9b04a")]
    for i, (dx, dy, dz) in enumerate(
        ((-0.04, 0.02, 0.06), (0.045, -0.01, 0.06), (0.0, 0.06, 0.065), (0.01, 0.0, 0.115))
    ):
        ball = [(0.04 * math.sin(a), -0.038 * math.cos(a)) for a in np.linspace(0, math.pi, 14)]
        shapes.lathe("fruit", ball, (x + 0.26 + dx, y + 0.06 + dy, TABLE_TOP + dz), skin[i % 3], segments=32)
    books = [(0.25, 0.18, 0.028, "7f3b2e", 0.2), (0.22, 0.16, 0.022, "d8d1c2", 0.05)]
    rise = TABLE_TOP
    for width, depth, thick, code, turn in books:
        bookshelf.volume(x - 0.3, y + 0.08, rise, (width, depth, thick), code, turn)
        rise += thick


def floor_lamp() -> None:
    black = materials.plain("lamp steel", "2b2a29", 0.4)
    shade = materials.thin("lamp shade", "efe6d4", through=0.5, holes=0.0001, roughness=0.9)
    x, y = 0.44, 4.86
    shapes.lathe(
        "lamp foot", ((0, 0), (0.14, 0), (0.14, 0.014), (0.03, 0.024), (0.012, 0.05), (0, 0.05)), (x, y, 0), black
    )
    shapes.tube("lamp stem", [(x, y, 0.02), (x, y, 1.42)], 0.009, black, straight=True)
    shapes.lathe("lamp shade", ((0.21, 1.32), (0.2115, 1.325), (0.175, 1.60), (0.173, 1.60)), (x, y, 0), shade)
    glow = materials.lamp("bulb", "ffd9a0", 9.0)
    shapes.lathe(
        "bulb", ((0, -0.03), (0.02, -0.025), (0.03, 0), (0.02, 0.025), (0, 0.03)), (x, y, 1.45), glow, segments=24
    )


def picture() -> None:
    oak = materials.wood("frame oak", "b58a5a", "7d5835", along=0)
    mat = materials.plain("mat board", "f2efe8", 0.9)
    print_ = materials.cover("print", "35556b", "b4593b", 1.9, 3.1)
    width, height, y = 1.25, 0.86, room.BACK
    parts = [
        shapes.box("mat", (width - 0.03, 0.006, height - 0.03), (0, -0.012, -height / 2 + 0.015), mat, bevel=0),
        shapes.box("print", (width - 0.3, 0.003, height - 0.26), (0, -0.0155, -height / 2 + 0.13), print_, bevel=0),
        shapes.box("frame", (width, 0.032, 0.022), (0, -0.016, -height / 2), oak, bevel=0.002),
        shapes.box("frame", (width, 0.032, 0.022), (0, -0.016, height / 2 - 0.022), oak, bevel=0.002),
        shapes.box(
            "frame", (0.022, 0.032, height - 0.044), (-width / 2 + 0.011, -0.016, -height / 2 + 0.022), oak, bevel=0.002
        ),
        shapes.box(
            "frame", (0.022, 0.032, height - 0.044), (width / 2 - 0.011, -0.016, -height / 2 + 0.022), oak, bevel=0.002
        ),
    ]
    shapes.group(parts, (SOFA_X, y, 1.62))
