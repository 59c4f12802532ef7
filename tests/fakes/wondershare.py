"""A stand-in of Wondershare's photo eraser: it fetches the photos from their links, as the service does."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from types import TracebackType
from typing import Any, ClassVar, Self
from urllib.error import URLError
from urllib.request import urlopen

from PIL import ImageChops

from editor.providers.base import Publish
from tests.fakes.erasing import KEY, Eraser, decoded_mask, marked, picture_size
from tests.fakes.server import Refusal, Reply, Seen, Service

BATCH = "/v3/pic/rw/batch"
RESULT = r"/v3/pic/rw/result/[^/]+"
APP_KEY = "office-app"

_DATA_URL = "data:image/png;base64,"


class PhotoHost(Service):
    """Stands in for the public address of the office, where published photos lie."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: list[tuple[bytes, str]] = []

    def publish(self, data: bytes, media_type: str) -> str:
        self.photos.append((data, media_type))
        return f"{self.url}/photos/{len(self.photos) - 1}?signature=for-minutes-only"

    def answer(self, seen: Seen) -> Reply:
        number = int(seen.path.rpartition("/")[2])
        if number >= len(self.photos):
            return Reply(404)
        data, media_type = self.photos[number]
        return Reply(content=data, headers={"Content-Type": media_type})


class Wondershare(Eraser):
    """`key` is the app's secret. `states` are told one a poll before the end; `ending` replaces the data of the end;
    `failing` are the numbers of photos that fail, `wait_time` is told with every state; `mask_form` is what is taken,
    `erases_black` turns the meaning of the mask around, `needs_priority` insists on it."""

    key_header: ClassVar[str] = "authorization"

    def __init__(self, key: str = KEY) -> None:
        super().__init__(key)
        self.host_of_photos = PhotoHost()
        self.states: list[Any] = ["1", "2"]
        self.ending: dict[str, Any] | None = None
        self.failing: set[int] = set()
        self.wait_time: Any = "2"
        self.mask_form = "bare"
        self.erases_black = False
        self.needs_priority = True
        self._tasks: dict[str, list[dict[str, str]]] = {}
        self._asked: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.host_of_photos.__enter__()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.host_of_photos.__exit__(kind, error, trace)

    def authorised(self, seen: Seen) -> bool:
        pair = b64encode(f"{APP_KEY}:{self.key}".encode()).decode()
        return seen.headers.get(self.key_header) == f"Basic {pair}"

    def unauthorised(self) -> Refusal:
        return Refusal(401, {"code": 401, "msg": "unauthorized"})

    def serve(self, seen: Seen) -> Reply:
        if (seen.method, seen.path) == ("POST", BATCH):
            return self._create(seen.json())
        if seen.method == "GET" and seen.path.startswith("/v3/pic/rw/result/"):
            return self._state(seen)
        raise Refusal(404, {"code": 404, "msg": "no such route"})

    def _create(self, asked: Any) -> Reply:
        needed = {"images", "mask"} | ({"priority"} if self.needs_priority else set())
        if not isinstance(asked, dict) or not needed <= asked.keys() <= {"images", "mask", "priority"}:
            raise _error(400_001, "fields missing or unknown")
        priority = asked.get("priority", 0)
        if isinstance(priority, bool) or not isinstance(priority, int) or not 0 <= priority <= 9:
            raise _error(400_002, "priority out of range")
        links = asked["images"]
        if not isinstance(links, list) or not 1 <= len(links) <= 20:
            raise _error(400_003, "1 to 20 images")
        photos = [_downloaded(str(link)) for link in links]
        results = [self._outcome(number, photo, str(asked["mask"])) for number, photo in enumerate(photos)]
        self.bills += 1
        task = f"6a4eab77-be30-430a-bf0e-{self.bills:012d}"
        self._tasks[task] = results
        return Reply(json={"code": 0, "msg": "", "data": {"task_id": task}})

    def _outcome(self, number: int, photo: bytes, mask: str) -> dict[str, str]:
        refusal = _error(400_004, "image out of limits")
        size = picture_size(photo, {"PNG", "JPEG", "BMP"}, 50_000_000, refusal)
        if min(size) <= 256 or max(size) >= 5_000 or max(size) > 4 * min(size):
            raise refusal
        hole = self._hole(mask, size)
        if number in self.failing:
            return {"image_result": "", "status": "4", "reason": "no such luck"}
        return {"image_result": self.publish(self.erased(photo, hole)), "status": "3", "reason": ""}

    def _hole(self, text: str, size: tuple[int, int]) -> Any:
        refusal = _error(400_005, "mask cannot be used")
        if text.startswith(_DATA_URL) != (self.mask_form == "data-url"):
            raise refusal
        try:
            data = b64decode(text.removeprefix(_DATA_URL), validate=True)
        except NotBase64 as error:
            raise refusal from error
        mask = decoded_mask(data, size, "L", refusal)
        return marked(ImageChops.invert(mask) if self.erases_black else mask, (255,), refusal)

    def _state(self, seen: Seen) -> Reply:
        if seen.headers.get("content-type") != "application/json":
            raise _error(400_006, "Content-Type is required")
        task = seen.path.rpartition("/")[2]
        if task not in self._tasks:
            raise _error(400_007, "no such task")
        asked = self._asked.get(task, 0)
        self._asked[task] = asked + 1
        data: dict[str, Any] = {"status": "3", "wait_time": "0", "list": self._tasks[task]}
        if asked < len(self.states):
            data = {"status": self.states[asked], "wait_time": self.wait_time, "list": []}
        elif self.ending is not None:
            data = self.ending
        return Reply(json={"code": 0, "msg": "", "data": data})


def publisher(service: Eraser) -> Publish:
    """What publishes photos at the stand-in's own host of photos."""
    assert isinstance(service, Wondershare)
    return service.host_of_photos.publish


def _downloaded(link: str) -> bytes:
    if not link.startswith(("http://", "https://")):
        raise _error(400_008, "images are links")
    try:
        with urlopen(link, timeout=10) as answer:
            return bytes(answer.read())
    except (URLError, TimeoutError) as error:
        raise _error(400_009, "an image could not be fetched") from error


def _error(code: int, message: str) -> Refusal:
    return Refusal(200, {"code": code, "msg": message})
