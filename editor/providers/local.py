"""The built-in engine: PatchMatch on this computer, no key, no cost, no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from PIL import Image

from editor.marking import gettext_noop as _
from editor.providers.base import Capabilities, Control, Done, Job, Provider, Result, Setting
from editor.providers.local_engine import runner

SIMPLE_ENGINE = _("The better engine is not available on this computer; a simpler one was used.")


class Local(Provider):
    slug: ClassVar[str] = "local"
    label: ClassVar[str] = _("Built-in")
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="LOCAL_TIME_LIMIT", what="seconds the built-in engine may take for one erasing", default="120"),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(
            delivery="sync", start_repeatable=True, image_source="picture", max_pixels=100_000_000, seed=True
        )

    def start(self, job: Job, control: Control) -> Done:
        """The picture with what the mask hides filled from its surroundings; an alpha channel stays as it is."""
        control.report("Preparing the picture")
        colours = np.asarray(job.picture.convert("RGB"))
        hole = np.asarray(job.mask) > 0
        limit = float(self.setting("LOCAL_TIME_LIMIT"))
        filled, simple = runner.run(colours, hole, job.seed, limit=limit, control=control)
        picture = Image.fromarray(filled)
        if job.picture.mode == "RGBA":
            picture.putalpha(job.picture.getchannel("A"))
        if "icc_profile" in job.picture.info:
            picture.info["icc_profile"] = job.picture.info["icc_profile"]
        return Done(results=(Result(picture=picture),), note=SIMPLE_ENGINE if simple else "")
