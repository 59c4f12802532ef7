"""A stand-in of AILabTools: its three current erasing services and the retired one, as strict as their documents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, ClassVar

from PIL import ImageChops

from tests.fakes.erasing import KEY, Eraser, decoded_mask, marked, picture_size
from tests.fakes.server import Part, Refusal, Reply, Seen

EDITING = r"/api/image/editing/[^/]+"
CREDITS = "/api/common/query-credits"

_KINDS = {"JPEG", "PNG", "BMP", "WEBP"}
_TUNED = "remove-objects-advanced"
_TUNING = {"steps", "strength", "scale", "seed", "dilate_size", "quality"}
_PRICES = {"remove-objects": 5, "remove-objects-pro": 35, _TUNED: 20, "image-erase": 10}


class AILabTools(Eraser):
    """`older_form` answers with error_code beside error_detail; `balance` is what is left for every service;
    `switched_off` are the services that are gone; `erases_black` turns the meaning of the mask around."""

    key_header: ClassVar[str] = "ailabapi-api-key"

    def __init__(self, key: str = KEY) -> None:
        super().__init__(key)
        self.older_form = True
        self.balance = 2_000
        self.switched_off: set[str] = set()
        self.erases_black = False

    def unauthorised(self) -> Refusal:
        return self.error(401, "ERROR_USER_NOT_EXISTS")

    def error(self, status: int, code: str) -> Refusal:
        return Refusal(status, said(status, code, older_form=self.older_form))

    def serve(self, seen: Seen) -> Reply:
        if (seen.method, seen.path) == ("GET", CREDITS):
            return self._good(
                [{"unique_sign": f"image_{name.replace('-', '_')}", "balance": self.balance} for name in _PRICES]
            )
        name = seen.path.rpartition("/")[2]
        if seen.method != "POST" or name not in _PRICES or name in self.switched_off:
            raise self.error(404, "ERROR_AI_NOT_EXISTS")
        return self._erase(seen.form(), name)

    def _erase(self, form: list[Part], name: str) -> Reply:
        parts = {part.name: part for part in form}
        mask_field = "user_mask" if name == "image-erase" else "mask"
        wanted = {"image", mask_field}
        if len(parts) != len(form) or not wanted <= parts.keys():
            raise self.error(400, "MISSING_PARAMETERS")
        if parts.keys() - wanted - (_TUNING if name == _TUNED else set()):
            raise self.error(400, "ERROR_PARAMETERS")
        if not _is_tuned_well({name: part.text for name, part in parts.items() if name in _TUNING}):
            raise self.error(400, "ERROR_INVALID_PARAMETER")
        hole = self._hole(parts["image"], parts[mask_field], name)
        if self.balance < _PRICES[name]:
            raise self.error(429, "ERROR_NOT_ENOUGH_CREDITS")
        self.balance -= _PRICES[name]
        self.bills += 1
        result = self.erased(parts["image"].content, hole)
        if name == _TUNED:
            return self._good({"binary_data_base64": [b64encode(result).decode()]})
        return self._good({"image_url": self.publish(result)})

    def _hole(self, image: Part, mask: Part, name: str) -> Any:
        if not image.filename or not mask.filename:
            raise self.error(400, "ERROR_PARAMETERS")
        max_bytes = 3_000_000 if name == "image-erase" else 5_000_000
        if len(image.content) > max_bytes:
            raise self.error(413, "FILE_SIZE_EXCEEDS_LIMIT")
        kinds = {"JPEG", "PNG"} if name == _TUNED else _KINDS
        size = picture_size(image.content, kinds, max_bytes, self.error(415, "UNSUPPORTED_FILE_TYPES"))
        if max(size) >= 4_096:
            raise self.error(413, "FILE_RESOLUTION_EXCEEDS_LIMITS")
        if name == _TUNED and min(size) <= 64:
            raise self.error(422, "ERROR_LOW_RESOLUTION")
        wrong_mask = self.error(400, "ERROR_MASK_IMAGE_RESOLUTION_MISMATCH")
        sent = decoded_mask(mask.content, size, "L", wrong_mask)
        return marked(ImageChops.invert(sent) if self.erases_black else sent, (255,), wrong_mask)

    def _good(self, data: Any) -> Reply:
        body: dict[str, Any] = {"request_id": f"req-{self.bills}", "log_id": "log-1", "data": data}
        older = {
            "error_code": 0,
            "error_code_str": "",
            "error_msg": "",
            "error_detail": {"status_code": 200, "code": ""},
        }
        return Reply(json=body | older if self.older_form else body)


def said(status: int, code: str, *, older_form: bool = True) -> dict[str, Any]:
    """The body of an error in either form."""
    detail = {"code": code, "code_message": code.lower(), "message": "as the stand-in says"}
    body: dict[str, Any] = {"request_id": "req-0", "log_id": "log-0", "error_detail": detail}
    if older_form:
        body |= {"error_code": status, "error_code_str": code, "error_msg": code.lower()}
    return body


def _is_tuned_well(tuning: Mapping[str, str]) -> bool:
    ranges = {"steps": (1, 1e9), "strength": (0.1, 1), "scale": (1, 20), "seed": (-1, 2**32), "dilate_size": (1, 1e9)}
    whole = {"steps", "seed", "dilate_size"}
    for name, value in tuning.items():
        if name == "quality":
            if value not in {"H", "M", "L"}:
                return False
            continue
        least, most = ranges[name]
        if not least <= (int(value) if name in whole else float(value)) <= most:
            return False
    return True
