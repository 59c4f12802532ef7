"""A pair of canvas shoes, kicked off."""

from __future__ import annotations

import math

import bpy
import materials
import numpy as np
import shapes

POINTS = 72


def build() -> None:
    shoe((0.83, 2.28, 0), (0, 0, math.radians(-152)), mirror=1)
    shoe((1.05, 2.38, 0.0), (0, 0, math.radians(-118)), mirror=-1)


def outline(heel: float, toe: float, half: float, mirror: int) -> np.ndarray:
    """The line around a foot seen from above, toe towards +y: broad in the ball, narrow in the waist."""
    t = np.linspace(0, 2 * np.pi, POINTS, endpoint=False)
    y = (heel + toe) / 2 + (toe - heel) / 2 * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8
    along = np.clip((y + 0.14) / 0.28, 0, 1)
    width = half * (0.80 + 0.26 * np.sin(np.pi * along**1.5) + 0.06 * along)
    bend = mirror * 0.012 * np.sin(np.pi * along)
    x = width * np.sign(np.sin(t)) * np.abs(np.sin(t)) ** 0.8 + bend
    return np.stack([x, y], axis=-1)


def shoe(at: shapes.Point, turn: shapes.Point, mirror: int) -> None:
    rubber = materials.plain("shoe sole", "ece8de", 0.6)
    canvas = materials.fabric("shoe canvas", "2f4a6b", thread=0.0016, contrast=0.4, fuzz=0.1)
    lining = materials.plain("shoe lining", "d9d2c4", 0.95)
    lace = materials.fabric("shoe lace", "f0ede4", thread=0.002, contrast=0.2)
    sole = [(0.0, 0.95), (0.003, 1.0), (0.024, 1.0), (0.027, 0.985), (0.0275, 0.9)]
    rings = [_ring(-0.142, 0.142, 0.047 * wide, z, mirror) for z, wide in sole]
    parts = [_skin("sole", rings, rubber)]
    # Each ring of the upper ends further back: that slope is the instep; the last ones turn inwards.
    upper = [
        (0.022, -0.140, 0.141, 0.0462),
        (0.034, -0.140, 0.141, 0.0468),
        (0.046, -0.138, 0.137, 0.0455),
        (0.056, -0.136, 0.126, 0.0435),
        (0.063, -0.135, 0.108, 0.0415),
        (0.071, -0.134, 0.082, 0.039),
        (0.080, -0.134, 0.054, 0.0365),
        (0.089, -0.136, 0.032, 0.0345),
        (0.096, -0.138, 0.021, 0.034),
        (0.099, -0.137, 0.019, 0.0325),
        (0.097, -0.134, 0.017, 0.031),
    ]
    parts.append(_skin("upper", [_ring(b, f, w, z + 0.006 * _lift(b, f), mirror) for z, b, f, w in upper], canvas))
    inside = [
        (0.097, -0.1345, 0.0172, 0.0312),
        (0.09, -0.134, 0.016, 0.03),
        (0.05, -0.13, 0.03, 0.03),
        (0.034, -0.12, 0.05, 0.02),
    ]
    parts.append(_skin("lining", [_ring(b, f, w, z, mirror) for z, b, f, w in inside], lining))
    stripe = [(x * 1.006, y * 1.004, 0.0235) for x, y in outline(-0.142, 0.142, 0.047, mirror)[::2]]
    parts.append(shapes.tube("stripe", [tuple(map(float, p)) for p in stripe], 0.0016, canvas, closed=True))
    parts[1].data.materials.append(rubber)
    # Toe cap and foxing follow the rows and columns of the skin, so that their seams are clean lines.
    for face in parts[1].data.polygons:
        row, column = divmod(face.index, POINTS)
        face.material_index = int(row < 1 or (row < 5 and min(column, POINTS - column) < 0.13 * POINTS))
    for i in range(5):
        y, z, half = 0.088 - 0.0155 * i, 0.0735 + 0.0062 * i, 0.021
        for tilt in (0.006, -0.006):
            way = [(-half, y - tilt, z - 0.006), (0, y, z + 0.0045), (half, y + tilt, z - 0.006)]
            parts.append(shapes.tube("lace", way, 0.0023, lace))
    for side in (-1, 1):
        bow = [
            (0, 0.025, 0.104),
            (side * 0.02, 0.03, 0.112),
            (side * 0.042, 0.045, 0.094),
            (side * 0.03, 0.055, 0.09),
            (0, 0.028, 0.103),
        ]
        parts.append(shapes.tube("bow", bow, 0.0022, lace))
        tail = [
            (0, 0.026, 0.104),
            (side * 0.025, 0.05, 0.1),
            (side * 0.05, 0.058, 0.06),
            (side * 0.062, 0.07, 0.02),
            (side * 0.085, 0.09, 0.003),
        ]
        parts.append(shapes.tube("lace end", tail, 0.0021, lace))
    shapes.group(parts, at, turn, thing="shoes")


def _lift(heel: float, toe: float) -> float:
    return max(0.0, 1 - (toe - heel) / 0.28)


def _ring(heel: float, toe: float, half: float, z: float, mirror: int) -> np.ndarray:
    flat = outline(heel, toe, half, mirror)
    return np.column_stack([flat, np.full(POINTS, z)])


def _skin(name: str, rings: list[np.ndarray], material: bpy.types.Material) -> bpy.types.Object:
    made = shapes.stacked(name, np.concatenate(rings), len(rings), POINTS, (0, 0, 0), material)
    return shapes.subdivide(made, 1)
