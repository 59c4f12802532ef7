"""Plain geometry for the scene: boxes, turned shapes, tubes, sheets and fields of slabs.

Lengths are metres, angles radians, z points up. Every function adds one object to the current scene
and returns it; `at` is the middle of the object's foot.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import bpy
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float, float]
Rect = tuple[float, float, float, float]
Surface = "Callable[[np.ndarray, np.ndarray], Sequence[np.ndarray]]"


def link(name: str, data: bpy.types.ID) -> bpy.types.Object:
    made = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(made)
    return made


def solid(
    name: str,
    vertices: Iterable[Sequence[float]],
    faces: Iterable[Sequence[int]],
    material: bpy.types.Material,
    *,
    smooth: float | None = None,
) -> bpy.types.Object:
    """A mesh; `smooth` is the angle above which an edge stays sharp, None keeps every face flat."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(map(float, v)) for v in vertices], [], [tuple(map(int, f)) for f in faces])
    mesh.materials.append(material)
    if smooth is not None:
        mesh.shade_smooth()
        mesh.set_sharp_from_angle(angle=smooth)
    return link(name, mesh)


def box(
    name: str,
    size: Point,
    at: Point,
    material: bpy.types.Material,
    *,
    bevel: float = 0.004,
    turn: Point = (0.0, 0.0, 0.0),
    segments: int = 3,
) -> bpy.types.Object:
    """A box with rounded edges: no edge of a real thing is without a highlight."""
    x, y, z = size[0] / 2, size[1] / 2, size[2]
    corners = [(i * x, j * y, k * z) for k in (0, 1) for j in (-1, 1) for i in (-1, 1)]
    faces = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    made = solid(name, corners, faces, material, smooth=math.radians(40) if bevel else None)
    made.location, made.rotation_euler = at, turn
    if bevel:
        rounding = made.modifiers.new("bevel", "BEVEL")
        rounding.width, rounding.segments, rounding.harden_normals = bevel, segments, True
    return made


def lathe(
    name: str,
    profile: Sequence[tuple[float, float]],
    at: Point,
    material: bpy.types.Material,
    *,
    segments: int = 72,
) -> bpy.types.Object:
    """A turned shape from (radius, height) pairs, foot first."""
    angles = [2 * math.pi * i / segments for i in range(segments)]
    vertices = [(r * math.cos(a), r * math.sin(a), z) for r, z in profile for a in angles]
    return stacked(name, vertices, len(profile), segments, at, material)


def stacked(
    name: str,
    vertices: Sequence[Sequence[float]],
    rings: int,
    segments: int,
    at: Point,
    material: bpy.types.Material,
) -> bpy.types.Object:
    """A skin over closed rings of equally many points, foot first."""
    faces = [
        (row * segments + i, row * segments + j, (row + 1) * segments + j, (row + 1) * segments + i)
        for row in range(rings - 1)
        for i in range(segments)
        for j in ((i + 1) % segments,)
    ]
    made = solid(name, vertices, faces, material, smooth=math.radians(50))
    made.location = at
    return made


