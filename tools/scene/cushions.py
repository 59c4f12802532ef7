"""Cushions, blown up as cloth: the folds at the seams are what makes them look soft."""

from __future__ import annotations

import itertools
import math

import bpy
import shapes

Size = tuple[float, float, float]
_blown: dict[tuple[Size, float, int], tuple[bpy.types.Mesh, list[list[int]]]] = {}


def cushion(
    name: str,
    size: Size,
    material: bpy.types.Material,
    *,
    pressure: float = 4.0,
    piping: bpy.types.Material | None = None,
    seed: int = 0,
) -> list[bpy.types.Object]:
    """A cushion lying flat around the origin: width x, depth y, thickness z before it is blown up."""
    key = (size, pressure, seed)
    if key not in _blown:
        _blown[key] = _blow(size, pressure, seed)
    mesh, seams = _blown[key]
    own = mesh.copy()
    own.materials.clear()
    own.materials.append(material)
    parts = [shapes.subdivide(shapes.link(name, own), 1)]
    if piping:
        for seam in seams[: 1 if size[2] < 0.03 else 2]:
            points = [tuple(own.vertices[i].co) for i in seam[::2]]
            parts.append(shapes.tube(f"{name} piping", points, 0.004, piping, closed=True))
    return parts


def _blow(size: Size, pressure: float, seed: int) -> tuple[bpy.types.Mesh, list[list[int]]]:
    made, seams = _flat(size, seed)
    cloth = made.modifiers.new("cloth", "CLOTH")
    settings = cloth.settings
    settings.quality, settings.mass = 6, 0.15
    settings.tension_stiffness = settings.compression_stiffness = 18
    settings.shear_stiffness, settings.bending_stiffness = 8, 0.4
    settings.use_pressure, settings.uniform_pressure_force = True, pressure
    settings.effector_weights.gravity = 0.0
    settings.air_damping = 4.0
    scene = bpy.context.scene
    for frame in range(1, 41):
        scene.frame_set(frame)
    still = bpy.data.meshes.new_from_object(made.evaluated_get(bpy.context.evaluated_depsgraph_get()))
    scene.frame_set(1)
    bpy.data.objects.remove(made)
    still.shade_smooth()
    return still, seams


def _flat(size: Size, seed: int) -> tuple[bpy.types.Object, list[list[int]]]:
    """Two grids sewn together along their rims by a border as high as the cushion is thick."""
    width, depth, height = size
    step = 0.016
    nx, ny, nz = max(8, round(width / step)), max(8, round(depth / step)), max(1, round(height / step))
    side = nx + 1
    vertices: list[shapes.Point] = []
    faces: list[tuple[int, ...]] = []
    for z in (0.0, height):
        first = len(vertices)
        for j in range(ny + 1):
            for i in range(side):
                # A hair's breadth of unevenness decides where the folds start.
                wobble = 0.0015 * math.sin(7 * i + 13 * j + seed)
                vertices.append((width * (i / nx - 0.5), depth * (j / ny - 0.5), z - height / 2 + wobble))
        for j in range(ny):
            for i in range(nx):
                k = first + j * side + i
                quad = (k, k + 1, k + side + 1, k + side)
                faces.append(quad if z else quad[::-1])
    rim = list(range(nx)) + [j * side + nx for j in range(ny)]
    rim += [ny * side + i for i in range(nx, 0, -1)] + [j * side for j in range(ny, 0, -1)]
    top = [k + side * (ny + 1) for k in rim]
    rings = [rim]
    for level in range(1, nz):
        first = len(vertices)
        for k in rim:
            x, y, _ = vertices[k]
            vertices.append((x, y, height * (level / nz - 0.5)))
        rings.append(list(range(first, first + len(rim))))
    rings.append(top)
    for low, high in itertools.pairwise(rings):
        for i in range(len(rim)):
            j = (i + 1) % len(rim)
            faces.append((low[i], low[j], high[j], high[i]))
    gray = bpy.data.materials.get("cloth") or bpy.data.materials.new("cloth")
    return shapes.solid("cushion", vertices, faces, gray), [rim, top]
