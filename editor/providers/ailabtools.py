"""AILabTools: four services for the same thing at four prices, each one call that holds the line.

    POST /api/image/editing/<AILABTOOLS_ENDPOINT>   the one call, which bills; multipart   → a link, or base64
    GET  /api/common/query-credits                  free                                   → what is left, by service

It answers in two forms, an older one with `error_code` and a newer one with `error_detail` alone. Status 429 means
two things, and only the code in the body says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, cast

from editor.http import Answer, BadAnswer
from editor.marking import gettext_noop as _
from editor.providers.ailabtools_codes import CODES
from editor.providers.base import (
    BadResponse,
    Capabilities,
    Control,
    Done,
    Format,
    Job,
    MaskEncoding,
    ProviderError,
    RateLimited,
    Result,
    Setting,
    Unavailable,
)
from editor.providers.masks import encode_mask, grey_mask
from editor.providers.service import AGAIN_SECONDS, BUSY_SECONDS, Service
from editor.providers.wire import decoded_base64, file_part

EDITING = "/api/image/editing"
CREDITS = "/api/common/query-credits"
LARGEST_SEED = 2**31 - 1
LARGEST_ANSWER = 128 * 2**20
"""A noisy picture of 4,095 pixels a side as base64 is larger than other services' answers."""

