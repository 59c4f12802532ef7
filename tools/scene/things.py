"""What an estate agent would have cleared away before the photo was taken."""

from __future__ import annotations

import math
import random

import bookshelf
import footwear
import furniture
import materials
import numpy as np
import room
import shapes


def build() -> None:
    footwear.build()
    cable()
    carton()
    bin_()
    magazines()
    clock()
    ball()
    mug()


def cable() -> None:
    """An extension lead from the socket by the shelf to a power strip in front of the rug."""
    rubber = materials.plain("cable rubber", "26262a", 0.5)
    white = materials.plain("strip plastic", "efeeea", 0.35)
    dark = materials.plain("socket hole", "1c1c1c", 0.6)
    floor, y = 0.0045, room.BACK
    shapes.box("socket", (0.082, 0.012, 0.082), (0.30, y - 0.006, 0.26), white, bevel=0.003)
    plug = shapes.lathe(
        "plug",
        ((0.019, 0), (0.02, 0.012), (0.018, 0.035), (0.007, 0.05), (0, 0.05)),
        (0.30, y - 0.012, 0.301),
        rubber,
        segments=32,
    )
    plug.rotation_euler = (math.radians(90), 0, 0)
    way = [
        (0.30, y - 0.06, 0.30),
        (0.30, y - 0.10, 0.24),
        (0.31, y - 0.10, 0.06),
        (0.32, y - 0.17, floor),
        (0.50, 4.52, floor),
        (0.86, 4.30, floor),
        (1.02, 3.95, floor),
        (0.80, 3.62, floor),
        (0.62, 3.36, floor),
        (0.74, 3.04, floor),
        (0.98, 2.92, floor),
        (1.02, 3.10, floor),
        (0.86, 3.16, floor + 0.006),
        (0.70, 2.94, floor + 0.004),
        (0.60, 2.72, floor),
        (0.56, 2.60, 0.014),
    ]
    parts = [plug, shapes.tube("cable", way, 0.0042, rubber)]
    strip = [shapes.box("power strip", (0.058, 0.30, 0.036), (0, 0, 0.002), white, bevel=0.009)]
    for i in range(4):
        at = (0, -0.105 + i * 0.062, 0.0372)
        strip.append(
            shapes.lathe(
                "hole", ((0, 0), (0.0195, 0), (0.021, 0.0012), (0.0225, 0.0012), (0.0225, 0)), at, white, segments=40
            )
        )
        for side in (-0.0095, 0.0095):
            strip.append(
                shapes.lathe("pin", ((0.003, 0.001), (0, 0.0015)), (at[0] + side, at[1], at[2]), dark, segments=16)
            )
    strip.append(
        shapes.box(
            "switch", (0.018, 0.026, 0.006), (0, 0.133, 0.036), materials.lamp("switch", "c8281e", 0.25), bevel=0.002
        )
    )
    block = materials.plain("charger", "2c2c2e", 0.45)
    strip.append(shapes.box("charger", (0.05, 0.052, 0.05), (0, -0.105, 0.038), block, bevel=0.008))
    shapes.group(strip, (0.53, 2.455, 0), (0, 0, -0.16))
    lead = [
        (0.505, 2.35, 0.07),
        (0.44, 2.28, 0.05),
        (0.30, 2.25, floor),
        (0.16, 2.36, floor),
        (0.20, 2.46, floor + 0.004),
        (0.27, 2.36, floor),
        (0.10, 2.20, floor),
        (-0.04, 2.28, floor),
    ]
    parts += [*strip, shapes.tube("charger lead", lead, 0.0024, white)]
    for part in parts:
        part["thing"] = "power cable"


