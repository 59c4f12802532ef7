"""Surfaces, all computed: no picture file is read anywhere in the scene."""

from __future__ import annotations

from typing import Any

import bpy

Colour = tuple[float, float, float]
Socket = bpy.types.NodeSocket


def linear(code: str) -> Colour:
    """A web colour as scene-linear numbers."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # type: ignore[return-value]


class Surface:
    """A material being wired: `add` makes a node, sets or links its inputs and answers its first output."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.nodes, self.links = self.material.node_tree.nodes, self.material.node_tree.links
        self.body = self.nodes["Principled BSDF"]

    def add(self, kind: str, inputs: dict[str | int, Any] | None = None, **settings: Any) -> Socket:
        made = self.nodes.new(f"ShaderNode{kind}")
        for key, value in settings.items():
            setattr(made, key, value)
        for key, value in (inputs or {}).items():
            self.put(made, key, value)
        return next(out for out in made.outputs if out.enabled)

    def put(self, made: bpy.types.Node, key: str | int, value: Any) -> None:
        if isinstance(value, Socket):
            self.links.new(value, made.inputs[key])
        elif isinstance(value, tuple) and len(value) == 3 and made.inputs[key].type == "RGBA":
            made.inputs[key].default_value = (*value, 1.0)
        else:
            made.inputs[key].default_value = value

    def set(self, **inputs: Any) -> None:
        for key, value in inputs.items():
            self.put(self.body, key.replace("_", " "), value)

    def finished(self, code: str) -> bpy.types.Material:
        """The material; light that has bounced off something soft sees only its colour, not its texture.

        Nobody can tell, and most of the time of a render goes into such light.
        """
        end = self.nodes["Material Output"].inputs["Surface"]
        bounced = self.add("LightPath").node.outputs["Is Diffuse Ray"]
        matt = self.add("BsdfDiffuse", {"Color": linear(code)})
        self.links.new(self.add("MixShader", {0: bounced, 1: end.links[0].from_socket, 2: matt}), end)
        return self.material

    def place(self, scale: tuple[float, float, float] = (1, 1, 1), turn: float = 0.0) -> Socket:
        at = self.add("TexCoord")
        return self.add("Mapping", {0: at.node.outputs["Object"], "Scale": scale, "Rotation": (0, 0, turn)})

    def noise(self, at: Socket, scale: float, detail: float = 3.0, distortion: float = 0.0) -> Socket:
        inputs = {"Vector": at, "Scale": scale, "Detail": detail, "Distortion": distortion}
        return self.add("TexNoise", inputs)

    def ramp(self, value: Socket, *stops: tuple[float, Colour | float]) -> Socket:
        out = self.add("ValToRGB", {0: value})
        elements = out.node.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (position, colour) in zip(elements, stops, strict=True):
            rgb = colour if isinstance(colour, tuple) else (colour,) * 3
            element.position, element.color = position, (*rgb, 1.0)
        return out

    def math(self, operation: str, *values: Socket | float) -> Socket:
        return self.add("Math", dict(enumerate(values)), operation=operation)

    def mix(self, share: Socket | float, one: Socket | Colour, other: Socket | Colour, kind: str = "MIX") -> Socket:
        return self.add("MixRGB", {0: share, 1: one, 2: other}, blend_type=kind)

    def bump(self, height: Socket, depth: float, strength: float = 1.0) -> None:
        self.set(Normal=self.add("Bump", {"Height": height, "Distance": depth, "Strength": strength}))


def plain(name: str, code: str, roughness: float = 0.5, **more: Any) -> bpy.types.Material:
    """One colour with a faint unevenness in sheen, as everything painted has."""
    made = Surface(name)
    smear = made.noise(made.place(), 9, 4)
    gloss = made.math("MULTIPLY_ADD", smear, 0.16, max(0.0, roughness - 0.08))
    made.set(Base_Color=linear(code), Roughness=gloss, **more)
    return made.finished(code)


def plaster(name: str, code: str) -> bpy.types.Material:
    made = Surface(name)
    at = made.place()
    roller = made.noise(at, 170, 3)
    patches = made.noise(at, 1.3, 2)
    colour = linear(code)
    dim = tuple(part * 0.955 for part in colour)
    made.set(Base_Color=made.ramp(patches, (0.35, dim), (0.65, colour)), Roughness=0.85)
    made.bump(made.math("ADD", roller, made.math("MULTIPLY", made.noise(at, 12, 2), 1.5)), 0.0011, 0.55)
    return made.finished(code)


