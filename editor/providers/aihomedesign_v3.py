"""AI HomeDesign v3: an order that holds photo and mask, and a process on it.

    start   POST /v3/order         photo and mask as assets of a new order
    submit  POST /v3/process       the one call that bills
    wait    GET  /v3/process/{id}  pending → processing → done | failed

Every round is an order of its own, and there is nothing to finalise. Live answers come wrapped in {"data": …}, the
documents show them bare; both are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from editor.http import Answer
from editor.marking import gettext_noop as _
from editor.providers.base import (
    YES,
    BadResponse,
    Capabilities,
    Control,
    Done,
    Job,
    MaskEncoding,
    Pending,
    Rejected,
    Remote,
    Result,
    Step,
    Unavailable,
)
from editor.providers.masks import encode_mask
from editor.providers.service import AGAIN_SECONDS, Service
from editor.providers.wire import file_part

TOOL = "tool-item-removal-mask"
POLL_SECONDS = 5.0
"""The shortest pause between two looks that the vendor allows."""

_RUNNING, _DONE, _FAILED = "running", "done", "failed"
STATES = {"pending": _RUNNING, "processing": _RUNNING, "done": _DONE, "failed": _FAILED}


class ProcessWorkflow:
    def __init__(self, service: Service) -> None:
        self.service = service

    @staticmethod
    def capabilities(configured: Callable[[str], str]) -> Capabilities:
        return Capabilities(
            delivery="poll",
            start_repeatable=configured("AIHOMEDESIGN_UPLOAD_BILLS").lower() not in YES,
            image_source="bytes",
            mask=_encoding(configured("AIHOMEDESIGN_MASK")),
            formats=("png", "jpeg", "webp"),
            max_bytes=20_000_000,  # what the vendor's own uploader takes; the documents tell no limit
            credits_per_result=1.0,
            result_lifetime="not documented",
            can_look_again=True,
        )

    def start(self, job: Job, control: Control) -> Step:
        mask = encode_mask(job.mask, _encoding(self.service.setting("AIHOMEDESIGN_MASK")))
        control.report("Uploading the photo to AI HomeDesign")
        answer = self.service.ask(
            control,
            "POST",
            "/v3/order",
            bills=self.service.switch("AIHOMEDESIGN_UPLOAD_BILLS"),
            data={self.service.setting("AIHOMEDESIGN_ROLE_FIELD"): ["primary_angle", "mask"]},
            files=[file_part("asset_file", *job.encoded[0]), file_part("asset_file", mask, "image/png")],
        )
        body = self._read(answer)
        photo_asset, mask_asset = self._assets(body)
        order = {"order_id": self.service.identifier(body, "order_id", "id"), "photo": photo_asset, "mask": mask_asset}
        return Pending(remote={"version": "v3", "step": "submit", **order}, retry_after=0.0, repeatable=False)

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        steps: dict[str, Callable[[Remote, Control], Step]] = {"submit": self._submit, "wait": self._wait}
        return steps[remote["step"]](remote, control)

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        """Where the answer to `submit` was lost, the order tells its processes: all of them are this submission's."""
        if "process_id" in remote:
            answer = self._process(remote, control)
            return None if answer.status == 404 else self._seen(remote, self._read(answer, free=True), control)
        if "order_id" not in remote:
            return None
        path = f"/v3/order/{self.service.identifier(remote, 'order_id')}"
        answer = self.service.ask(control, "GET", path, also={404})
        processes = None if answer.status == 404 else self._read(answer, free=True).get("processes")
        if not isinstance(processes, list) or not processes:
            return None
        entry = processes[0] if isinstance(processes[0], dict) else {"id": processes[0]}
        found = self.service.identifier(entry, "process_id", "id")
        return Pending(remote={**remote, "step": "wait", "process_id": found}, retry_after=POLL_SECONDS)

    def _submit(self, remote: Remote, control: Control) -> Step:
        control.report("Submitting the order to AI HomeDesign")
        request = {
            "order_id": remote["order_id"],
            "tool": TOOL,
            "asset_map": {f"{TOOL}-input-image": remote["photo"], f"{TOOL}-input-mask": remote["mask"]},
        }
        body = self._read(self.service.ask(control, "POST", "/v3/process", bills=True, json=request))
        listed = body.get("process_ids")
        ids = {"listed": listed[0]} if isinstance(listed, list) and listed else {}
        process = self.service.identifier({**body, **ids}, "process_id", "listed", "id")
        return Pending(remote={**remote, "step": "wait", "process_id": process}, retry_after=POLL_SECONDS)

    def _wait(self, remote: Remote, control: Control) -> Step:
        answer = self._process(remote, control)
        if answer.status == 404:
            raise Unavailable(_("AI HomeDesign does not know this job."), retry_after=AGAIN_SECONDS)
        return self._seen(remote, self._read(answer, free=True), control)

    def _seen(self, remote: Remote, body: Mapping[str, Any], control: Control) -> Step:
        state = STATES.get(self.service.word(body, "status"))
        if state == _RUNNING:
            control.report("AI HomeDesign is at work")
            return Pending(remote=remote, retry_after=POLL_SECONDS)
        if state == _DONE:
            return self._done(remote, body, control)
        detail = self.service.kept(control, body)["answer"]
        if state == _FAILED:
            raise Rejected(_("AI HomeDesign could not remove this."), detail=detail)
        raise BadResponse(_("AI HomeDesign sent a state that is not known here."), detail=detail)

    def _done(self, remote: Remote, body: Mapping[str, Any], control: Control) -> Done:
        assets = body.get("final_assets")
        if not isinstance(assets, list) or not assets or not isinstance(assets[0], dict):
            raise BadResponse(_("AI HomeDesign sent an answer with a part missing."), detail="no final_assets")
        return Done(
            results=(Result(url=self.service.word(assets[0], "src", "temp_src")),),
            reference=remote["order_id"],
            credits=1.0,
            raw=self.service.kept(control, body),
        )

    def _process(self, remote: Remote, control: Control) -> Answer:
        path = f"/v3/process/{self.service.identifier(remote, 'process_id')}"
        return self.service.ask(control, "GET", path, also={404})

    def _read(self, answer: Answer, *, free: bool = False) -> Mapping[str, Any]:
        body = self.service.read(answer, free=free)
        inner = body.get("data")
        return inner if isinstance(inner, dict) else body

    def _assets(self, body: Mapping[str, Any]) -> tuple[str, str]:
        """The ids of photo and mask: assets come back in the order they were sent."""
        assets = body.get("assets")
        if not isinstance(assets, list) or len(assets) != 2 or not all(isinstance(asset, dict) for asset in assets):
            raise BadResponse(_("AI HomeDesign sent an answer with a part missing."), detail="not two assets")
        photo, mask = (self.service.word(asset, "id", "asset_id") for asset in assets)
        return photo, mask


def _encoding(setting: str) -> MaskEncoding:
    return "white on black" if setting == "white" else "#7878CD on black"
