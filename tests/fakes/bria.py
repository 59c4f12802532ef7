"""A stand-in of BRIA's eraser, version 2, as strict as its documents."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import Any, ClassVar

from tests.fakes.erasing import KEY, Eraser, decoded_mask, marked, picture_size
from tests.fakes.server import Refusal, Reply, Seen

ERASE = "/v2/image/edit/erase"
ALL_MASKS = "/v2/image/segment/all_masks"
STATUS = r"/v2/status/[^/]+"

_SWITCHES = {"sync", "preserve_alpha", "visual_input_content_moderation", "visual_output_content_moderation"}
_FIELDS = {"image", "mask", "mask_type", "webhook_url"} | _SWITCHES


class Bria(Eraser):
    """`polls` says how often the status is IN_PROGRESS; `ending` replaces the COMPLETED body, `registers_after` makes
    a new request unknown to the status for so many polls. `objects` are the masks it finds, of its own size."""

    key_header: ClassVar[str] = "api_token"

    def __init__(self, key: str = KEY) -> None:
        super().__init__(key)
        self.polls = 1
        self.registers_after = 0
        self.ending: dict[str, Any] | None = None
        self.objects: list[Callable[[tuple[int, int]], bytes]] = []
        self._masks: dict[str, list[dict[str, Any]]] = {}
        self._jobs: dict[str, str] = {}
        self._asked: dict[str, int] = {}

    def unauthorised(self) -> Refusal:
        return _error(401, "Unauthorized")

    def serve(self, seen: Seen) -> Reply:
        if (seen.method, seen.path) == ("POST", ERASE):
            return self._erase(seen)
        if (seen.method, seen.path) == ("POST", ALL_MASKS):
            return self._all_masks(seen)
        if seen.method == "GET" and seen.path.startswith("/v2/status/"):
            return self._status(seen.path.rpartition("/")[2])
        raise _error(404, "no such route")

    def _erase(self, seen: Seen) -> Reply:
        asked = seen.json()
        if not {"image", "mask"} <= asked.keys() <= _FIELDS:
            raise _error(400, "fields missing or unknown")
        if any(not isinstance(asked[name], bool) for name in _SWITCHES & asked.keys()):
            raise _error(400, "a switch that is none")
        if asked.get("mask_type", "manual") not in {"manual", "automatic"}:
            raise _error(400, "mask_type")
        picture = _bytes(asked["image"])
        size = picture_size(picture, {"JPEG", "PNG", "WEBP"}, 64 * 2**20, _error(415, "Unsupported media type"))
        wrong_mask = _error(400, "the mask must be 0 or 255, and as large as the image")
        mask = marked(decoded_mask(_bytes(asked["mask"]), size, "L", wrong_mask), (255,), wrong_mask)
        self.bills += 1
        request = f"req-{self.bills}"
        self._jobs[request] = self.publish(self.erased(picture, mask))
        if asked.get("sync"):
            return Reply(json={"result": {"image_url": self._jobs[request]}, "request_id": request})
        return Reply(202, json={"request_id": request, "status_url": f"{self.url}/v2/status/{request}"})

    def _all_masks(self, seen: Seen) -> Reply:
        asked = seen.json()
        if not {"image"} <= asked.keys() <= {"image", "sync", "visual_input_content_moderation"}:
            raise _error(400, "fields missing or unknown")
        size = picture_size(_bytes(asked["image"]), {"JPEG", "PNG", "WEBP"}, 12 * 2**20, _error(415, "Unsupported"))
        self.bills += 1
        request = f"req-{self.bills}"
        links = [self.publish(make(size)) for make in self.objects]
        self._masks[request] = [
            {"id": at, "area": 1, "confidence": 1.0, "image_url": link} for at, link in enumerate(links, 1)
        ]
        self._jobs[request] = ""
        return Reply(202, json={"request_id": request, "status_url": f"{self.url}/v2/status/{request}"})

    def _status(self, request: str) -> Reply:
        self._asked[request] = asked = self._asked.get(request, 0) + 1
        if request not in self._jobs or asked <= self.registers_after:
            return Reply(404, json={"status": "NOT_FOUND"})
        if asked <= self.registers_after + self.polls:
            return Reply(json={"status": "IN_PROGRESS", "request_id": request})
        result: dict[str, Any] = {"image_url": self._jobs[request], "seed": "17"}
        if request in self._masks:
            result = {"masks": self._masks[request]}
        completed = {"status": "COMPLETED", "result": result}
        return Reply(json={**(self.ending or completed), "request_id": request})


def _bytes(text: Any) -> bytes:
    """What stands in bare base64; a link is another form, which these tests have no use for."""
    try:
        return b64decode(str(text), validate=True)
    except NotBase64 as error:
        raise _error(404, "the image was not found") from error


def _error(status: int, message: str) -> Refusal:
    return Refusal(status, {"error": {"code": status, "message": message, "details": message}, "request_id": "req-0"})