def wood(
    name: str, light: str, dark: str, *, roughness: float = 0.42, along: int = 1, planks: bool = False
) -> bpy.types.Material:
    """Oak or walnut: growth rings, fibres and pores drawn out along one axis (0 x, 1 y, 2 z)."""
    made = Surface(name)
    at = made.add("Attribute", attribute_name="grain").node.outputs["Vector"] if planks else made.place()
    stretch = [16.0, 16.0, 16.0]
    stretch[along] = 0.7
    drawn = made.add("Mapping", {0: at, "Scale": tuple(stretch)})
    rings = made.noise(drawn, 0.55, 4, 2.2)
    bands = made.math("PINGPONG", made.math("MULTIPLY", rings, 9.0), 0.5)
    fibre = made.noise(drawn, 9, 6, 0.3)
    fine = made.add(
        "Mapping", {0: at, "Scale": tuple(part * 22 if i != along else 14 for i, part in enumerate(stretch))}
    )
    pores = made.ramp(made.noise(fine, 1.1, 2), (0.30, 0.0), (0.43, 1.0))
    fac = made.math("MULTIPLY_ADD", bands, 0.42, made.math("MULTIPLY", fibre, 0.55))
    colour = made.ramp(fac, (0.12, linear(dark)), (0.62, linear(light)))
    colour = made.mix(0.3, colour, pores, "MULTIPLY")
    if planks:
        tint = made.add("Attribute", attribute_name="tint").node.outputs["Fac"]
        value = made.math("MULTIPLY_ADD", tint, 0.17, 1.0)
        warmth = made.math("MULTIPLY_ADD", tint, 0.008, 0.5)
        colour = made.add("HueSaturation", {"Color": colour, "Value": value, "Hue": warmth})
    gloss = made.math("MULTIPLY_ADD", made.noise(made.place(), 3.5, 5), 0.22, roughness - 0.1)
    gloss = made.math("MULTIPLY_ADD", fibre, 0.1, gloss)
    made.set(Base_Color=colour, Roughness=gloss)
    made.bump(made.math("MULTIPLY_ADD", fibre, 0.5, pores), 0.0004, 0.5)
    return made.finished(light)


def fabric(
    name: str, code: str, *, thread: float = 0.0026, contrast: float = 0.55, fuzz: float = 0.3
) -> bpy.types.Material:
    """Woven cloth; `thread` is the distance between threads."""
    made = Surface(name)
    at = made.place()
    wobble = made.mix(0.0012, at, made.noise(at, 60, 2).node.outputs["Color"], "LINEAR_LIGHT")
    scale = 0.3142 / thread
    # Across and aslant, not along all three axes: on a bulging cushion the third would draw contour lines.
    threads = [
        made.add("TexWave", {"Vector": wobble, "Scale": scale}, bands_direction=way) for way in ("X", "DIAGONAL")
    ]
    weave = made.math("MAXIMUM", *threads)
    slub = made.noise(at, 0.35 / thread, 3)
    colour = linear(code)
    dim = tuple(part * (1 - contrast) for part in colour)
    melange = made.math("MULTIPLY_ADD", weave, 0.35, made.math("MULTIPLY", slub, 0.75))
    made.set(Base_Color=made.ramp(melange, (0.2, dim), (0.75, colour)), Roughness=0.92, Sheen_Weight=fuzz)
    made.bump(made.math("ADD", weave, slub), thread * 0.45, 0.6)
    return made.finished(code)


