"""BRIA Eraser, version 2 of its interface: one call hands the job over, its status is asked until it ends.

    POST /v2/image/edit/erase   bills; bare base64 in JSON   → 202 request_id, or 200 with the result
    GET  /v2/status/{id}        free                         → IN_PROGRESS … COMPLETED | ERROR | UNKNOWN

The status is asked at a path made from `request_id`: the `status_url` of an answer is never followed, so the token
cannot be led to another host.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, ClassVar

from editor.http import Answer
from editor.marking import gettext_noop as _
from editor.providers.base import (
    BadResponse,
    Capabilities,
    Control,
    Done,
    Job,
    Pending,
    ProviderError,
    Rate,
    Rejected,
    Remote,
    Result,
    Setting,
    Step,
    Unavailable,
    Unsupported,
)
from editor.providers.masks import encode_mask
from editor.providers.service import AGAIN_SECONDS, Service

ERASE = "/v2/image/edit/erase"
SLOWEST_POLL = 60.0

_RUNNING, _DONE, _FAILED, _BROKEN = "running", "done", "failed", "broken"
STATES = {
    "IN_PROGRESS": _RUNNING,
    "COMPLETED": _DONE,
    "ERROR": _FAILED,
    "FAILED": _FAILED,  # an older page of theirs says so
    "UNKNOWN": _BROKEN,
}

_UNREADABLE = _("BRIA could not read the picture.")
_DECLINED = _("BRIA declined this picture: it could not be processed, or its moderation held it back.")
REFUSALS: dict[str, tuple[type[ProviderError], str]] = {
    "400": (Rejected, "BRIA did not take this picture or mask."),
    "404": (Rejected, _UNREADABLE),
    "413": (Unsupported, "This picture is too large for BRIA."),
    "415": (Unsupported, "BRIA does not take pictures of this kind."),
    "422": (Rejected, _DECLINED),
    "460": (Rejected, _UNREADABLE),
}
"""By HTTP status, and by the `error.code` of a job that failed later."""


class Bria(Service):
    slug: ClassVar[str] = "bria"
    label: ClassVar[str] = "BRIA"
    base_url_setting: ClassVar[str] = "BRIA_BASE_URL"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="BRIA_API_TOKEN", what="the token BRIA gave you", secret=True, required=True),
        Setting(name="BRIA_BASE_URL", what="where BRIA is asked", default="https://engine.prod.bria-api.com"),
        Setting(name="BRIA_SYNC", what="wait for the result in one call, without asking for the status", kind="switch"),
        Setting(name="BRIA_INPUT_MODERATION", what="let BRIA moderate what is sent", kind="switch"),
        Setting(name="BRIA_OUTPUT_MODERATION", what="let BRIA moderate what comes back", kind="switch"),
        Setting(name="BRIA_PRESERVE_ALPHA", what="sent as preserve_alpha where it is set: 1 or 0", kind="switch"),
        Setting(name="BRIA_WEBHOOK_URL", what="where BRIA tells that a job ended; none is sent where it is empty"),
        Setting(
            name="BRIA_REQUESTS_PER_MINUTE",
            what="what your plan allows: 10 (free), 60 (starter), 1000 (enterprise)",
            default="10",
            kind="number",
        ),
        Setting(
            name="BRIA_MAX_BYTES",
            what="how large a picture may be; in base64 it grows by a third",
            default="9000000",
            kind="number",
        ),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(
            delivery="poll",
            start_repeatable=False,
            image_source="bytes",
            mask="white on black",
            formats=("png", "jpeg", "webp"),
            max_bytes=int(cls.configured(config, "BRIA_MAX_BYTES")),
            credits_per_result=1.0,
            result_lifetime="3 days",
            can_look_again=True,
            # Asking for the status counts too, so jobs may use half of what the plan allows.
            rate=Rate(calls=max(1, int(cls.configured(config, "BRIA_REQUESTS_PER_MINUTE")) // 2), seconds=60.0),
        )

    def credentials(self) -> Mapping[str, str]:
        return {"api_token": self.config.get("BRIA_API_TOKEN", "")}

    def start(self, job: Job, control: Control) -> Step:
        request = self._request(job)
        control.report("Sending the picture to BRIA")
        body = self.read(self.ask(control, "POST", ERASE, bills=True, json=request))
        if "result" in body:
            return self._done(body, control)
        return self._wait({"request_id": self.identifier(body, "request_id"), "asked": 0}, control)

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        answer = self.ask(control, "GET", self._status_path(remote), also={404})
        if answer.status == 404:
            raise Unavailable(_("BRIA does not know this job."), detail="NOT_FOUND", retry_after=AGAIN_SECONDS)
        return self._step(answer, remote, control)

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        """By request_id, which is there only where BRIA's first answer arrived."""
        if "request_id" not in remote:
            return None
        answer = self.ask(control, "GET", self._status_path(remote), also={404})
        return None if answer.status == 404 else self._step(answer, remote, control)

    def check_key(self, control: Control) -> str:
        """The status of a job that never was: BRIA answers 404 to whoever has a token, 401 to others."""
        self.ask(control, "GET", "/v2/status/no-such-request", also={404})
        return "BRIA accepts the token."

    def refusal(self, answer: Answer, *, bills: bool) -> ProviderError:
        known = REFUSALS.get(str(answer.status))
        return known[0](known[1]) if known else super().refusal(answer, bills=bills)

    def _request(self, job: Job) -> dict[str, Any]:
        picture, _media_type = job.encoded[0]
        request: dict[str, Any] = {
            "image": b64encode(picture).decode(),
            "mask": b64encode(encode_mask(job.mask, "white on black")).decode(),
            "mask_type": job.mask_kind,
            "sync": self.switch("BRIA_SYNC"),
            "visual_input_content_moderation": self.switch("BRIA_INPUT_MODERATION"),
            "visual_output_content_moderation": self.switch("BRIA_OUTPUT_MODERATION"),
        }
        if self.setting("BRIA_PRESERVE_ALPHA"):
            request["preserve_alpha"] = self.switch("BRIA_PRESERVE_ALPHA")
        if hook := self.setting("BRIA_WEBHOOK_URL"):
            request["webhook_url"] = hook
        return request

    def _status_path(self, remote: Remote) -> str:
        return f"/v2/status/{self.identifier(remote, 'request_id')}"

    def _step(self, answer: Answer, remote: Remote, control: Control) -> Step:
        body = self.read(answer, free=True)
        state = STATES.get(self.word(body, "status"))
        if state == _RUNNING:
            return self._wait(remote, control)
        if state == _DONE:
            return self._done({"request_id": remote["request_id"], **body}, control)
        detail = self.door(control).redacted(body)
        if state == _FAILED:
            raise self._failure(body, detail)
        if state == _BROKEN:
            raise Unavailable(
                _("BRIA had a fault of its own with this picture. Its support can say more."), detail=detail
            )
        raise BadResponse(_("BRIA sent a state that is not known here."), detail=detail)

    def _failure(self, body: Mapping[str, Any], detail: str) -> ProviderError:
        error = body.get("error")
        code = str(error.get("code")) if isinstance(error, dict) else ""
        kind, sentence = REFUSALS.get(code, (Rejected, "BRIA could not remove this."))
        return kind(sentence, detail=detail)

    def _wait(self, remote: Remote, control: Control) -> Pending:
        """Ask again later, ever more rarely: one job alone never asks for more than half of what the plan allows."""
        control.report("BRIA is at work")
        asked = int(remote.get("asked", 0))
        first = max(2.0, 120.0 / int(self.setting("BRIA_REQUESTS_PER_MINUTE")))
        pause = min(max(first, SLOWEST_POLL), first * 1.25 ** min(asked, 20))
        return Pending(remote={**remote, "asked": asked + 1}, retry_after=pause)

    def _done(self, body: Mapping[str, Any], control: Control) -> Done:
        result = body.get("result")
        if not isinstance(result, dict):
            raise BadResponse(_("BRIA sent an answer with a part missing."), detail="no result")
        return Done(
            results=(Result(url=self.word(result, "image_url")),),
            reference=self.word(body, "request_id"),
            credits=1.0,
            seed=_whole(result.get("seed")),
            raw=self.kept(control, body),
        )


def _whole(seed: object) -> int | None:
    """A number in the schema, a text in the examples."""
    text = str(seed)
    return int(text) if text.isascii() and text.isdigit() else None
