"""LaMa on this computer, from an ONNX file, in a process of its own: free, no network.

The model is not part of Eraser. `lama_model` says which files are understood.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from PIL import Image

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
        return Capabilities(
            delivery="sync",
            start_repeatable=True,
            # Not "picture": what it gets is cropped around the mask and fitted to its side, as for any service.
            image_source="bytes",
            formats=("png",),
            max_side=int(cls.configured(config, "LAMA_SIDE")),
        )

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
        """The picture with what the mask hides painted by the model; an alpha channel stays as it is."""
        control.report("LaMa is at work")
        limit = float(self.setting("LAMA_TIME_LIMIT"))
        model = str(Path(self.setting("LAMA_MODEL")).resolve())
        pixels = _run(model, job.picture.convert("RGB"), job.mask, limit, control)
        picture = Image.frombytes("RGB", job.picture.size, pixels)
        if job.picture.mode == "RGBA":
            picture.putalpha(job.picture.getchannel("A"))
        return Done(results=(Result(picture=picture),))


def _run(model: str, picture: Image.Image, mask: Image.Image, limit: float, control: Control) -> bytes:
    """The pixels of the filled picture. The process has ended when this returns or raises."""
    # A file without a name, not a pipe: nobody has to feed it while the answer is waited for, and it goes with us.
    with tempfile.TemporaryFile() as said:
        said.write(picture.tobytes() + mask.tobytes())
        said.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own interpreter and module; the path comes from the settings
            (*COMMAND, model, str(picture.width), str(picture.height)),
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
    words = complaints.decode(errors="replace").strip()[-2000:]
    if process.returncode == WRONG_MODEL:
        raise Unsupported("The LaMa model cannot be used. Ask the person who runs this server.", detail=words)
    if process.returncode != 0 or len(pixels) != picture.width * picture.height * 3:
        detail = f"exit status {process.returncode}. {words}"
        raise Unavailable(
            "LaMa stopped unexpectedly; the computer may be short of memory.", detail=detail, retry_after=10
        )
    return pixels


def _heard(process: subprocess.Popen[bytes], limit: float, control: Control) -> tuple[bytes, bytes]:
    """All that the process says on stdout and stderr until it ends."""
    end = time.monotonic() + limit
    while True:
        try:
            return process.communicate(timeout=POLL_SECONDS)
        except subprocess.TimeoutExpired as still_working:
            if control.stopped():
                raise Canceled("Erasing was stopped.") from still_working
            if time.monotonic() > end:
                sentence = f"LaMa took longer than {limit:g} seconds and was stopped. Erase fewer things at a time."
                raise Unavailable(sentence, detail=f"over {limit:g} s") from still_working
