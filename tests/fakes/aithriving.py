"""A stand-in of AIThriving's eraser, as strict as its document and, where that is silent, as Stability AI's."""

from __future__ import annotations

from base64 import b64encode
from typing import ClassVar

from PIL import ImageChops

from tests.fakes.erasing import KEY, Eraser, decoded_mask, marked, picture_size
from tests.fakes.server import Part, Refusal, Reply, Seen

ERASE = "/api/edit/erase"
RANDOM_SEED = 1_050_625_087

_FIELDS = {"image", "mask", "seed", "output_format"}
_LARGEST_REQUEST = 10 * 2**20
_LARGEST_SEED = 4_294_967_294


class AIThriving(Eraser):
    """`declines` is the reason for which every job fails; `base64_prefix` stands before the answer's picture;
    `erases_black` turns the meaning of the mask around."""

    key_header: ClassVar[str] = "authorization"

    def __init__(self, key: str = KEY) -> None:
        super().__init__(key)
        self.declines = ""
        self.base64_prefix = ""
        self.erases_black = False

    def serve(self, seen: Seen) -> Reply:
        if (seen.method, seen.path) != ("POST", ERASE):
            raise Refusal(404, {"code": -1, "message": "no such service"})
        if len(seen.body) > _LARGEST_REQUEST:
            raise Refusal(413, {"code": -1, "message": "request entity too large"})
        parts = _parts(seen.form())
        if self.declines:
            raise _failure(self.declines)
        size = picture_size(_file(parts, "image"), {"JPEG", "PNG", "WEBP"}, _LARGEST_REQUEST, _failure("bad image"))
        if min(size) < 64 or not 4_096 <= size[0] * size[1] <= 9_437_184:
            raise _failure("image size out of range")
        seed = parts["seed"].text if "seed" in parts else "0"
        if not seed.isdigit() or int(seed) > _LARGEST_SEED:
            raise _failure("seed out of range")
        if "output_format" in parts and parts["output_format"].text not in {"jpeg", "png", "webp"}:
            raise _failure("unknown output_format")
        wrong_mask = _failure("bad mask")
        mask = decoded_mask(_file(parts, "mask"), size, "L", wrong_mask)
        hole = marked(ImageChops.invert(mask) if self.erases_black else mask, (255,), wrong_mask)
        self.bills += 1
        picture = self.base64_prefix + b64encode(self.erased(parts["image"].content, hole)).decode()
        told = {"image": picture, "seed": int(seed) or RANDOM_SEED}
        return Reply(json={"code": 0, "message": "success", "data": told})


def _parts(form: list[Part]) -> dict[str, Part]:
    parts = {part.name: part for part in form}
    if len(parts) != len(form) or not {"image", "mask"} <= parts.keys() <= _FIELDS:
        raise _failure("fields missing, unknown or repeated")
    return parts


def _file(parts: dict[str, Part], name: str) -> bytes:
    part = parts[name]
    if not part.filename or not part.media_type.startswith("image/"):
        raise _failure(f"{name} must be a file")
    return part.content


def _failure(message: str) -> Refusal:
    return Refusal(200, {"code": -1, "message": message})