def tube(
    name: str,
    points: Sequence[Point],
    radius: float,
    material: bpy.types.Material,
    *,
    closed: bool = False,
    straight: bool = False,
) -> bpy.types.Object:
    """A round tube through the points, curved unless `straight`."""
    curve = bpy.data.curves.new(name, "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution = "3D", radius, 4
    curve.use_fill_caps, curve.resolution_u = True, 10
    spline = curve.splines.new("BEZIER")
    spline.bezier_points.add(len(points) - 1)
    spline.use_cyclic_u = closed
    for knot, point in zip(spline.bezier_points, points, strict=True):
        knot.co = point
        knot.handle_left_type = knot.handle_right_type = "VECTOR" if straight else "AUTO"
    curve.materials.append(material)
    return link(name, curve)


def sheet(
    name: str,
    surface: Surface,
    counts: tuple[int, int],
    material: bpy.types.Material,
    *,
    thickness: float = 0.0,
) -> bpy.types.Object:
    """A surface (u, v) -> (x, y, z) over the unit square, counts[0] by counts[1] points."""
    across, along = counts
    u, v = np.meshgrid(np.linspace(0, 1, across), np.linspace(0, 1, along))
    vertices = np.stack([np.broadcast_to(part, u.shape) for part in surface(u, v)], axis=-1).reshape(-1, 3)
    faces = [
        (k, k + 1, k + across + 1, k + across)
        for row in range(along - 1)
        for k in range(row * across, row * across + across - 1)
    ]
    made = solid(name, vertices, faces, material, smooth=math.radians(60))
    if thickness:
        made.modifiers.new("thickness", "SOLIDIFY").thickness = thickness
    return made


def slabs(
    name: str,
    rects: Sequence[Rect],
    material: bpy.types.Material,
    *,
    chamfer: float,
    lie: float = 0.0,
    seed: int = 1,
) -> bpy.types.Object:
    """Planks or tiles (x0, y0, x1, y1) with their tops at z = 0, each a little different.

    Every slab carries its own place in the grain (`grain`) and its own lightness (`tint`, -1 to 1);
    `lie` is how far, in metres, a corner may stand out of the plane.
    """
    rng = random.Random(seed)
    vertices: list[Point] = []
    grain: list[float] = []
    tint: list[float] = []
    faces: list[tuple[int, ...]] = []
    for x0, y0, x1, y1 in rects:
        first, shade = len(vertices), rng.uniform(-1, 1)
        shift = [rng.uniform(-50, 50) for _ in range(3)]
        lean = [rng.uniform(-lie, lie) for _ in range(4)]
        for inset, depth in ((0.0, -0.006), (0.0, -chamfer * 0.7), (chamfer, 0.0)):
            corners = (
                (x0 + inset, y0 + inset),
                (x1 - inset, y0 + inset),
                (x1 - inset, y1 - inset),
                (x0 + inset, y1 - inset),
            )
            for (x, y), rise in zip(corners, lean, strict=True):
                vertices.append((x, y, depth + rise))
                grain += [x + shift[0], y + shift[1], depth + shift[2]]
                tint.append(shade)
        faces.append((first + 8, first + 9, first + 10, first + 11))
        for ring in (first, first + 4):
            faces += [(ring + i, ring + j, ring + 4 + j, ring + 4 + i) for i, j in ((0, 1), (1, 2), (2, 3), (3, 0))]
    made = solid(name, vertices, faces, material)
    made.data.attributes.new("grain", "FLOAT_VECTOR", "POINT").data.foreach_set("vector", grain)
    made.data.attributes.new("tint", "FLOAT", "POINT").data.foreach_set("value", tint)
    return made


def group(
    parts: Iterable[bpy.types.Object], at: Point, turn: Point = (0.0, 0.0, 0.0), *, thing: str = ""
) -> bpy.types.Object:
    """Moves parts together; `thing` names what a person would call them when asking to have it removed."""
    handle = link(thing or "group", None)
    handle.location, handle.rotation_euler = at, turn
    for part in parts:
        part.parent = handle
        if thing:
            part["thing"] = thing
    return handle


def subdivide(made: bpy.types.Object, levels: int = 2) -> bpy.types.Object:
    smoothing = made.modifiers.new("subdivide", "SUBSURF")
    smoothing.levels = smoothing.render_levels = levels
    return made


def crumple(made: bpy.types.Object, strength: float, scale: float) -> bpy.types.Object:
    """Pushes the surface in and out by a cloudy pattern: nothing soft is perfectly even."""
    clouds = bpy.data.textures.new("clouds", "CLOUDS")
    clouds.noise_scale, clouds.noise_depth = scale, 2
    push = made.modifiers.new("crumple", "DISPLACE")
    push.texture, push.strength, push.texture_coords = clouds, strength, "GLOBAL"
    return made
