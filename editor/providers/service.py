"""The common half of every provider behind HTTP: one door, and what a failed call means for the job.

An adapter says where to ask, with which credentials, and how answers read. What an answer's status means stands
here once; an adapter that knows better overrides `refusal`.

Money: a call made with `bills=True` is never declared repeatable once any of it may have reached the service.
Errors raised for it carry no `retry_after` then, and the flow calls the outcome unknown.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from editor.http import Answer, AnswerLost, BadAnswer, BadCredential, Door, DoorError, NotSent, TooLarge
from editor.providers.base import (
    BadResponse,
    Control,
    NotAuthorised,
    OutOfCredit,
    Provider,
    ProviderError,
    RateLimited,
    Rejected,
    Unavailable,
)

AGAIN_SECONDS = 5.0
"""After how long a free call, or one that was never sent, is made again; the flow adds back-off and jitter."""
BUSY_SECONDS = 30.0
"""After how long to ask again when the service says "too many" without saying for how long."""

# Ids become parts of paths: "..", "?" or "/" in one would lead to another place.
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~:=-]{0,199}")


class Service(Provider):
    """A provider behind HTTP."""

    base_url_setting: ClassVar[str]
    answer_seconds: ClassVar[float] = 60.0
    """For a whole call; one that sends pictures takes `sending_seconds`."""
    sending_seconds: ClassVar[float] = 300.0

    @abstractmethod
    def credentials(self) -> Mapping[str, str]:
        """The headers that authorise, for the service's own origin only."""

    def door(self, control: Control) -> Door:
        hosts = self.config.get("TRUSTED_RESULT_HOSTS", "").split(",")
        return Door(
            self.setting(self.base_url_setting),
            credentials=self.credentials(),
            secrets=[self.config.get(setting.name, "") for setting in self.settings if setting.secret],
            trusted_hosts=[host.strip() for host in hosts if host.strip()],
            record=control.record,
        )

    def ask(
        self,
        control: Control,
        method: str,
        path: str,
        *,
        bills: bool = False,
        also: Collection[int] = (),
        **request: Any,
    ) -> Answer:
        """An answer of status 2xx, or of one in `also`. Raises ProviderError, its detail without any credential."""
        request.setdefault("seconds", self.sending_seconds if method == "POST" else self.answer_seconds)
        try:
            door = self.door(control)
            answer = door.request(method, path, **request)
        except (DoorError, ValueError) as error:
            raise self._unanswered(error, bills=bills) from error
        if 200 <= answer.status < 300 or answer.status in also:
            return answer
        refusal = self.refusal(answer, bills=bills)
        refusal.detail = f"HTTP {answer.status}: {door.redacted(_body(answer))}"
        raise refusal

    def read(self, answer: Answer, *, free: bool = False) -> Mapping[str, Any]:
        """The answer's JSON object. Raises BadResponse; `free` says that asking again costs nothing and may help."""
        try:
            body = answer.json()
        except BadAnswer as error:
            raise self._unreadable(str(error), free=free) from error
        if not isinstance(body, dict):
            raise self._unreadable(type(body).__name__, free=free)
        return body

    def _unreadable(self, detail: str, *, free: bool) -> BadResponse:
        sentence = f"{self.label} sent an answer that cannot be read."
        return BadResponse(sentence, detail=detail, retry_after=AGAIN_SECONDS if free else None)

    def word(self, body: Mapping[str, Any], *names: str) -> str:
        """The first of these fields that holds a text or a whole number. Raises BadResponse where none does."""
        for name in names:
            value = body.get(name)
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        raise BadResponse(f"{self.label} sent an answer with a part missing.", detail=f"no {' or '.join(names)}")

    def identifier(self, body: Mapping[str, Any], *names: str) -> str:
        """Like `word`, for an id that goes into a path. Raises BadResponse where it could lead elsewhere."""
        found = self.word(body, *names)
        if not _ID.fullmatch(found):
            raise BadResponse(f"{self.label} sent an answer that cannot be read.", detail=f"odd {names[0]}")
        return found

    def told(self, control: Control, text: object) -> str:
        """A service's own words as a sentence that may be shown: shortened, without credentials."""
        # In single quotes, so that nothing in it is escaped where it is redacted as JSON.
        words = self.door(control).redacted(" ".join(str(text or "").split())[:1_000].replace('"', "'")).strip('"')
        return words if words.endswith((".", "!", "?", "…")) else f"{words or 'it does not say why'}."

    def kept(self, control: Control, body: Mapping[str, Any]) -> Mapping[str, str]:
        """An answer as it is kept beside the result: an excerpt without credentials and keys of links."""
        return {"answer": self.door(control).redacted(body)}

    def refusal(self, answer: Answer, *, bills: bool) -> ProviderError:
        """What a status other than 2xx means."""
        if answer.status in {401, 403}:
            return NotAuthorised(f"{self.label} does not accept its key. Ask the person who runs this server.")
        if answer.status == 402:
            return OutOfCredit(f"The {self.label} account has no credit left.")
        if answer.status == 429:
            # The service says itself that it did not take the call, so making it again bills nothing twice.
            wait = BUSY_SECONDS if answer.retry_after is None else answer.retry_after
            return RateLimited(f"{self.label} is busy.", retry_after=wait)
        if answer.status >= 500:
            again = None if bills else (answer.retry_after or AGAIN_SECONDS)
            return Unavailable(f"{self.label} has a fault right now.", retry_after=again)
        if 300 <= answer.status < 400:
            return BadResponse(f"{self.label} answered from another address.")
        return Rejected(f"{self.label} did not take this picture.")

    def _unanswered(self, error: Exception, *, bills: bool) -> ProviderError:
        detail = f"{type(error).__name__}: {error}"
        if isinstance(error, BadCredential):
            return NotAuthorised(f"The key for {self.label} cannot be sent as it is. Enter it again.", detail=detail)
        if isinstance(error, ValueError):
            return NotAuthorised(f"The address of {self.label} is not set up right. Check its settings.", detail=detail)
        if isinstance(error, TooLarge):
            return BadResponse(f"{self.label} sent more than can be taken.", detail=detail)
        if isinstance(error, NotSent):
            return Unavailable(f"{self.label} cannot be reached.", detail=detail, retry_after=AGAIN_SECONDS)
        again = None if bills else AGAIN_SECONDS
        sentence = f"{self.label} did not answer in time." if isinstance(error, AnswerLost) else f"{self.label} failed."
        return Unavailable(sentence, detail=detail, retry_after=again)


def _body(answer: Answer) -> Any:
    try:
        return answer.json()
    except BadAnswer:
        return answer.content[:500].decode("utf-8", "replace")
