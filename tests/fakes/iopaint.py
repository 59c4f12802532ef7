"""A stand-in of an IOPaint server (1.6): the routes that erase, answering as its source does."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any, ClassVar

from tests.fakes.erasing import Eraser, decoded_mask, picture_size
from tests.fakes.server import Refusal, Reply, Seen

INPAINT = "/api/v1/inpaint"
MODEL = "/api/v1/model"


class IOPaint(Eraser):
    """It has no key and never bills; `erasings` counts what it did."""

    key_header: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__("no-key-at-all")
        self.erasings = 0

    def authorised(self, seen: Seen) -> bool:
        return "authorization" not in seen.headers

    def serve(self, seen: Seen) -> Reply:
        if (seen.method, seen.path) == ("GET", MODEL):
            return Reply(json={"name": "cv2", "path": "cv2", "model_type": "inpaint"})
        if (seen.method, seen.path) != ("POST", INPAINT):
            raise Refusal(404, {"detail": "Not Found"})
        return self._inpaint(seen.json())

    def _inpaint(self, asked: Any) -> Reply:
        if not isinstance(asked, dict) or not isinstance(asked.get("sd_seed", 42), int):
            raise Refusal(422, {"detail": [{"loc": ["body"], "msg": "value is not valid"}]})
        if asked.keys() - {"image", "mask", "sd_seed"}:
            raise Refusal(422, {"detail": "these tests know of no other field"})
        broken = Refusal(500, {"error": "UnidentifiedImageError", "detail": "", "errors": "cannot identify image file"})
        picture, mask = (_bytes(asked.get(name), broken) for name in ("image", "mask"))
        size = picture_size(picture, {"JPEG", "PNG", "WEBP"}, 128 * 2**20, broken)
        mismatch = Refusal(400, {"error": "HTTPException", "detail": "Image size and mask size not match."})
        hole = decoded_mask(mask, size, "L", mismatch).point(lambda level: 255 * (level > 127))
        self.erasings += 1
        seed = str(asked.get("sd_seed", 42))
        result = self.erased(picture, hole)
        return Reply(content=result, headers={"Content-Type": "image/png", "X-Seed": seed})


def _bytes(text: Any, refusal: Refusal) -> bytes:
    try:
        return b64decode(str(text).partition("base64,")[2] or str(text), validate=True)
    except NotBase64 as error:
        raise refusal from error
