"""Wondershare AILab, Photo Eraser: one task for up to 20 photos of one size under one mask, asked after by its id.

    POST /v3/pic/rw/batch              the one call that bills; JSON with links to the photos   → task_id
    GET  /v3/pic/rw/result/{task_id}   free                                                     → state, wait_time, list

The photos are fetched by the service, so they are published under signed links that live for minutes; the mask goes
along in the request.
"""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, ClassVar, cast

from editor.http import clean_credential
from editor.marking import gettext_noop as _
from editor.providers.base import (
    BadResponse,
    Capabilities,
    Control,
    Done,
    Job,
    MaskEncoding,
    OutOfCredit,
    Pending,
    ProviderError,
    Rejected,
    Remote,
    Result,
    Setting,
    Step,
    Unsupported,
)
from editor.providers.masks import encode_mask, grey_mask
from editor.providers.service import AGAIN_SECONDS, Service

BATCH = "/v3/pic/rw/batch"
RESULT = "/v3/pic/rw/result"
LARGEST_BATCH = 20
SOONEST, SOON, LATEST = 1.0, 3.0, 60.0
"""Seconds until the task is asked after: at least, where the service does not say, and at most."""

_RUNNING, _DONE, _FAILED, _CLOSED, _LATE = "running", "done", "failed", "closed", "timed out"
STATES = {"1": _RUNNING, "2": _RUNNING, "3": _DONE, "4": _FAILED, "5": _CLOSED, "6": _LATE}
ENDED = {
    _FAILED: "Wondershare could not remove this",
    _CLOSED: "Wondershare closed the task before it was done",
    _LATE: "Wondershare ran out of time",
}
CODES: dict[str, tuple[type[ProviderError], str]] = {
    "490027": (OutOfCredit, "The Wondershare account has no credit left."),
}
"""The only one that is known; every other but 0 is an error in the service's own words."""


