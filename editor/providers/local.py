"""The built-in engine: PatchMatch on this computer, no key, no cost, no network."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PIL import Image

from editor.providers.base import Capabilities, Control, Done, Job, Provider
from editor.providers.local_engine import runner

SIMPLE_ENGINE = "The better engine is not available on this computer; a simpler one was used."
DEFAULT_TIME_LIMIT = 120.0


class Local(Provider):
    """`LOCAL_TIME_LIMIT` is how many seconds one erasing may take."""

    slug: ClassVar[str] = "local"
    label: ClassVar[str] = "Built-in"
    capabilities: ClassVar[Capabilities] = Capabilities(
        delivery="sync", start_repeatable=True, max_pixels=100_000_000, seed=True
    )

    def start(self, job: Job, control: Control) -> Done:
        """The picture with what the mask hides filled from its surroundings; an alpha channel stays as it is."""
        control.report("Preparing the picture")
        colours = np.asarray(job.picture.convert("RGB"))
        hole = np.asarray(job.mask) > 0
        limit = float(self.config.get("LOCAL_TIME_LIMIT") or DEFAULT_TIME_LIMIT)
        filled, simple = runner.run(colours, hole, job.seed, limit=limit, control=control)
        picture = Image.fromarray(filled)
        if job.picture.mode == "RGBA":
            picture.putalpha(job.picture.getchannel("A"))
        if "icc_profile" in job.picture.info:
            picture.info["icc_profile"] = job.picture.info["icc_profile"]
        return Done(picture=picture, note=SIMPLE_ENGINE if simple else "")
