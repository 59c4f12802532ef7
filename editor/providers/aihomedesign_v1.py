"""AI HomeDesign v1: five calls around an order, and the upload that makes one.

    start     POST /v1/order/image                 a new order for the photo; none where the account has one already
    look      GET  /v1/order/{id}/last-temp-image  the picture that is brushed on, to tell the next one from it
    mask      POST /v1/order/manual-mask           repeatable: the latest mask wins
    submit    POST /v1/order                       the one call that bills
    wait      GET  /v1/order/{id}/last-temp-image  until the submitted picture is there
    finalise  POST /v1/order/done

Each line is a step of its own: a worker that is killed anywhere goes on from the line before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from editor.marking import gettext_noop as _
from editor.providers.base import (
    YES,
    BadResponse,
    Capabilities,
    Control,
    Done,
    Job,
    Pending,
    Rate,
    Rejected,
    Remote,
    Result,
    Step,
    Unavailable,
    Unsupported,
)
from editor.providers.masks import encode_mask
from editor.providers.service import AGAIN_SECONDS, Service
from editor.providers.wire import file_part

SERVICE_NAME = "service-item-removal-mask"
LONGEST_ETA = 600.0

NO_SUCH_ORDER = _("AI HomeDesign does not know this order.")
CHANGED = _("The order at AI HomeDesign had changed since the last round here, so look closely at this result.")


class OrderWorkflow:
    def __init__(self, service: Service) -> None:
        self.service = service

    @staticmethod
    def capabilities(configured: Callable[[str], str]) -> Capabilities:
        return Capabilities(
            delivery="poll",
            start_repeatable=configured("AIHOMEDESIGN_UPLOAD_BILLS").lower() not in YES,
            image_source="bytes",
            mask="#7878CD on transparent",
            formats=("png", "jpeg", "webp"),
            max_bytes=50_000_000,
            whole_picture=True,
            credits_per_result=1.0,
            result_lifetime="not documented",
            finalises=True,
            can_look_again=True,
            rate=Rate(calls=int(configured("AIHOMEDESIGN_ORDERS_PER_TEN_MINUTES")), seconds=600.0),
        )

    def start(self, job: Job, control: Control) -> Step:
        if job.account.get("order_id"):
            return self._look(job, {"order_id": self.service.identifier(job.account, "order_id")}, control)
        control.report("Uploading the photo to AI HomeDesign")
        answer = self.service.ask(
            control,
            "POST",
            "/v1/order/image",
            bills=self.service.switch("AIHOMEDESIGN_UPLOAD_BILLS"),
            data={"service_name": self.service.setting("AIHOMEDESIGN_UPLOAD_SERVICE")},
            files=[file_part("image", *job.encoded[0])],
        )
        # A page of the vendor's says that the order's id comes as "image_id".
        order = self.service.identifier(self.service.read(answer), "order_id", "image_id")
        return Pending(remote={"version": "v1", "step": "look", "order_id": order}, retry_after=0.0)

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        steps: dict[str, Callable[[Job, Remote, Control], Step]] = {
            "look": self._look,
            "mask": self._mask,
            "submit": self._submit,
            "wait": self._wait,
        }
        return steps[remote["step"]](job, remote, control)

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        """Where the answer to `submit` was lost, a picture other than before is the result; the same proves nothing."""
        if remote.get("step") not in {"submit", "wait"}:
            return None
        last = self._last(remote, control)
        if last is None:
            return None
        if "image_id" not in remote:
            submitted = self.service.word(last, "image_id")
            return (
                None if submitted == remote["before"] else self._done({**remote, "image_id": submitted}, last, control)
            )
        return self._seen(remote, last, control)

    def open_order(self, order_id: str, control: Control) -> tuple[str, Mapping[str, Any]]:
        """The link to the picture to paint on of an order made elsewhere, and the account for its jobs."""
        try:
            order = self.service.identifier({"order_id": order_id}, "order_id")
        except BadResponse as error:
            raise Unsupported(_("This is not the id of an order at AI HomeDesign."), detail=error.detail) from error
        last = self._last({"order_id": order}, control)
        if last is None:
            raise Rejected(NO_SUCH_ORDER)
        return self.service.word(last, "url"), {"order_id": order, "image_id": self.service.word(last, "image_id")}

    def finalise(self, account: Mapping[str, Any], control: Control) -> None:
        """Read before it is written: an earlier try may have reached the service without its answer reaching us."""
        if not account.get("order_id") or not account.get("image_id"):
            raise Unsupported(_("There is no result of AI HomeDesign in this order to finalise."))
        if self.is_finalised(account, control):
            return
        order = self.service.identifier(account, "order_id")
        fields = {"order_id": order, "image_id": self.service.word(account, "image_id")}
        as_json = self.service.setting("AIHOMEDESIGN_DONE_FORMAT") == "json"
        body: dict[str, Any] = {"json": fields} if as_json else {"data": fields}
        self.service.ask(control, "POST", "/v1/order/done", **body)

    def is_finalised(self, account: Mapping[str, Any], control: Control) -> bool | None:
        """By the order's details; None where they are not shown."""
        order = self.service.identifier(account, "order_id")
        details = self.service.ask(control, "GET", f"/v1/order/{order}", also={404, 405})
        return self._is_done(self.service.read(details, free=True)) if details.status == 200 else None

    def _look(self, job: Job, remote: Remote, control: Control) -> Step:
        last = self._last(remote, control)
        if last is None and job.account.get("order_id"):
            raise Rejected(NO_SUCH_ORDER)
        if last is None:
            raise Unavailable(_("AI HomeDesign does not show the uploaded photo yet."), retry_after=AGAIN_SECONDS)
        before = self.service.word(last, "image_id")
        changed = job.account.get("image_id", before) != before
        found = {"version": "v1", "step": "mask", "order_id": remote["order_id"], "before": before}
        return Pending(remote={**found, "note": CHANGED if changed else ""}, retry_after=0.0)

    def _mask(self, job: Job, remote: Remote, control: Control) -> Step:
        control.report("Sending the mask to AI HomeDesign")
        mask = file_part("mask", encode_mask(job.mask, "#7878CD on transparent"), "image/png")
        fields = {"order_id": remote["order_id"]}
        self.service.ask(control, "POST", "/v1/order/manual-mask", data=fields, files=[mask])
        return Pending(remote={**remote, "step": "submit"}, retry_after=0.0, repeatable=False)

    def _submit(self, job: Job, remote: Remote, control: Control) -> Step:
        control.report("Submitting the order to AI HomeDesign")
        order = {"order_id": remote["order_id"], "service_name": SERVICE_NAME}
        body = self.service.read(self.service.ask(control, "POST", "/v1/order", bills=True, json=order))
        submitted = self.service.word(body, "image_id")
        return Pending(remote={**remote, "step": "wait", "image_id": submitted}, retry_after=self._eta(body))

    def _wait(self, job: Job, remote: Remote, control: Control) -> Step:
        last = self._last(remote, control)
        if last is None:
            raise Unavailable(NO_SUCH_ORDER, retry_after=AGAIN_SECONDS)
        return self._seen(remote, last, control)

    def _last(self, remote: Remote, control: Control) -> Mapping[str, Any] | None:
        """What last-temp-image shows; None where the order is not known."""
        path = f"/v1/order/{self.service.identifier(remote, 'order_id')}/last-temp-image"
        answer = self.service.ask(control, "GET", path, also={404})
        return None if answer.status == 404 else self.service.read(answer, free=True)

    def _seen(self, remote: Remote, last: Mapping[str, Any], control: Control) -> Step:
        shown = self.service.word(last, "image_id")
        same = shown == remote["image_id"]
        changed = self.service.setting("AIHOMEDESIGN_RESULT_WHEN") == "changed" and shown != remote["before"]
        if same or changed:
            return self._done({**remote, "image_id": shown}, last, control)
        control.report("AI HomeDesign is at work")
        return Pending(remote=remote, retry_after=self._pause())

    def _done(self, remote: Remote, last: Mapping[str, Any], control: Control) -> Done:
        return Done(
            results=(Result(url=self.service.word(last, "url")),),
            reference=remote["order_id"],
            credits=1.0,
            note=remote["note"],
            account={"order_id": remote["order_id"], "image_id": remote["image_id"]},
            raw=self.service.kept(control, last),
        )

    def _eta(self, body: Mapping[str, Any]) -> float:
        """Seconds to wait before the first look; the vendor sends a whole number."""
        eta = body.get("eta")
        return min(LONGEST_ETA, max(1.0, float(eta))) if isinstance(eta, int | float) else self._pause()

    def _pause(self) -> float:
        return float(self.service.setting("AIHOMEDESIGN_POLL_SECONDS"))

    def _is_done(self, details: Mapping[str, Any]) -> bool:
        words = {word.strip().lower() for word in self.service.setting("AIHOMEDESIGN_DONE_STATUS").split(",")}
        return str(details.get("status", "")).lower() in words - {""}