class Wondershare(Service):
    slug: ClassVar[str] = "wondershare"
    label: ClassVar[str] = "Wondershare"
    base_url_setting: ClassVar[str] = "WONDERSHARE_BASE_URL"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="WONDERSHARE_APP_KEY", what="the app key of your account", secret=True, required=True),
        Setting(name="WONDERSHARE_APP_SECRET", what="the secret to the app key", secret=True, required=True),
        Setting(
            name="WONDERSHARE_BASE_URL", what="where Wondershare is asked", default="https://wsai-api.wondershare.com"
        ),
        Setting(
            name="WONDERSHARE_PRIORITY",
            what="sent as priority; off sends none",
            default="1",
            kind="word",
            choices=("off", *map(str, range(10))),
        ),
        grey_mask("WONDERSHARE_MASK"),
        Setting(
            name="WONDERSHARE_MASK_FORM",
            what="how the mask is written in the request: its base64 alone or as a data URL",
            default="bare",
            kind="word",
            choices=("bare", "data-url"),
        ),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(
            delivery="poll",
            start_repeatable=False,
            image_source="link",
            mask=cast(MaskEncoding, cls.configured(config, "WONDERSHARE_MASK")),
            formats=("png", "jpeg", "bmp"),
            max_bytes=50_000_000,
            min_side=257,
            max_side=4_999,
            max_aspect=4.0,
            batch=LARGEST_BATCH,
            can_look_again=True,
        )

    def credentials(self) -> Mapping[str, str]:
        names = ("WONDERSHARE_APP_KEY", "WONDERSHARE_APP_SECRET")
        # Cleaned before they are encoded: a newline inside base64 would be sent as a part of the secret.
        pair = ":".join(clean_credential(name, self.config.get(name, "")) for name in names)
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def start(self, job: Job, control: Control) -> Pending:
        request = self._request(job)
        control.report("Sending the picture to Wondershare")
        body = self.read(self.ask(control, "POST", BATCH, bills=True, json=request))
        data = self._data(body, control, Rejected)
        task = self.identifier(data, "task_id")
        return Pending(remote={"task_id": task, "pictures": len(job.encoded)}, retry_after=SOON)

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        return self._step(remote, control)

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        """By task_id, which is there only where the first answer arrived."""
        return self._step(remote, control) if "task_id" in remote else None

    def _request(self, job: Job) -> dict[str, Any]:
        if job.publish is None:
            raise Unsupported(
                _(
                    "Wondershare fetches photos from this server, which has no public address yet. "
                    "Ask the person who runs it to set PUBLIC_BASE_URL."
                )
            )
        mask = b64encode(encode_mask(job.mask, cast(MaskEncoding, self.setting("WONDERSHARE_MASK")))).decode()
        prefix = "data:image/png;base64," if self.setting("WONDERSHARE_MASK_FORM") == "data-url" else ""
        priority = self.setting("WONDERSHARE_PRIORITY")
        return {
            "images": [job.publish(*encoded) for encoded in job.encoded],
            "mask": prefix + mask,
            **({} if priority == "off" else {"priority": int(priority)}),
        }

    def _step(self, remote: Remote, control: Control) -> Step:
        path = f"{RESULT}/{self.identifier(remote, 'task_id')}"
        # Their pages ask for a content type although nothing is sent.
        answer = self.ask(control, "GET", path, headers={"Content-Type": "application/json"})
        body = self.read(answer, free=True)
        data = self._data(body, control, BadResponse)
        state, detail = STATES.get(self.word(data, "status")), self.door(control).redacted(body)
        if state == _RUNNING:
            control.report("Wondershare is at work")
            return Pending(remote=dict(remote), retry_after=_seconds(data.get("wait_time")))
        if state in ENDED:
            raise Rejected(self._why(state, data, control), detail=detail)
        if state != _DONE:
            raise BadResponse(_("Wondershare sent a state that is not known here."), detail=detail)
        results = self._results(data, int(remote["pictures"]), control)
        return Done(results=results, reference=str(remote["task_id"]), raw=self.kept(control, body))

    def _data(
        self, body: Mapping[str, Any], control: Control, otherwise: type[Rejected | BadResponse]
    ) -> Mapping[str, Any]:
        """What is inside an answer whose code is 0; `otherwise` is what a code means that is not in CODES."""
        code = self.word(body, "code")
        if code != "0":
            said = f"Wondershare refused: {self.told(control, body.get('msg'))}"
            kind, sentence = CODES.get(code, (otherwise, said))
            # A task that was taken goes on, whatever is said to a question about it.
            again = AGAIN_SECONDS if kind is BadResponse else None
            raise kind(sentence, detail=self.door(control).redacted(body), retry_after=again)
        data = body.get("data")
        if not isinstance(data, dict):
            raise BadResponse(_("Wondershare sent an answer with a part missing."), detail="no data")
        return data

    def _results(self, data: Mapping[str, Any], pictures: int, control: Control) -> tuple[Result, ...]:
        """One for each photo, in the order they were sent in."""
        listed = data.get("list")
        if not isinstance(listed, list) or len(listed) != pictures:
            raise BadResponse(_("Wondershare did not send a result for every photo."), detail="length of the list")
        results = tuple(self._result(item, control) for item in listed)
        if all(result.failure for result in results):
            raise Rejected(results[0].failure)
        return results

    def _result(self, item: Any, control: Control) -> Result:
        facts = item if isinstance(item, dict) else {}
        url = facts.get("image_result")
        state = STATES.get(str(facts.get("status")), _DONE)
        if state in ENDED or not isinstance(url, str) or not url:
            return Result(failure=self._why(state if state in ENDED else _FAILED, facts, control))
        return Result(url=url)

    def _why(self, state: str, facts: Mapping[str, Any], control: Control) -> str:
        reason = facts.get("reason")
        return f"{ENDED[state]}: {self.told(control, reason)}" if reason else f"{ENDED[state]}."


def _seconds(wait_time: object) -> float:
    """How long to wait, from a number or a text with a number."""
    try:
        seconds = float(str(wait_time))
    except ValueError:
        return SOON
    return min(LATEST, max(SOONEST, seconds)) if math.isfinite(seconds) else SOON