def carton() -> None:
    """A parcel, opened and left."""
    made = materials.Surface("cardboard")
    at = made.place()
    flutes = made.add("TexWave", {"Vector": at, "Scale": 45.0, "Distortion": 0.6}, bands_direction="X")
    speck = made.noise(at, 220, 3)
    tone = made.math(
        "MULTIPLY_ADD",
        flutes,
        0.12,
        made.math("MULTIPLY_ADD", speck, 0.35, made.math("MULTIPLY", made.noise(at, 5, 3), 0.5)),
    )
    made.set(
        Base_Color=made.ramp(tone, (0.2, materials.linear("8d6a45")), (0.75, materials.linear("bd9468"))),
        Roughness=0.88,
    )
    made.bump(flutes, 0.0006, 0.3)
    board = made.finished("b08a60")
    tape = materials.plain("parcel tape", "c9b48c", 0.18)
    print_ = materials.plain("parcel label", "f0eee8", 0.5)
    ink = materials.plain("label ink", "26282c", 0.6)
    width, depth, height, thick = 0.46, 0.34, 0.30, 0.005
    flap = depth / 2 - 0.004
    parts = [shapes.box("bottom", (width, depth, thick), (0, 0, 0.001), board, bevel=0.001)]
    for side in (-1, 1):
        parts.append(shapes.box("wall", (width, thick, height), (0, side * depth / 2, 0.001), board, bevel=0.0016))
        parts.append(shapes.box("wall", (thick, depth, height), (side * width / 2, 0, 0.001), board, bevel=0.0016))
    for side, lean in ((-1, 2.25), (1, 1.78)):
        flap_ = shapes.box("flap", (width - 0.006, thick, flap), (0, 0, 0), board, bevel=0.0016)
        parts.append(shapes.group([flap_], (0, side * depth / 2, height), (-side * lean, 0, 0.015 * side)))
        parts.append(flap_)
    for side, lean in ((-1, 1.95), (1, 2.3)):
        flap_ = shapes.box("flap", (thick, depth - 0.006, flap), (0, 0, 0), board, bevel=0.0016)
        parts.append(shapes.group([flap_], (side * width / 2, 0, height), (0, side * lean, 0.02 * side)))
        parts.append(flap_)
    parts.append(shapes.box("tape", (0.05, 0.001, 0.11), (0.03, -depth / 2 - 0.0032, height - 0.11), tape, bevel=0))
    parts.append(shapes.box("label", (0.13, 0.001, 0.09), (-0.12, -depth / 2 - 0.0032, 0.12), print_, bevel=0))
    rng, x = random.Random(4), -0.172
    while x < -0.075:
        bar = rng.choice((0.001, 0.002, 0.003))
        parts.append(shapes.box("bar code", (bar, 0.0014, 0.03), (x, -depth / 2 - 0.0034, 0.13), ink, bevel=0))
        x += bar + rng.choice((0.001, 0.0015, 0.003))
    for i in range(3):
        parts.append(
            shapes.box(
                "address",
                (0.07 - 0.012 * i, 0.0014, 0.005),
                (-0.14 - 0.006 * i, -depth / 2 - 0.0034, 0.193 - 0.011 * i),
                ink,
                bevel=0,
            )
        )
    paper = materials.plain("packing paper", "c8ad86", 0.9)
    for i, (dx, dy) in enumerate(((-0.1, 0.0), (0.08, 0.03), (0.0, -0.06))):
        ball_ = [(0.11 * math.sin(a), -0.09 * math.cos(a)) for a in np.linspace(0, math.pi, 40)]
        wad = shapes.lathe("paper", ball_, (dx, dy, 0.17 + 0.02 * i), paper, segments=60)
        parts.append(shapes.crumple(wad, 0.09, 0.035))
    own = [part for part in parts if part.type != "EMPTY"]
    shapes.group(
        [part for part in parts if part.parent is None],
        (1.70, 2.66, 0),
        (0, 0, math.radians(-20)),
        thing="cardboard box",
    )
    for part in own:
        part["thing"] = "cardboard box"


def bin_() -> None:
    steel = materials.plain("bin steel", "c4c2be", 0.26, Metallic=1.0)
    black = materials.plain("bin plastic", "1f1f20", 0.45)
    side = [(0.118, 0.02), (0.12, 0.022), (0.122, 0.36), (0.120, 0.365)]
    lid = [(0.124, 0.372), (0.125, 0.378), (0.123, 0.388), (0.10, 0.412), (0.05, 0.425), (0, 0.428)]
    parts = [
        shapes.lathe("bin foot", ((0.117, 0), (0.121, 0.004), (0.121, 0.022)), (0, 0, 0), black),
        shapes.lathe("bin", side, (0, 0, 0), steel, segments=96),
        shapes.lathe(
            "bin rim", ((0.121, 0.362), (0.1255, 0.364), (0.1255, 0.373), (0.12, 0.375)), (0, 0, 0), black, segments=96
        ),
        shapes.lathe("bin lid", lid, (0, 0, 0), steel, segments=96),
        shapes.box("pedal", (0.06, 0.075, 0.008), (0, -0.145, 0.012), black, bevel=0.003),
    ]
    shapes.group(parts, (2.02, 4.32, 0.0), (0, 0, 0.35), thing="rubbish bin")