_MB = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One of the services: `sign` is its name in the list of credits."""

    credits: float
    sign: str
    mask_field: str = "mask"
    max_bytes: int = 5 * _MB
    min_side: int = 1
    formats: tuple[Format, ...] = ("png", "jpeg", "webp", "bmp")
    tuned: bool = False
    status: Literal["current", "retired"] = "current"


ENDPOINTS = {
    "remove-objects": Endpoint(credits=5, sign="image_remove_objects"),
    "remove-objects-pro": Endpoint(credits=35, sign="image_remove_objects_pro"),
    "remove-objects-advanced": Endpoint(
        credits=20, sign="image_remove_objects_advanced", min_side=65, formats=("png", "jpeg"), tuned=True
    ),
    "image-erase": Endpoint(
        credits=10, sign="image_image_erase", mask_field="user_mask", max_bytes=3 * _MB, status="retired"
    ),
}


class AILabTools(Service):
    slug: ClassVar[str] = "ailabtools"
    label: ClassVar[str] = "AILabTools"
    base_url_setting: ClassVar[str] = "AILABTOOLS_BASE_URL"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="AILABTOOLS_API_KEY", what="the key of your AILabTools account", secret=True, required=True),
        Setting(name="AILABTOOLS_BASE_URL", what="where AILabTools is asked", default="https://www.ailabapi.com"),
        Setting(
            name="AILABTOOLS_ENDPOINT",
            what="which of its services erases; image-erase is retired",
            default="remove-objects",
            kind="word",
            choices=tuple(ENDPOINTS),
        ),
        grey_mask("AILABTOOLS_MASK"),
        Setting(
            name="AILABTOOLS_STEPS", what="remove-objects-advanced: steps of the model", default="30", kind="number"
        ),
        Setting(
            name="AILABTOOLS_STRENGTH",
            what="remove-objects-advanced: how strongly it repaints",
            default="0.8",
            kind="decimal",
            least=0.1,
            most=1,
        ),
        Setting(
            name="AILABTOOLS_SCALE",
            what="remove-objects-advanced: guidance of the model",
            default="7",
            kind="decimal",
            most=20,
        ),
        Setting(
            name="AILABTOOLS_DILATE_SIZE",
            what="remove-objects-advanced: pixels by which it grows the mask",
            default="15",
            kind="number",
        ),
        Setting(
            name="AILABTOOLS_QUALITY",
            what="remove-objects-advanced: high, medium or low",
            default="m",
            kind="word",
            choices=("h", "m", "l"),
        ),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        endpoint = ENDPOINTS[cls.configured(config, "AILABTOOLS_ENDPOINT")]
        return Capabilities(
            delivery="sync",
            start_repeatable=False,
            image_source="bytes",
            mask=cast(MaskEncoding, cls.configured(config, "AILABTOOLS_MASK")),
            formats=endpoint.formats,
            max_bytes=endpoint.max_bytes,
            min_side=endpoint.min_side,
            max_side=4_095,
            seed=endpoint.tuned,
            credits_per_result=endpoint.credits,
            result_lifetime="" if endpoint.tuned else "24 hours",
            status=endpoint.status,
        )

    def credentials(self) -> Mapping[str, str]:
        return {"ailabapi-api-key": self.config.get("AILABTOOLS_API_KEY", "")}

    def start(self, job: Job, control: Control) -> Done:
        name = self.setting("AILABTOOLS_ENDPOINT")
        endpoint = ENDPOINTS[name]
        mask = encode_mask(job.mask, cast(MaskEncoding, self.setting("AILABTOOLS_MASK")))
        seed = job.seed % (LARGEST_SEED + 1)
        request = {
            "files": [file_part("image", *job.encoded[0]), file_part(endpoint.mask_field, mask, "image/png")],
            "data": self._tuning(seed) if endpoint.tuned else None,
            "max_bytes": LARGEST_ANSWER,
        }
        control.report("AILabTools is at work")
        body = self._answered(control, "POST", f"{EDITING}/{name}", bills=True, **request)
        return Done(
            results=(self._result(body, endpoint),),
            reference=str(body.get("request_id") or ""),
            credits=endpoint.credits,
            seed=seed if endpoint.tuned else None,
            raw=self.kept(control, body),
        )

    def check_key(self, control: Control) -> str:
        """What is left on the account for the service in use."""
        listed = self._answered(control, "GET", CREDITS).get("data")
        name = self.setting("AILABTOOLS_ENDPOINT")
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, dict) and entry.get("unique_sign") == ENDPOINTS[name].sign:
                return f"AILabTools accepts the key: {self.word(entry, 'balance')} credits are left for {name}."
        return f"AILabTools accepts the key, but lists no credits for {name}."

    def refusal(self, answer: Answer, *, bills: bool) -> ProviderError:
        known = CODES.get(_code(answer))
        if known is None:
            return super().refusal(answer, bills=bills)
        kind, sentence = known
        again: dict[type[ProviderError], float | None] = {
            RateLimited: BUSY_SECONDS if answer.retry_after is None else answer.retry_after,
            Unavailable: None if bills else AGAIN_SECONDS,
        }
        return kind(sentence, retry_after=again.get(kind))

    def _answered(self, control: Control, method: str, path: str, *, bills: bool = False, **request: Any) -> Any:
        """The answer's object, where it tells of no error in either form."""
        answer = self.ask(control, method, path, bills=bills, **request)
        body = self.read(answer, free=not bills)
        if body.get("error_code"):
            # The older form may tell of a failure in an answer of status 200, and the status it meant in the body.
            refusal = self.refusal(replace(answer, status=_status(body)), bills=bills)
            refusal.detail = self.door(control).redacted(body)
            raise refusal
        return body

    def _tuning(self, seed: int) -> dict[str, str]:
        return {
            "steps": self.setting("AILABTOOLS_STEPS"),
            "strength": self.setting("AILABTOOLS_STRENGTH"),
            "scale": self.setting("AILABTOOLS_SCALE"),
            "seed": str(seed),
            "dilate_size": self.setting("AILABTOOLS_DILATE_SIZE"),
            "quality": self.setting("AILABTOOLS_QUALITY").upper(),
        }

    def _result(self, body: Mapping[str, Any], endpoint: Endpoint) -> Result:
        data = body.get("data")
        if not isinstance(data, dict):
            raise BadResponse(_("AILabTools sent an answer with a part missing."), detail="no data")
        if not endpoint.tuned:
            return Result(url=self.word(data, "image_url"))
        pictures = data.get("binary_data_base64")
        if not isinstance(pictures, list) or len(pictures) != 1:
            raise BadResponse(_("AILabTools sent an answer with a part missing."), detail="not one picture")
        try:
            return Result(data=decoded_base64(pictures[0]))
        except ValueError as error:
            raise BadResponse(_("AILabTools sent a picture that cannot be read."), detail=str(error)) from error


def _code(answer: Answer) -> str:
    """The error's name, which both forms have in `error_detail` and the older one also beside it; empty for none."""
    try:
        body = answer.json()
    except BadAnswer:
        return ""
    detail = body.get("error_detail") if isinstance(body, dict) else None
    found = detail.get("code") if isinstance(detail, dict) else None
    return str(found or (body.get("error_code_str") if isinstance(body, dict) else "") or "")


def _status(body: Mapping[str, Any]) -> int:
    code = str(body.get("error_code"))
    return int(code) if code.isascii() and code.isdigit() else 400
