"""AI HomeDesign, "AI Item Removal Mask". `AIHOMEDESIGN_API_VERSION` chooses the interface: v1 is the order workflow
(aihomedesign_v1.py), v3 its successor (aihomedesign_v3.py). What both share stands here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from editor.http import Answer, BadAnswer
from editor.marking import gettext_noop as _
from editor.providers.aihomedesign_v1 import OrderWorkflow
from editor.providers.aihomedesign_v3 import ProcessWorkflow
from editor.providers.base import (
    Capabilities,
    Control,
    Job,
    NotAuthorised,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Rejected,
    Remote,
    Setting,
    Step,
    Unsupported,
)
from editor.providers.service import Service

WORKFLOWS: dict[str, type[OrderWorkflow] | type[ProcessWorkflow]] = {"v1": OrderWorkflow, "v3": ProcessWorkflow}

FULL_SECONDS = 60.0
"""After how long to ask again when the ten orders of ten minutes are used up and no time is told."""

ORDER_GONE = "api_error_order_not_found"


def _choice(name: str, what: str, *choices: str) -> Setting:
    return Setting(name=name, what=what, default=choices[0], kind="word", choices=choices)


class AIHomeDesign(Service):
    slug: ClassVar[str] = "aihomedesign"
    label: ClassVar[str] = "AI HomeDesign"
    base_url_setting: ClassVar[str] = "AIHOMEDESIGN_BASE_URL"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="AIHOMEDESIGN_API_KEY", what="the key AI HomeDesign gave you", secret=True, required=True),
        Setting(name="AIHOMEDESIGN_BASE_URL", what="where it is asked", default="https://api.aihomedesign.com"),
        _choice("AIHOMEDESIGN_API_VERSION", "the interface: v1 (order workflow) or v3 (Enterprise plan)", *WORKFLOWS),
        Setting(
            name="AIHOMEDESIGN_UPLOAD_SERVICE",
            what="v1: `service_name` of the upload",
            default="service-item-removal-mask",
        ),
        Setting(
            name="AIHOMEDESIGN_UPLOAD_BILLS",
            what="1 where an upload may cost something: one whose answer was lost is then not repeated by itself",
            default="0",
            kind="switch",
        ),
        _choice(
            "AIHOMEDESIGN_RESULT_WHEN",
            "v1: the result is there when `last-temp-image` shows the submitted picture (`same`) or any new one "
            "(`changed`)",
            "same",
            "changed",
        ),
        Setting(name="AIHOMEDESIGN_POLL_SECONDS", what="v1: seconds between looks", default="5", kind="number"),
        Setting(
            name="AIHOMEDESIGN_ORDERS_PER_TEN_MINUTES",
            what="v1: how many are sent; more than 10 only where your contract with them says so",
            default="10",
            kind="number",
        ),
        _choice("AIHOMEDESIGN_DONE_FORMAT", "v1: how `order/done` is sent", "form", "json"),
        Setting(
            name="AIHOMEDESIGN_DONE_STATUS",
            what="v1: what the `status` of an order says once it is finalised; several with commas",
            default="done",
        ),
        _choice("AIHOMEDESIGN_ROLE_FIELD", "v3: the field with the role of a file", "asset_role", "asset_roles"),
        _choice("AIHOMEDESIGN_MASK", "v3: erase is `violet` (#7878CD) or `white`, on black", "violet", "white"),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        configured = partial(cls.configured, config)
        return WORKFLOWS[configured("AIHOMEDESIGN_API_VERSION")].capabilities(configured)

    def credentials(self) -> Mapping[str, str]:
        return {"x-api-key": self.config.get("AIHOMEDESIGN_API_KEY", "")}

    def start(self, job: Job, control: Control) -> Step:
        return self._workflow().start(job, control)

    def sends_picture(self, account: Mapping[str, Any]) -> bool:
        return not (isinstance(self._workflow(), OrderWorkflow) and account.get("order_id"))

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        return WORKFLOWS[remote["version"]](self).resume(job, remote, control)

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        workflow = WORKFLOWS.get(remote.get("version", ""))
        return workflow(self).look_again(remote, control) if workflow else None

    def open_order(self, order_id: str, control: Control) -> tuple[str, Mapping[str, Any]]:
        """Of an order made elsewhere: the link to the picture to paint on, and the account for jobs on it.

        Raises ProviderError; Unsupported for what is no id, and in v3, which has no such orders.
        """
        workflow = self._workflow()
        if not isinstance(workflow, OrderWorkflow):
            raise Unsupported(_("Orders are opened by their id with version v1 of AI HomeDesign only."))
        return workflow.open_order(order_id, control)

    def finalise(self, account: Mapping[str, Any], control: Control) -> None:
        OrderWorkflow(self).finalise(account, control)

    def is_finalised(self, account: Mapping[str, Any], control: Control) -> bool | None:
        return OrderWorkflow(self).is_finalised(account, control)

    def check_key(self, control: Control) -> str:
        """Of an order that never was: 404 to whoever has a key, 401 to others. v3 lists projects for free."""
        if self.setting("AIHOMEDESIGN_API_VERSION") == "v3":
            self.ask(control, "GET", "/v3/project", params={"limit": "1"})
        else:
            self.ask(control, "GET", "/v1/order/no-such-order", also={400, 404})
        return "AI HomeDesign accepts the key."

    def refusal(self, answer: Answer, *, bills: bool) -> ProviderError:
        key = _error_key(answer)
        if key == ORDER_GONE:
            return Rejected(_("AI HomeDesign does not know this order any more."))
        if "credit" in key:
            return OutOfCredit(_("The AI HomeDesign account has no credit left."))
        if answer.status == 403:
            return NotAuthorised(_("AI HomeDesign has not switched item removal on for this account. Its support can."))
        if answer.status == 429 and answer.retry_after is None:
            return RateLimited(_("AI HomeDesign takes ten orders in ten minutes, no more."), retry_after=FULL_SECONDS)
        return super().refusal(answer, bills=bills)

    def _workflow(self) -> OrderWorkflow | ProcessWorkflow:
        return WORKFLOWS[self.setting("AIHOMEDESIGN_API_VERSION")](self)


def read_webhook(body: bytes) -> Mapping[str, str] | None:
    """Which jobs a webhook is about, as a fact of their `remote`: a process (v3) or an order (v1); else None.

    It is not signed, so it is no proof of anything: whoever gets it asks the service.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    name = "process_id" if "process_id" in told else "order_id" if told.keys() & {"image", "images"} else ""
    found = told.get(name)
    return {name: str(found)} if isinstance(found, str | int) and str(found) else None


def _error_key(answer: Answer) -> str:
    try:
        body = answer.json()
    except BadAnswer:
        return ""
    return str(body.get("key", "")) if isinstance(body, dict) else ""