def rug(name: str, ground: str, line: str) -> bpy.types.Material:
    """A hand-knotted rug: rows of knots, and a lattice of lines that never runs quite straight."""
    made = Surface(name)
    at = made.place()
    wobble = made.mix(0.035, at, made.noise(at, 5, 3).node.outputs["Color"], "LINEAR_LIGHT")
    lattice = []
    for turn in (0.95, -0.95):
        way = made.add("Mapping", {0: wobble, "Rotation": (0, 0, turn)})
        lattice.append(made.add("TexWave", {"Vector": way, "Scale": 0.74}, bands_direction="X"))
    lines = made.ramp(made.math("MAXIMUM", *lattice), (0.972, 0.0), (0.982, 1.0))
    knots = made.add(
        "TexBrick",
        {
            "Vector": wobble,
            "Scale": 1.0,
            "Brick Width": 0.013,
            "Row Height": 0.0075,
            "Mortar Size": 0.0016,
            "Mortar Smooth": 1.0,
            "Color1": (1.0, 1.0, 1.0),
            "Color2": (0.72, 0.72, 0.72),
            "Mortar": (0.0, 0.0, 0.0),
        },
    )
    fluff = made.noise(at, 330, 3)
    height = made.math("MULTIPLY_ADD", fluff, 0.7, knots)
    base = made.mix(lines, linear(ground), linear(line))
    shade = made.ramp(height, (0.1, 0.52), (1.1, 1.0))
    worn = made.ramp(made.noise(at, 2.2, 4), (0.3, 0.88), (0.7, 1.0))
    colour = made.mix(1.0, made.mix(1.0, base, shade, "MULTIPLY"), worn, "MULTIPLY")
    made.set(Base_Color=colour, Roughness=1.0, Sheen_Weight=0.25)
    made.bump(height, 0.004, 0.8)
    return made.finished(ground)


def tile(name: str, code: str, *, spread: float = 0.12, roughness: float = 0.12) -> bpy.types.Material:
    """Glazed or stone tiles, each as light as its `tint` says."""
    made = Surface(name)
    at = made.add("Attribute", attribute_name="grain").node.outputs["Vector"]
    tint = made.add("Attribute", attribute_name="tint").node.outputs["Fac"]
    cloud = made.noise(at, 7, 5)
    speck = made.noise(at, 160, 3)
    value = made.math("MULTIPLY_ADD", tint, spread, made.math("MULTIPLY_ADD", cloud, 0.22, 0.84))
    value = made.math("MULTIPLY_ADD", speck, 0.10, value)
    made.set(Base_Color=made.add("HueSaturation", {"Color": linear(code), "Value": value}))
    made.set(Roughness=made.math("MULTIPLY_ADD", cloud, 0.16, roughness))
    made.bump(made.noise(at, 16, 2), 0.0012, 0.5)
    return made.finished(code)


def thin(name: str, code: str, *, through: float, holes: float = 0.0, roughness: float = 0.6) -> bpy.types.Material:
    """Leaves, lampshades and voile: some light passes, and some of it passes unhindered through the holes."""
    made = Surface(name)
    tone = made.mix(made.math("MULTIPLY", made.noise(made.place(), 6, 4), 0.5), linear(code), (0.05, 0.06, 0.02), "MIX")
    colour = linear(code) if holes else tone
    made.set(Base_Color=colour, Roughness=roughness)
    body = made.body.outputs[0]
    glow = made.add("BsdfTranslucent", {"Color": colour})
    skin = made.add("MixShader", {0: through, 1: body, 2: glow})
    if holes:
        skin = made.add("MixShader", {0: holes, 1: skin, 2: made.add("BsdfTransparent")})
    made.links.new(skin, made.nodes["Material Output"].inputs["Surface"])
    return made.material


def lamp(name: str, code: str, strength: float) -> bpy.types.Material:
    made = Surface(name)
    made.set(Base_Color=linear(code), Emission_Color=linear(code), Emission_Strength=strength)
    return made.material


def cover(name: str, ground: str, ink: str, scale: float, seed: float) -> bpy.types.Material:
    """Large quiet shapes in two inks: magazine covers and the print above the sofa."""
    made = Surface(name)
    at = made.add("Mapping", {0: made.place(), "Location": (seed, seed * 2, 0)})
    large = made.noise(at, scale, 1.2, 0.8)
    brush = made.noise(at, scale * 28, 5)
    edge = made.math("MULTIPLY_ADD", brush, 0.05, large)
    field = made.ramp(
        edge, (0.40, linear(ground)), (0.415, linear("d9c7a8")), (0.56, linear("d9c7a8")), (0.575, linear(ink))
    )
    made.set(Base_Color=made.mix(0.12, field, brush, "MULTIPLY"), Roughness=0.45)
    return made.finished(ground)
