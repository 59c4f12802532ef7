"""The only way out: one Door to one service, with its key, its deadline and its caps.

A service's key is given to its Door and goes nowhere else: `request` asks the service's own origin and follows no
redirect, `fetch_result` asks anybody and carries no credential. The host of the base URL and the hosts given as
trusted may be private; every other host must be public, by every address its name resolves to.
"""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import httpcore
import httpx

from .answer import Answer, read_body
from .calls import Call, Record, Redaction, url_excerpt
from .errors import AnswerLost, BadAnswer, DoorError, Forbidden, NotSent
from .origins import TrustedHosts, base_origin, clean_credential, origin_of, parsed
from .wire import Deadline, Net, Wire, exchange

log = logging.getLogger(__name__)

File = tuple[str, bytes, str]
"""File name, content, media type."""

ANSWER_SECONDS = 60.0
RESULT_SECONDS = 120.0
ANSWER_BYTES = 64 * 2**20
RESULT_BYTES = 64 * 2**20
MAX_REDIRECTS = 3

_USER_AGENT = "Eraser"
_REDIRECTS = {301, 302, 303, 307, 308}
_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)


class Door:
    """The way to one service.

    `base_url` is scheme, host and port. `credentials` are the headers that go with every `request`; `secrets` are
    further texts to keep out of records, such as the parts an encoded header was made of. `trusted_hosts` are hosts,
    "name" or "name:port", whose results are fetched even from private addresses and over plain http. `record` gets
    a Call for every request, also for those that failed.

    Raises ValueError for a malformed base URL or trusted host, BadCredential for a key that cannot be sent.
    """

    def __init__(
        self,
        base_url: str,
        *,
        credentials: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
        trusted_hosts: Iterable[str] = (),
        record: Record | None = None,
        net: Net | None = None,
    ) -> None:
        self._base = base_origin(base_url)
        self._trusted = TrustedHosts(trusted_hosts, self._base)
        self._credentials = {name: clean_credential(name, value) for name, value in (credentials or {}).items()}
        self._redaction = Redaction([*self._credentials.values(), *secrets])
        self._record = record
        self._net = net or Net()

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, str | list[str]] | None = None,
        files: Sequence[tuple[str, File]] = (),
        seconds: float = ANSWER_SECONDS,
        max_bytes: int = ANSWER_BYTES,
    ) -> Answer:
        """Ask the service, with its credentials. Any status is an Answer, redirects too; they are not followed.

        `path` begins with "/", or is a whole URL at the service's own origin. The body is `json`, or a form of
        `data` (a list repeats the field) and `files` (names may repeat). `seconds` is for everything, from
        resolving the name to the last byte; `max_bytes` is for the answer.

        Raises NotSent (Forbidden, BadCredential), AnswerLost, TooLarge.
        """
        url = self._at_origin(path)
        # Not a dict: names of headers are the same in any case, and each goes once.
        head = httpx.Headers(_standing())
        head.update({name: clean_credential(name, value) for name, value in (headers or {}).items()})
        head.update(self._credentials)
        form = {"data": data, "files": list(files) or None} if json is None else {"json": json}
        request = httpx.Request(method, url, params=params, headers=head, **form)
        sent = self._redaction.body(json) if json is not None else self._redaction.form(data or {}, files)
        return self._recorded(request, Deadline(seconds), max_bytes, sent, trusted=True)

    def fetch_result(self, url: str, *, seconds: float = RESULT_SECONDS, max_bytes: int = RESULT_BYTES) -> bytes:
        """The bytes behind a link that a service gave, fetched without any credential.

        Only https, except from trusted hosts; at most three redirects, each vetted like the link itself; `seconds`
        and `max_bytes` hold for all of it. Fetching again is always free.

        Raises NotSent (Forbidden), AnswerLost, TooLarge, BadAnswer when the status is not 200.
        """
        deadline = Deadline(seconds)
        target = parsed(url)
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._fetched(target, deadline, max_bytes)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            target = _joined(target, answer.headers["location"])
        else:
            raise Forbidden(f"The result's link redirects more than {MAX_REDIRECTS} times.")
        if answer.status != 200:
            raise BadAnswer(f"The result's link answers with status {answer.status}.", answer.status)
        return answer.content

    def redacted(self, value: Any) -> str:
        """An excerpt of a JSON value that may be logged and kept: no credential, no link's key, no picture."""
        return self._redaction.body(value)

    def _at_origin(self, path: str) -> httpx.URL:
        url = parsed(str(self._base).rstrip("/") + path) if path.startswith("/") else parsed(path)
        if origin_of(url) != origin_of(self._base):
            raise Forbidden(f"{url.host} is not the service's own host, so its key does not go there.")
        return url

    def _fetched(self, url: httpx.URL, deadline: Deadline, max_bytes: int) -> Answer:
        trusted = url in self._trusted
        if url.scheme != "https" and not trusted:
            raise Forbidden(f"Results are fetched over https only, and {url.host} is not a trusted host.")
        return self._recorded(httpx.Request("GET", url, headers=_standing()), deadline, max_bytes, "", trusted=trusted)

    def _recorded(
        self, request: httpx.Request, deadline: Deadline, max_bytes: int, sent: str, *, trusted: bool
    ) -> Answer:
        began = time.monotonic()
        answer, failure = None, "interrupted"
        try:
            answer = self._exchange(request, Wire(self._net, deadline, trusted=trusted), max_bytes)
            failure = ""
        except DoorError as error:
            failure = self._redaction.text(f"{type(error).__name__}: {error}")
            raise
        finally:
            self._keep(request, sent, answer, failure, round((time.monotonic() - began) * 1000))
        return answer

    def _exchange(self, request: httpx.Request, wire: Wire, max_bytes: int) -> Answer:
        try:
            with exchange(self._net, wire, request) as response:
                headers = _headers(response.headers)
                body = read_body(response.iter_stream(), headers.get("content-encoding", ""), max_bytes)
                return Answer(response.status, headers, body)
        except (*_BROKEN, TimeoutError) as error:
            why = self._redaction.text(str(error))
            # A protocol error quotes what the service sent, which may be an echo of what it got.
            cause = None if isinstance(error, httpcore.ProtocolError) else error
            if wire.sent:
                raise AnswerLost(f"{request.url.host} was asked, but its answer was lost: {why}.") from cause
            raise NotSent(f"{request.url.host} was not reached: {why}.") from cause

    def _keep(self, request: httpx.Request, sent: str, answer: Answer | None, failure: str, milliseconds: int) -> None:
        if self._record is None:
            return
        try:
            self._record(
                Call(
                    method=request.method,
                    url=url_excerpt(request.url),
                    status=answer.status if answer else None,
                    milliseconds=milliseconds,
                    request=sent,
                    response=self._redaction.answer(answer) if answer else "",
                    headers=self._redaction.headers(answer) if answer else {},
                    error=failure,
                )
            )
        except Exception:  # an answer may be paid for by now; losing its record is the smaller loss
            log.exception("A call to %s could not be recorded.", request.url.host)


def _standing() -> dict[str, str]:
    return {"User-Agent": _USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "close"}


def _headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _joined(base: httpx.URL, location: str) -> httpx.URL:
    try:
        return base.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Forbidden("The result's link redirects to something that is not an address.") from error
