"""A complete answer, and reading one off the wire without more bytes than allowed."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Protocol

from .errors import AnswerLost, BadAnswer, TooLarge

_DAY = 86_400.0


@dataclass(frozen=True)
class Answer:
    """What a service answered, complete and decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """The body as JSON, parsed once. Raises BadAnswer where it is something else."""
        if isinstance(self._parsed, Exception):
            raise BadAnswer(f"Status {self.status}, but the body is no JSON.", self.status) from self._parsed
        return self._parsed

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def retry_after(self) -> float | None:
        """The seconds of a Retry-After header, at most a day, whichever form it has; None without a usable one."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return min(_DAY, float(value))
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(_DAY, max(0.0, (moment - datetime.now(UTC)).total_seconds()))

    @cached_property
    def _parsed(self) -> Any:
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            return error


def read_body(chunks: Iterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """The body of an answer, decompressed. Both what is received and what it unpacks to may be `max_bytes` at most.

    Raises TooLarge; AnswerLost for an unknown encoding and for compressed data that is broken or ends early.
    """
    unpacking = _unpacking(encoding.strip().lower())
    body, received = bytearray(), 0
    try:
        for chunk in chunks:
            received += len(chunk)
            body += unpacking.feed(chunk, max_bytes + 1 - len(body))
            if max(received, len(body)) > max_bytes:
                raise TooLarge(f"The answer is larger than {max_bytes:,} bytes.")
        unpacking.finish()
    except zlib.error as error:
        raise AnswerLost("The compressed answer is damaged.") from error
    return bytes(body)


class _Unpacking(Protocol):
    def feed(self, data: bytes, room: int) -> bytes:
        """What these bytes unpack to, `room` bytes at most; `room` is at least one more than may ever be kept."""

    def finish(self) -> None:
        """Raises AnswerLost when more should have come."""


class _Plain:
    def feed(self, data: bytes, room: int) -> bytes:
        return data

    def finish(self) -> None:
        return


class _Zipped:
    """gzip or zlib; libraries unpack a chunk whole, and one chunk of a bomb is a thousand times its size."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        self._begun = self._begun or bool(data)
        return self._inflate.decompress(data, room)

    def finish(self) -> None:
        if self._begun and not self._inflate.eof:
            raise AnswerLost("The compressed answer ended early.")


def _unpacking(encoding: str) -> _Unpacking:
    if encoding in {"", "identity"}:
        return _Plain()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _Zipped()
    raise AnswerLost(f"The answer is compressed in a way that was not asked for ({encoding[:20]}).")
