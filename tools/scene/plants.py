"""Plants: a fiddle-leaf fig in a basket and a small trailing one for the shelf."""

from __future__ import annotations

import math
import random

import bpy
import materials
import numpy as np
import shapes
from mathutils import Euler, Matrix, Vector


def leaf(length: float, width: float, droop: float, rng: random.Random) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """One leaf along +x from its stalk: fiddle-shaped, folded along the middle, its rim wavy."""
    along, across = 14, 9
    u, v = np.meshgrid(np.linspace(0, 1, along), np.linspace(-1, 1, across), indexing="ij")
    half = width / 2 * np.sin(np.pi * np.clip(u, 0, 1) ** 0.8) ** 0.75 * (0.75 + 0.35 * u)
    phase = rng.uniform(0, 6)
    x = length * u
    z = -droop * length * u**2 + 0.16 * half * np.abs(v) + 0.012 * width / 0.12 * np.abs(v) * np.sin(11 * u + phase + v)
    points = np.stack([x, half * v, z], axis=-1).reshape(-1, 3)
    faces = [
        (i * across + j, (i + 1) * across + j, (i + 1) * across + j + 1, i * across + j + 1)
        for i in range(along - 1)
        for j in range(across - 1)
    ]
    return points, faces


def foliage(
    name: str, placed: list[tuple[Matrix, float, float, float]], material: bpy.types.Material, seed: int
) -> None:
    """All leaves as one mesh; each entry is where, how long, how wide and how drooping a leaf is."""
    rng, vertices, faces = random.Random(seed), [], []
    for where, length, width, droop in placed:
        points, quads = leaf(length, width, droop, rng)
        first = len(vertices)
        vertices += [tuple(where @ Vector(p)) for p in points]
        faces += [tuple(first + k for k in quad) for quad in quads]
    shapes.subdivide(shapes.solid(name, vertices, faces, material, smooth=math.radians(80)), 1)


def fig(at: shapes.Point, seed: int) -> None:
    rng = random.Random(seed)
    green = materials.thin("fig leaf", "5c8040", through=0.22, roughness=0.34)
    bark = materials.plain("fig bark", "7a6650", 0.85)
    x, y, _ = at
    placed = []
    for bend, top in (((0.05, -0.03), 1.62), ((-0.10, -0.12), 1.35), ((0.14, -0.05), 1.2)):
        stem = [
            (x + bend[0] * t**2 * 1.4, y + bend[1] * t**2 * 1.4, 0.25 + (top - 0.25) * t) for t in np.linspace(0, 1, 6)
        ]
        shapes.tube("fig stem", stem, 0.011, bark)
        count = round((top - 0.55) * 17)
        for i in range(count):
            t = 0.32 + 0.68 * i / count
            k = min(int(t * 5), 4)
            base = Vector(stem[k]).lerp(Vector(stem[k + 1]), t * 5 - k)
            turn = 2.4 * i + rng.uniform(-0.3, 0.3)
            rise = -0.15 - 0.75 * t + rng.uniform(-0.2, 0.2)
            size = rng.uniform(0.8, 1.1) * (1.0 - 0.35 * t**3)
            where = Matrix.Translation(base) @ Euler((rng.uniform(-0.3, 0.3), rise, turn)).to_matrix().to_4x4()
            placed.append((where @ Matrix.Translation((0.05, 0, 0)), 0.29 * size, 0.19 * size, rng.uniform(0.15, 0.45)))
            tip = where @ Vector((0.06, 0, 0))
            shapes.tube("stalk", [tuple(base), tuple(tip)], 0.003, green, straight=True)
    foliage("fig leaves", placed, green, seed)
    woven = materials.wood("wicker", "cdb083", "8c6d42", along=0, roughness=0.85)
    for i in range(20):
        z, radius = 0.008 + i * 0.0152, 0.15 + 0.03 * math.sin(math.pi * i / 22)
        ring = [
            (x + radius * math.cos(a), y + radius * math.sin(a), z + 0.003 * math.sin(9 * a + i * math.pi))
            for a in np.linspace(0, 2 * math.pi, 19)[:-1]
        ]
        shapes.tube("wicker", ring, 0.0085, woven, closed=True)
    soil = materials.plain("soil", "4a3a2c", 1.0)
    made = shapes.lathe("soil", ((0, 0.27), (0.15, 0.265)), at, soil)
    shapes.crumple(made, 0.01, 0.03)


def trailing(at: shapes.Point, seed: int) -> None:
    rng = random.Random(seed)
    green = materials.thin("ivy leaf", "789a52", through=0.25, roughness=0.4)
    placed = []
    for _i in range(16):
        angle, reach = rng.uniform(0, 2 * math.pi), rng.uniform(0.05, 0.14)
        fall = rng.uniform(0.0, 0.22) if math.sin(angle) < 0 else 0.03
        lift = rng.uniform(0.05, 0.14)
        way = [
            (
                at[0] + reach * s * math.cos(angle),
                at[1] + reach * s * math.sin(angle),
                at[2] + lift * math.sin(2.6 * s) - fall * s**2,
            )
            for s in np.linspace(0, 1.25, 8)
        ]
        shapes.tube("ivy stem", way, 0.0015, green)
        for point in way[1:]:
            where = (
                Matrix.Translation(point)
                @ Euler((rng.uniform(-0.4, 0.4), rng.uniform(-0.6, 0.5), rng.uniform(0, 6.3))).to_matrix().to_4x4()
            )
            placed.append((where, rng.uniform(0.04, 0.065), rng.uniform(0.032, 0.045), 0.3))
    foliage("ivy", placed, green, seed)
