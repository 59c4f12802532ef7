"""What the stand-ins of erasing services share: a key, bills, faults aimed at one kind of call, and real erasing.

with Bria() as bria:
    bria.at("POST", "/v2/image/edit/erase", work_then_hang_up)  # the next such call only
    bria.result_as = half_size
    ...
    assert bria.bills == 1
"""

from __future__ import annotations

import re
import struct
import threading
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from typing import ClassVar

import numpy as np
from PIL import Image

from tests.fakes.server import Exchange, Misbehaviour, Refusal, Reply, Seen, Service

KEY = "k3y-of-the-office"
SILENT = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform"}
SILENT |= {"progressive", "progression", "loop", "background"}
"""What a decoder may know of a picture besides its pixels: nothing about a person, a camera or a place."""

ResultForm = Callable[[Image.Image], bytes]


def png(picture: Image.Image) -> bytes:
    return saved(picture, "PNG")


def jpeg(picture: Image.Image) -> bytes:
    return saved(picture.convert("RGB"), "JPEG")


def half_size(picture: Image.Image) -> bytes:
    return png(picture.resize((max(1, picture.width // 2), max(1, picture.height // 2))))


def wrong_aspect(picture: Image.Image) -> bytes:
    return png(picture.resize((picture.width, picture.height * 2)))


def no_image(_picture: Image.Image) -> bytes:
    return b"<html>This is not the picture you are looking for.</html>"


def truncated(picture: Image.Image) -> bytes:
    data = png(picture)
    return data[: len(data) // 2]


def bomb(_picture: Image.Image) -> bytes:
    """A few bytes that say they are 40,000 by 40,000 pixels."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(1000))))
    framed = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return (
        b"\x89PNG\r\n\x1a\n"
        + b"".join(framed)
        + struct.pack(">I", 0)
        + b"IEND"
        + struct.pack(">I", zlib.crc32(b"IEND"))
    )


def saved(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def work_then_hang_up(exchange: Exchange) -> None:
    """Do all that was asked for, bill included, and hang up without a word."""
    exchange.service.answer(exchange.read())


class Eraser(Service, ABC):
    """A stand-in of an erasing service; a subclass overrides `serve`.

    `bills` counts what a customer would pay for. Results are served under /results/ to whoever asks without a key.
    """

    key_header: ClassVar[str]

    def __init__(self, key: str = KEY) -> None:
        super().__init__()
        self.key = key
        self.bills = 0
        self.result_as: ResultForm = png
        self._aimed: list[tuple[str, str, Misbehaviour]] = []
        self._results: list[bytes] = []
        self._turn = threading.RLock()

    @abstractmethod
    def serve(self, seen: Seen) -> Reply:
        """What the service says to a request with the right key. Called by one thread at a time."""

    def authorised(self, seen: Seen) -> bool:
        return seen.headers.get(self.key_header) == self.key

    def unauthorised(self) -> Refusal:
        return Refusal(401, {"error": "unauthorized"})

    def at(self, method: str, path: str, *ways: Misbehaviour) -> None:
        """Let the next calls of this method, whose whole path matches the pattern, be handled so, one each."""
        self._aimed += [(method, path, way) for way in ways]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        way = self._next_aimed(str(handler.command), handler.path.partition("?")[0])
        if way:
            way(Exchange(handler, self))
        else:
            super().handle(handler)

    def answer(self, seen: Seen) -> Reply:
        with self._turn:
            if seen.path.startswith("/results/"):
                return self._result(seen)
            if not self.authorised(seen):
                raise self.unauthorised()
            return self.serve(seen)

    def calls(self, method: str, path: str) -> list[Seen]:
        """The requests seen so far of this method, whose whole path matches the pattern."""
        return [seen for seen in self.seen if seen.method == method and re.fullmatch(path, seen.path)]

    def erased(self, picture: bytes, mask: Image.Image) -> bytes:
        """The picture with what the mask (mode "L", 255 = erase) covers filled with the mean of the rest."""
        with Image.open(BytesIO(picture)) as opened:
            colours = np.array(opened.convert("RGB"))
        hole = np.asarray(mask) > 127
        rest = colours[~hole]
        colours[hole] = rest.mean(axis=0) if len(rest) else 128
        return self.result_as(Image.fromarray(colours))

    def publish(self, result: bytes) -> str:
        """The link under which anybody gets the result."""
        self._results.append(result)
        return f"{self.url}/results/{len(self._results) - 1}?token=only-who-has-the-link"

    def _result(self, seen: Seen) -> Reply:
        if self.key in "".join(seen.headers.values()):
            raise Refusal(400, {"error": "a key has no business at the host of results"})
        number = int(seen.path.removeprefix("/results/"))
        return Reply(content=self._results[number]) if number < len(self._results) else Reply(404)

    def _next_aimed(self, method: str, path: str) -> Misbehaviour | None:
        with self._turn:
            for at, (aimed_method, pattern, way) in enumerate(self._aimed):
                if aimed_method == method and re.fullmatch(pattern, path):
                    del self._aimed[at]
                    return way
        return None


def decoded_mask(data: bytes, size: tuple[int, int], mode: str, refusal: Refusal) -> Image.Image:
    """The PNG in a request, which must have this size and mode. Raises the refusal."""
    if not data.startswith(b"\x89PNG"):
        raise refusal
    with Image.open(BytesIO(data)) as mask:
        if mask.size != size or mask.mode != mode:
            raise refusal
        return mask.copy()


def marked(mask: Image.Image, erase: tuple[int, ...], refusal: Refusal) -> Image.Image:
    """Mode "L", 255 where the mask has the colour `erase`; everything else must be zero. Raises the refusal."""
    pixels = np.asarray(mask).reshape(mask.height, mask.width, -1)
    hole = (pixels == np.array(erase)).all(axis=2)
    if not hole.any() or pixels[~hole].any():
        raise refusal
    return Image.fromarray(hole.astype(np.uint8) * 255)


def picture_size(data: bytes, kinds: set[str], max_bytes: int, refusal: Refusal) -> tuple[int, int]:
    """Width and height of an upload of one of the kinds, which carries no facts about a person. Raises the refusal."""
    if len(data) > max_bytes:
        raise refusal
    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.format not in kinds or picture.getexif() or not picture.info.keys() <= SILENT:
                raise refusal
            return picture.size
    except OSError as error:
        raise refusal from error
