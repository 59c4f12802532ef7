"""What is kept of a request for the people who look after the bills: enough to understand it, nothing to steal.

Headers of requests are not kept at all, query values neither (a result's link is its own key), nor long texts and
pictures. What a service echoes of a credential is cut out wherever it appears.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from .answer import Answer
from .errors import BadAnswer

EXCERPT = 2_000
"""Characters kept of a request and of an answer."""

REDACTED = "[redacted]"
_LONGEST_TEXT = 200
_LONGEST_LIST = 20
_DEEPEST = 8
_SHORTEST_SECRET = 4
_KEPT_HEADERS = ("content-type", "content-length", "retry-after", "x-request-id")
# "key" alone is not one of them: services also call their error codes that.
_SECRET_NAME = re.compile(
    r"(api|app|access|auth|private|secret|signing)[-_]?(key|id)|token|secret|passw|authori[sz]|signature|credential"
    r"|cookie",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/=_\r\n-]+")
_QUERY_VALUE = re.compile(r"(?<=[?&])([^=&\s\"'#]*)=[^&\s\"'#]*")
_LINK = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as it is recorded. `status` is None and `error` says why when no complete answer came."""

    method: str
    url: str
    status: int | None
    milliseconds: int
    request: str = ""
    response: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


Record = Callable[[Call], None]


class Redaction:
    """Makes texts harmless; knows the credentials that must not appear in them."""

    def __init__(self, secrets: Collection[str]) -> None:
        # "Basic abc" and the "abc" in it; the longest first, so that none leaves a rest of another behind.
        parts = {part for secret in secrets for part in (secret, *secret.split())}
        self._secrets = sorted((part for part in parts if len(part) >= _SHORTEST_SECRET), key=len, reverse=True)

    def text(self, text: str) -> str:
        """Credentials and the query values of links cut out, and shortened to an excerpt."""
        text = _LINK.sub(lambda link: without_query(link.group()), self._without_secrets(text))
        # A database takes neither NUL nor half of a surrogate pair, and JSON can hold both.
        text = text.replace("\x00", "").encode("utf-8", "replace").decode()
        return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"

    def body(self, value: Any) -> str:
        """A JSON value as an excerpt: fields named like keys hidden, long texts and lists named by their length."""
        return self.text(json.dumps(self._shortened(value, 0), ensure_ascii=False))

    def form(self, data: Mapping[str, Any], files: Sequence[tuple[str, tuple[str, bytes, str]]]) -> str:
        """A form as an excerpt: its fields, and of each file the media type and size."""
        fields: dict[str, list[str]] = {}
        for name, value in data.items():
            fields.setdefault(name, []).extend(value if isinstance(value, list) else [value])
        for name, (_, content, media_type) in files:
            fields.setdefault(name, []).append(f"[{media_type}, {len(content):,} bytes]")
        return self.body({name: values if len(values) > 1 else values[0] for name, values in fields.items() if values})

    def answer(self, answer: Answer) -> str:
        if not answer.content:
            return ""
        try:
            return self.body(answer.json())
        except BadAnswer:
            if answer.media_type.startswith("image/") or b"\x00" in answer.content:
                return f"[{answer.media_type or 'no media type'}, {len(answer.content):,} bytes]"
        # More than an excerpt is looked through, so that no credential is cut in half by its end.
        return self.text(answer.content[: 4 * EXCERPT].decode("utf-8", "replace"))

    def headers(self, answer: Answer) -> dict[str, str]:
        return {name: self.text(answer.headers[name]) for name in _KEPT_HEADERS if name in answer.headers}

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text

    def _shortened(self, value: Any, depth: int) -> Any:
        if depth > _DEEPEST:
            return "…"
        if isinstance(value, Mapping):
            return {
                self._short_text(str(name)): REDACTED
                if _SECRET_NAME.search(str(name))
                else self._shortened(inner, depth + 1)
                for name, inner in value.items()
            }
        if isinstance(value, list | tuple):
            kept = [self._shortened(inner, depth + 1) for inner in value[:_LONGEST_LIST]]
            return kept if len(value) <= _LONGEST_LIST else [*kept, f"… {len(value):,} in all"]
        return self._short_text(value) if isinstance(value, str) else value

    def _short_text(self, text: str) -> str:
        if text.startswith("data:") or (len(text) > _LONGEST_TEXT and _BASE64.fullmatch(text[:_LONGEST_TEXT])):
            return f"[base64, {len(text):,} characters]"
        text = self._without_secrets(text[: 2 * EXCERPT])
        is_link = text.startswith(("http://", "https://"))
        return text if is_link or len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"


def without_query(url: str) -> str:
    """The link with its query's names but not their values, and without a user name."""
    bare = _QUERY_VALUE.sub(r"\1=…", url.partition("#")[0])
    return re.sub(r"(?<=://)[^/@]*@", "", bare)


def url_excerpt(url: httpx.URL) -> str:
    return without_query(str(url))[:EXCERPT]