def magazines() -> None:
    inks = (("d6c8b2", "a8423a", 6.0), ("ece7dc", "2f5d73", 8.0), ("2e3136", "d8a13c", 7.0), ("b9c4b5", "6d3f58", 9.0))
    x, y = -0.30, 2.84
    for i, (ground, ink, scale) in enumerate(inks):
        dx, dy, turn = ((0, 0, 0.3), (0.03, 0.015, -0.15), (-0.17, 0.11, 0.9), (0.015, -0.01, 0.62))[i]
        rise = 0.0215 if i == 2 else 0.0215 + 0.0062 * (i - (i > 2))

        def page(
            u: np.ndarray, v: np.ndarray, bend: float = 0.012 + 0.006 * (i % 2)
        ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            return 0.215 * (u - 0.5), 0.28 * (v - 0.5), bend * np.clip(u - 0.6, 0, 1) ** 2 * 5 * (0.5 + v)

        made = shapes.sheet(
            "magazine", page, (24, 24), materials.cover(f"cover {i}", ground, ink, scale, 5.0 + i), thickness=0.005
        )
        made.data.materials.append(materials.plain("page edge", "e9e5dc", 0.8))
        made.modifiers["thickness"].offset, made.modifiers["thickness"].material_offset_rim = 1.0, 1
        title = materials.plain(f"title {i}", "f4f1ea" if i != 1 else "222831", 0.5)
        words = [shapes.box("title", (0.15 - 0.03 * (i % 2), 0.032, 0.0006), (-0.01, 0.10, 0.0052), title, bevel=0)]
        words += [
            shapes.box(
                "line", (0.05 + 0.02 * k, 0.005, 0.0006), (-0.06 + 0.01 * k, 0.065 - 0.011 * k, 0.0052), title, bevel=0
            )
            for k in range(3)
        ]
        shapes.group([made, *words], (x + dx, y + dy, rise), (0, 0, turn), thing="magazines")


def clock() -> None:
    """A square wall clock that has slipped on its nail."""
    rim = materials.plain("clock rim", "2a2b2d", 0.35)
    face = materials.plain("clock face", "f3f0e8", 0.55)
    red = materials.plain("second hand", "b5332a", 0.4)
    half = 0.155
    parts = [
        shapes.box("clock", (2 * half, 0.034, 2 * half), (0, -0.018, -half), rim, bevel=0.012, segments=5),
        shapes.box(
            "clock face", (2 * half - 0.03, 0.004, 2 * half - 0.03), (0, -0.0345, -half + 0.015), face, bevel=0.001
        ),
    ]
    for hour in range(12):
        a, long = math.pi * hour / 6, 0.03 if hour % 3 == 0 else 0.016
        at = (0.118 * math.sin(a), -0.037, 0.118 * math.cos(a))
        mark = shapes.box("mark", (0.007 if hour % 3 == 0 else 0.004, 0.001, long), (0, 0, -long), rim, bevel=0)
        parts.append(shapes.group([mark], at, (0, a, 0)))
        mark["thing"] = "wall clock"
    for angle, long, wide, ink in ((308, 0.065, 0.009, rim), (96, 0.098, 0.006, rim), (222, 0.105, 0.002, red)):
        hand = shapes.box("hand", (wide, 0.002, long + 0.015), (0, 0, -0.015), ink, bevel=0)
        parts.append(shapes.group([hand], (0, -0.039, 0), (0, math.radians(angle), 0)))
        hand["thing"] = "wall clock"
    parts.append(shapes.lathe("pin", ((0.009, -0.004), (0.009, 0.004), (0, 0.004)), (0, -0.04, 0), rim, segments=32))
    parts[-1].rotation_euler = (math.radians(90), 0, 0)
    shapes.group(parts, (bookshelf.SHELF_X + 0.03, room.BACK, 1.78), (0, math.radians(11), 0), thing="wall clock")


def ball() -> None:
    colours = [materials.plain(f"ball {c}", c, 0.3) for c in ("c23b32", "f1ece0", "2f6fa3", "e2b13c")]
    radius, segments, rings = 0.105, 96, 48
    angles = [2 * math.pi * i / segments for i in range(segments)]
    profile = [(radius * math.sin(a), -radius * math.cos(a)) for a in np.linspace(0.001, math.pi - 0.001, rings)]
    made = shapes.stacked(
        "ball",
        [(r * math.cos(a), r * math.sin(a), z) for r, z in profile for a in angles],
        rings,
        segments,
        (0, 0, 0),
        colours[0],
    )
    for other in colours[1:]:
        made.data.materials.append(other)
    for face in made.data.polygons:
        stripe = (face.index % segments) * 8 // segments
        face.material_index = 1 if stripe % 2 else (0, 2, 3, 2)[stripe // 2]
    shapes.group([made], (-1.20, 2.56, radius + 0.0005), (0.9, 0.5, 0.4), thing="ball")


def mug() -> None:
    glaze = materials.plain("mug glaze", "b5523b", 0.25)
    drink = materials.plain("coffee", "2a1a10", 0.1)
    x, y = furniture.TABLE
    profile = [(0, 0.003), (0.034, 0), (0.039, 0.006), (0.042, 0.092), (0.0395, 0.093), (0.037, 0.012), (0, 0.01)]
    parts = [
        shapes.lathe("mug", profile, (0, 0, 0), glaze),
        shapes.lathe("coffee", ((0.038, 0.072), (0, 0.0722)), (0, 0, 0), drink),
    ]
    ear = [(0.040, 0, 0.02), (0.066, 0, 0.03), (0.07, 0, 0.06), (0.041, 0, 0.078)]
    parts.append(shapes.tube("mug ear", ear, 0.0055, glaze))
    shapes.group(parts, (x - 0.02, y - 0.14, furniture.TABLE_TOP), (0, 0, -0.6), thing="mug")
