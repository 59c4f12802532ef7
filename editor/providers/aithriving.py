"""AIThriving Erase: one call that holds the line until the picture is done.

    POST /api/edit/erase   the one call, which bills; multipart   → 200 {"code": 0, "data": {"image": base64, "seed"}}
                                                                  or 200 {"code": -1, "message": why}, not billed

Its pages copy the texts of Stability AI's "erase", whose limits and mask colours are taken where AIThriving says
nothing; each of them is a setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from editor.marking import gettext_noop as _
from editor.providers.base import (
    BadResponse,
    Capabilities,
    Control,
    Done,
    Job,
    MaskEncoding,
    Rejected,
    Result,
    Setting,
)
from editor.providers.masks import encode_mask, grey_mask
from editor.providers.service import Service
from editor.providers.wire import decoded_base64, file_part

ERASE = "/api/edit/erase"
LARGEST_SEED = 4_294_967_294
CREDITS = 6.0

_DONE, _FAILED = "done", "failed"
CODES = {"0": _DONE, "-1": _FAILED}


class AIThriving(Service):
    slug: ClassVar[str] = "aithriving"
    label: ClassVar[str] = "AIThriving"
    base_url_setting: ClassVar[str] = "AITHRIVING_BASE_URL"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="AITHRIVING_API_KEY", what="the key of your AIThriving account", secret=True, required=True),
        Setting(name="AITHRIVING_BASE_URL", what="where AIThriving is asked", default="https://www.aithriving.com"),
        Setting(name="AITHRIVING_AUTH_PREFIX", what="a word before the key in its header, such as Bearer"),
        grey_mask("AITHRIVING_MASK"),
        Setting(
            name="AITHRIVING_MAX_PIXELS", what="how many pixels a picture may have", default="9437184", kind="number"
        ),
        Setting(
            name="AITHRIVING_MAX_MB",
            what="how many MiB a picture may have; the whole request may have one more",
            default="9",
            kind="number",
        ),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(
            delivery="sync",
            start_repeatable=False,
            image_source="bytes",
            mask=cast(MaskEncoding, cls.configured(config, "AITHRIVING_MASK")),
            formats=("png", "jpeg", "webp"),
            max_bytes=int(cls.configured(config, "AITHRIVING_MAX_MB")) * 2**20,
            min_side=64,
            min_pixels=4_096,
            max_pixels=int(cls.configured(config, "AITHRIVING_MAX_PIXELS")),
            seed=True,
            output_formats=("png", "jpeg", "webp"),
            credits_per_result=CREDITS,
        )

    def credentials(self) -> Mapping[str, str]:
        key = self.config.get("AITHRIVING_API_KEY", "")
        return {"authorization": f"{self.setting('AITHRIVING_AUTH_PREFIX')} {key}" if key else ""}

    def start(self, job: Job, control: Control) -> Done:
        mask = encode_mask(job.mask, cast(MaskEncoding, self.setting("AITHRIVING_MASK")))
        control.report("AIThriving is at work")
        answer = self.ask(
            control,
            "POST",
            ERASE,
            bills=True,
            files=[file_part("image", *job.encoded[0]), file_part("mask", mask, "image/png")],
            # 0 lets the service choose; what it chose comes back in the answer.
            data={"seed": str(job.seed % (LARGEST_SEED + 1)), "output_format": "png"},
        )
        return self._done(self.read(answer), control)

    def _done(self, body: Mapping[str, Any], control: Control) -> Done:
        state, detail = CODES.get(self.word(body, "code")), self.door(control).redacted(body)
        if state == _FAILED:
            said = self.told(control, body.get("message"))
            raise Rejected(f"AIThriving could not remove this: {said}", detail=detail)
        if state != _DONE:
            raise BadResponse(_("AIThriving sent a code that is not known here."), detail=detail)
        data = body.get("data")
        if not isinstance(data, dict):
            raise BadResponse(_("AIThriving sent an answer with a part missing."), detail="no data")
        seed = data.get("seed")
        return Done(
            results=(Result(data=self._picture(data)),),
            credits=CREDITS,
            # The picture is paid for; it is not given up for a seed that is missing.
            seed=seed if isinstance(seed, int) and not isinstance(seed, bool) else None,
            raw=self.kept(control, body),
        )

    def _picture(self, data: Mapping[str, Any]) -> bytes:
        try:
            return decoded_base64(data.get("image"))
        except ValueError as error:
            raise BadResponse(_("AIThriving sent a picture that cannot be read."), detail=str(error)) from error
