"""IOPaint on a computer of one's own: free, so every call may be made again.

    POST /api/v1/inpaint   base64 picture and mask in JSON   → the picture's bytes; the seed in X-Seed
    GET  /api/v1/model     which model runs

Diffusion models use the seed; the others give the same result for any.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import ClassVar

from editor.http import Answer
from editor.marking import gettext_noop as _
from editor.providers.base import (
    BadResponse,
    Capabilities,
    Control,
    Done,
    Job,
    ProviderError,
    Result,
    Setting,
    Unsupported,
)
from editor.providers.masks import encode_mask
from editor.providers.service import Service

INPAINT = "/api/v1/inpaint"
MODEL = "/api/v1/model"
LARGEST_SEED = 2**31 - 1
MAX_PIXELS = 16_000_000
"""Its answer is a PNG, which at this size stays below what is taken, however noisy the picture."""


class IOPaint(Service):
    slug: ClassVar[str] = "iopaint"
    label: ClassVar[str] = "IOPaint"
    base_url_setting: ClassVar[str] = "IOPAINT_BASE_URL"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="IOPAINT_BASE_URL",
            what="where your IOPaint server is asked, such as http://10.0.0.5:8080",
            required=True,
        ),
        Setting(name="IOPAINT_TIME_LIMIT", what="seconds one erasing may take there", default="300", kind="number"),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(
            delivery="sync",
            start_repeatable=True,
            image_source="bytes",
            mask="white on black",
            formats=("png", "jpeg", "webp"),
            max_pixels=MAX_PIXELS,
            seed=True,
            output_formats=("png",),
        )

    def credentials(self) -> Mapping[str, str]:
        return {}

    def start(self, job: Job, control: Control) -> Done:
        picture, _media_type = job.encoded[0]
        control.report("IOPaint is at work")
        answer = self.ask(
            control,
            "POST",
            INPAINT,
            json={
                "image": b64encode(picture).decode(),
                "mask": b64encode(encode_mask(job.mask, "white on black")).decode(),
                "sd_seed": job.seed % (LARGEST_SEED + 1),
            },
            seconds=float(self.setting("IOPAINT_TIME_LIMIT")),
        )
        if not answer.media_type.startswith("image/") or not answer.content:
            raise BadResponse(_("IOPaint sent something other than a picture."), detail=answer.media_type)
        seed = answer.headers.get("x-seed", "")
        return Done(results=(Result(data=answer.content),), seed=int(seed) if seed.isdecimal() else None)

    def refusal(self, answer: Answer, *, bills: bool) -> ProviderError:
        if answer.status in {400, 422}:
            return Unsupported(_("IOPaint could not use this picture or mask."))
        return super().refusal(answer, bills=bills)

    def check_key(self, control: Control) -> str:
        """It has no key; which model runs says that it is there."""
        name = self.word(self.read(self.ask(control, "GET", MODEL), free=True), "name")
        return f"IOPaint runs with the model {name}."
