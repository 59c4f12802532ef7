"""LaMa on this computer, from an ONNX file, in a process of its own: free, no network.

The model is not part of Eraser; `lama_model` says which files are understood. It sees the surroundings of the mask at
the side it works at, far-apart parts of the mask each for itself.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from PIL import Image

from editor.imaging.fit import FitLimits, cut, plan_parts, put_back
from editor.marking import gettext_noop as _
from editor.providers.base import (
    Canceled,
    Capabilities,
    Control,
    Done,
    Job,
    Provider,
    Result,
    Setting,
    Unavailable,
    Unsupported,
)

COMMAND = (sys.executable, "-m", "editor.providers.lama_model")
ROOT = Path(__file__).parents[2]
"""Where `editor` lies, for the interpreter to find it."""

POLL_SECONDS = 0.2
WRONG_MODEL = 3
"""Exit status of the process where the file is no model it understands."""

Part = tuple[Image.Image, Image.Image]
"""A picture in mode RGB and its mask in mode "L", of one size."""


class Lama(Provider):
    slug: ClassVar[str] = "lama"
    label: ClassVar[str] = "LaMa"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(name="LAMA_MODEL", what="the path of a LaMa model as an ONNX file", required=True),
        Setting(
            name="LAMA_SIDE",
            what="the longest side it works at; 512 suits models of a fixed size, others manage 2048",
            default="512",
            kind="number",
            least=64,
            most=4096,
        ),
        Setting(name="LAMA_TIME_LIMIT", what="seconds one erasing may take", default="120", kind="number"),
    )

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(delivery="sync", start_repeatable=True, image_source="picture", max_pixels=100_000_000)

    @classmethod
    def missing_settings(cls, config: Mapping[str, str]) -> list[str]:
        if missing := super().missing_settings(config):
            return missing
        found = {
            "the file that LAMA_MODEL names": Path(config["LAMA_MODEL"].strip()).is_file(),
            "the Python package onnxruntime": importlib.util.find_spec("onnxruntime") is not None,
        }
        return [name for name, is_there in found.items() if not is_there]

    def start(self, job: Job, control: Control) -> Done:
        """The picture with what the mask hides painted by the model; profile and alpha channel stay as they are."""
        control.report("LaMa is at work")
        limits = FitLimits(max_side=int(self.setting("LAMA_SIDE")))
        plans = plan_parts(job.mask.size, job.mask, limits)
        parts = [cut(job.picture, job.mask, plan) for plan in plans]
        model, limit = Path(self.setting("LAMA_MODEL")).resolve(), float(self.setting("LAMA_TIME_LIMIT"))
        picture = job.picture
        for plan, painted in zip(plans, _painted(model, parts, limit, control), strict=True):
            picture = put_back(painted, plan, picture)
        return Done(results=(Result(picture=picture),))


def _painted(model: Path, parts: Sequence[Part], limit: float, control: Control) -> list[Image.Image]:
    """The parts as the model paints them, in mode RGB. The process has ended when this returns or raises."""
    sizes = [picture.size for picture, _mask in parts]
    # A file without a name, not a pipe: nobody has to feed it while the answer is waited for, and it goes with us.
    with tempfile.TemporaryFile() as said:
        for picture, mask in parts:
            said.write(picture.tobytes() + mask.tobytes())
        said.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own interpreter and module; the path comes from the settings
            (*COMMAND, str(model), *(f"{width}x{height}" for width, height in sizes)),
            cwd=ROOT,
            stdin=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Ctrl-C in a terminal is for the worker, which then stops this in its own order.
            start_new_session=True,
        ) as process:
            try:
                pixels, complaints = _heard(process, limit, control)
            finally:
                process.kill()
    ends = [0]
    for width, height in sizes:
        ends.append(ends[-1] + width * height * 3)
    _check_end(process.returncode, len(pixels) == ends[-1], complaints)
    return [
        Image.frombytes("RGB", size, pixels[begin:end]) for size, begin, end in zip(sizes, ends, ends[1:], strict=False)
    ]


def _heard(process: subprocess.Popen[bytes], limit: float, control: Control) -> tuple[bytes, bytes]:
    """All that the process says on stdout and stderr until it ends."""
    end = time.monotonic() + limit
    while True:
        try:
            return process.communicate(timeout=POLL_SECONDS)
        except subprocess.TimeoutExpired as still_working:
            if control.stopped():
                raise Canceled(_("Erasing was stopped.")) from still_working
            if time.monotonic() > end:
                sentence = f"LaMa took longer than {limit:g} seconds and was stopped. Erase fewer things at a time."
                raise Unavailable(sentence, detail=f"over {limit:g} s") from still_working


def _check_end(status: int, is_complete: bool, complaints: bytes) -> None:  # noqa: FBT001
    words = complaints.decode(errors="replace").strip()[-2000:]
    if status == WRONG_MODEL:
        raise Unsupported(_("The LaMa model cannot be used. Ask the person who runs this server."), detail=words)
    if status != 0 or not is_complete:
        sentence = "LaMa stopped unexpectedly; the computer may be short of memory."
        raise Unavailable(sentence, detail=f"exit status {status}. {words}", retry_after=10)
