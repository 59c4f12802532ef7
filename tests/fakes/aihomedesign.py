"""A stand-in of AI HomeDesign, v1 and v3, as strict as its documents.

with AIHomeDesign() as service:
    order = service.add_order(picture)  # one made elsewhere, to open by its id
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from PIL import Image

from tests.fakes.erasing import KEY, Eraser, decoded_mask, marked, picture_size
from tests.fakes.server import Part, Refusal, Reply, Seen

VIOLET = (120, 120, 205)
LAST_IMAGE = r"/v1/order/[^/]+/last-temp-image"
PROCESS = r"/v3/process/[^/]+"

_KINDS = {"JPEG", "PNG", "WEBP"}
_V1_BYTES = 50_000_000
_SERVICES = {
    "service-creative-designer",
    "service-ai-virtual-staging",
    "service-item-removal",
    "service-item-removal-mask",
    "service-day-to-dusk",
    "service-image-enhancement",
}


@dataclass
class Order:
    """`images` are (id, bytes), the upload first; `mask` is the latest. The newest image shows after `hidden` looks."""

    images: list[tuple[str, bytes]]
    unknown: int = 0
    hidden: int = 0
    mask: Image.Image | None = None
    done: str = ""
    assets: list[bytes] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)


class AIHomeDesign(Eraser):
    """`looks` is how often last-temp-image, or the process, is asked in vain after a submit; `eta` is what submit
    tells; `registers_after` how often a new order is unknown at first; `ending` replaces the end of a v3 process."""

    key_header: ClassVar[str] = "x-api-key"

    def __init__(self, key: str = KEY) -> None:
        super().__init__(key)
        self.looks = 1
        self.eta: Any = 20
        self.registers_after = 0
        self.done_as = "application/x-www-form-urlencoded"
        self.role_field = "asset_role"
        self.erase: tuple[int, ...] = VIOLET
        self.wrapped = True
        self.ending: dict[str, Any] | None = None
        self.orders: dict[str, Order] = {}
        self._processes: dict[str, tuple[str, int]] = {}

    def unauthorised(self) -> Refusal:
        return _error(401, "unauthorized", "api_error_unauthorized")

    def serve(self, seen: Seen) -> Reply:
        for method, pattern, handle in (
            ("POST", "/v1/order/image", self._upload),
            ("POST", "/v1/order/manual-mask", self._manual_mask),
            ("POST", "/v1/order/done", self._done),
            ("POST", "/v1/order", self._submit),
            ("GET", LAST_IMAGE, self._last_image),
            ("GET", "/v1/order/[^/]+", self._details),
            ("POST", "/v3/order", self._order),
            ("GET", "/v3/order/[^/]+", self._order_of_v3),
            ("GET", "/v3/project", self._projects),
            ("POST", "/v3/process", self._process),
            ("GET", PROCESS, self._progress),
        ):
            if seen.method == method and re.fullmatch(pattern, seen.path):
                return handle(seen)
        raise _error(404, "no such route")

    def add_order(self, picture: bytes) -> str:
        """An order made elsewhere, whose photo is this picture; returns its id."""
        name = f"ord-{len(self.orders) + 1}"
        self.orders[name] = Order([(f"img-{name}-0", picture)], unknown=self.registers_after)
        return name

    # v1

    def _upload(self, seen: Seen) -> Reply:
        parts = _parts(seen, files={"image"}, texts={"service_name"})
        if parts["service_name"].text not in _SERVICES:
            raise _error(400, "no such service")
        picture_size(parts["image"].content, _KINDS, _V1_BYTES, _error(415, "unsupported image"))
        return Reply(json={"order_id": self.add_order(parts["image"].content)})

    def _last_image(self, seen: Seen) -> Reply:
        order = self._known(seen.path.split("/")[3])
        if order.unknown:
            order.unknown -= 1
            raise _no_order()
        shown = order.images[-1]
        if order.hidden:
            order.hidden -= 1
            shown = order.images[-2]
        return Reply(json={"image_id": shown[0], "url": self.publish(shown[1])})

    def _manual_mask(self, seen: Seen) -> Reply:
        parts = _parts(seen, files={"mask"}, texts={"order_id"})
        order = self._known(parts["order_id"].text)
        wrong = _error(400, "the mask must be #7878CD on transparent, and as large as the image")
        size = picture_size(order.images[-1][1], _KINDS, _V1_BYTES, wrong)
        png = decoded_mask(parts["mask"].content, size, "RGBA", wrong)
        order.mask = marked(png, (*VIOLET, 255), wrong)
        return Reply(json={"maskId": f"mask-{len(self.seen)}"})

    def _submit(self, seen: Seen) -> Reply:
        asked = seen.json()
        if asked.keys() != {"order_id", "service_name"} or asked["service_name"] != "service-item-removal-mask":
            raise _error(400, "order_id and service_name are needed")
        order = self._known(asked["order_id"])
        if order.mask is None:
            raise _error(409, "no mask yet")
        self.bills += 1
        image = f"img-{asked['order_id']}-{len(order.images)}"
        order.images.append((image, self.erased(order.images[-1][1], order.mask)))
        order.mask, order.hidden = None, self.looks
        return Reply(json={"order_id": asked["order_id"], "image_id": image, "eta": self.eta})

    def _details(self, seen: Seen) -> Reply:
        name = seen.path.rpartition("/")[2]
        return Reply(json={"id": name, "status": "done" if self._known(name).done else "idle", "generated_images": []})

    def _done(self, seen: Seen) -> Reply:
        if seen.headers["content-type"] != self.done_as:
            raise _error(415, "wrong content type")
        asked = seen.json() if self.done_as == "application/json" else seen.fields()
        order = self._known(asked.get("order_id"))
        if asked.keys() != {"order_id", "image_id"} or asked["image_id"] not in dict(order.images):
            raise _error(400, "order_id and image_id are needed")
        order.done = asked["image_id"]
        return Reply(json={"message": "order finalized"})

    # v3

    def _order(self, seen: Seen) -> Reply:
        parts = seen.form()
        if {part.name for part in parts} != {"asset_file", self.role_field}:
            raise _error(400, "asset_file and its role are needed")
        files = [part.content for part in parts if part.name == "asset_file"]
        roles = [part.text for part in parts if part.name == self.role_field]
        if roles != ["primary_angle", "mask"] or len(files) != 2:
            raise _error(400, "one role for each file")
        wrong = _error(400, "the mask has other colours or another size")
        size = picture_size(files[0], _KINDS, 20_000_000, wrong)
        mask = marked(decoded_mask(files[1], size, "L" if len(self.erase) == 1 else "RGB", wrong), self.erase, wrong)
        name = self.add_order(files[0])
        self.orders[name].mask, self.orders[name].assets = mask, files
        return self._say(201, {"order_id": name, "assets": [{"id": f"{name}-photo"}, {"id": f"{name}-mask"}]})

    def _order_of_v3(self, seen: Seen) -> Reply:
        name = seen.path.rpartition("/")[2]
        return self._say(200, {"order_id": name, "processes": [{"id": each} for each in self._known(name).processes]})

    def _projects(self, _seen: Seen) -> Reply:
        return self._say(200, {"projects": []})

    def _process(self, seen: Seen) -> Reply:
        asked = seen.json()
        order = self._known(asked.get("order_id"))
        tool = "tool-item-removal-mask"
        slots = {f"{tool}-input-image": f"{asked['order_id']}-photo", f"{tool}-input-mask": f"{asked['order_id']}-mask"}
        if asked.keys() != {"order_id", "tool", "asset_map"} or asked["tool"] != tool or asked["asset_map"] != slots:
            raise _error(422, "asset_map does not fit the tool", "api_error_asset_map")
        assert order.mask is not None
        self.bills += 1
        name = f"proc-{self.bills}"
        order.processes.append(name)
        order.images.append((name, self.erased(order.images[0][1], order.mask)))
        self._processes[name] = (asked["order_id"], 0)
        told = {"process_ids": [name]} if self.wrapped else {"process_id": name, "process_group_id": "group-1"}
        return self._say(201, told)

    def _progress(self, seen: Seen) -> Reply:
        name = seen.path.rpartition("/")[2]
        if name not in self._processes:
            raise _error(404, "process not found", "api_error_process_not_found")
        order, asked = self._processes[name]
        self._processes[name] = (order, asked + 1)
        if asked < self.looks:
            return self._say(200, {"process_id": name, "status": "processing" if asked else "pending"})
        url = self.publish(self.orders[order].images[-1][1])
        done = {"status": "done", "final_assets": [{"asset_id": "a-1", "temp_src": url, "temp_thumbnail_src": url}]}
        return self._say(200, {"process_id": name, **(self.ending or done)})

    def _say(self, status: int, told: dict[str, Any]) -> Reply:
        return Reply(status, json={"data": told, "message": "ok"} if self.wrapped else told)

    def _known(self, order: Any) -> Order:
        if order not in self.orders:
            raise _no_order()
        return self.orders[order]


def _parts(seen: Seen, *, files: set[str], texts: set[str]) -> dict[str, Part]:
    parts = {part.name: part for part in seen.form()}
    if parts.keys() != files | texts or any(
        (part.filename is not None) != (part.name in files) for part in parts.values()
    ):
        raise _error(400, "http: no such file")
    return parts


def _no_order() -> Refusal:
    return _error(404, "order not found", "api_error_order_not_found")


def _error(status: int, message: str, key: str = "") -> Refusal:
    return Refusal(status, {"error": message, "key": key} if key else {"error": message})
