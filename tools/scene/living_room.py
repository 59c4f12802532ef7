"""Renders the sample photo: a living room with things in it that somebody may want removed."""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from pathlib import Path

import bookshelf
import bpy
import finish
import furniture
import kitchen
import room
import shapes
import things
from bpy_extras.object_utils import world_to_camera_view

ASPECT = 3 / 2


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("photo", type=Path, help="the JPEG to write")
    ask.add_argument("--things", type=Path, help="also write the boxes of the removable things, as JSON")
    ask.add_argument("--width", type=int, default=4608)
    ask.add_argument("--samples", type=int, default=7, help="per pixel, at most")
    ask.add_argument("--noise", type=float, default=0.03, help="where a pixel is quieter than this, it is done")
    ask.add_argument("--quality", type=int, default=88)
    want = ask.parse_args()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    for part in (room, furniture, bookshelf, kitchen, things):
        part.build()
    camera()
    settings(want.width, want.samples, want.noise)
    if want.things:
        rows = ",\n".join(f"  {json.dumps(row)}" for row in boxes())
        want.things.write_text(f"[\n{rows}\n]\n")
    with tempfile.TemporaryDirectory() as folder:
        rendered = Path(folder, "rendered.png")
        bpy.context.scene.render.filepath = str(rendered)
        bpy.ops.render.render(write_still=True)
        finish.develop(rendered, want.photo, want.quality)


def camera() -> None:
    """A level wide lens, shifted down instead of tilted: verticals stay vertical, as in a photo of a home."""
    lens = bpy.data.cameras.new("camera")
    lens.lens, lens.sensor_width, lens.shift_y, lens.clip_start = 22.0, 36.0, -0.075, 0.05
    lens.dof.use_dof, lens.dof.focus_distance, lens.dof.aperture_fstop = True, 3.1, 8.0
    made = shapes.link("camera", lens)
    made.location, made.rotation_euler = (0.9, -0.15, 1.32), (math.radians(90), 0, math.radians(14))
    bpy.context.scene.camera = made


def settings(width: int, samples: int, noise: float) -> None:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = width, round(width / ASPECT)
    scene.render.image_settings.color_mode = "RGB"
    scene.render.use_stamp = False
    cycles = scene.cycles
    cycles.samples, cycles.adaptive_threshold = samples, noise
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 7, 4, 3
    cycles.transparent_max_bounces, cycles.transmission_bounces = 6, 4
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 6.0
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.9


def boxes() -> list[dict[str, object]]:
    """Where each removable thing is in the picture, in pixels from its upper left corner."""
    scene, found = bpy.context.scene, {}
    width, height = scene.render.resolution_x, scene.render.resolution_y
    graph = bpy.context.evaluated_depsgraph_get()
    for part in scene.objects:
        if "thing" not in part or part.type == "EMPTY":
            continue
        shape = part.evaluated_get(graph)
        mesh = shape.to_mesh()
        for vertex in mesh.vertices:
            seen = world_to_camera_view(scene, scene.camera, shape.matrix_world @ vertex.co)
            found.setdefault(part["thing"], []).append((seen.x * width, (1 - seen.y) * height))
        shape.to_mesh_clear()
    return [{"name": name, "box": _around(points)} for name, points in sorted(found.items())]


def _around(points: list[tuple[float, float]]) -> list[int]:
    across, down = zip(*points, strict=True)
    return [math.floor(min(across)), math.floor(min(down)), math.ceil(max(across)), math.ceil(max(down))]


if __name__ == "__main__":
    main()
