"""IOPaint: against its stand-in, and against a real one where it is installed.

The real one is found as `iopaint` on the PATH or by the variable IOPAINT_COMMAND, the path of that program.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.providers.base import BadResponse, ProviderError, Unavailable, Unsupported
from editor.providers.iopaint import IOPaint
from tests.fakes import iopaint as fake
from tests.fakes.erasing import no_image
from tests.fakes.misbehaviours import drop_after_reading, say
from tests.fakes.server import Reply
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., IOPaint]
INPAINT = ("POST", fake.INPAINT)
START_SECONDS = 180


@pytest.fixture
def service() -> Iterator[fake.IOPaint]:
    with fake.IOPaint() as running:
        yield running


@pytest.fixture
def build(service: fake.IOPaint) -> Build:
    def make(**changed: str) -> IOPaint:
        return IOPaint({"IOPAINT_BASE_URL": service.url, **changed})

    return make


def test_a_job_is_one_free_call_without_any_key(service: fake.IOPaint, build: Build, watch: Watch) -> None:
    job = driving.job(kind="JPEG")

    done = build().start(job, watch)

    (seen,) = service.calls(*INPAINT)
    asked = seen.json()
    assert set(asked) == {"image", "mask", "sd_seed"}
    assert b64decode(asked["image"], validate=True) == job.encoded[0][0]
    with Image.open(BytesIO(b64decode(asked["mask"], validate=True))) as mask:
        assert (mask.format, mask.mode, mask.size) == ("PNG", "L", driving.SIZE)
    assert done.credits == 0
    assert done.results[0].data


def test_the_seed_is_sent_and_the_answered_one_is_kept(service: fake.IOPaint, build: Build, watch: Watch) -> None:
    done = build().start(driving.job(seed=2**31 + 5), watch)

    assert service.calls(*INPAINT)[0].json()["sd_seed"] == 5
    assert done.seed == 5


@pytest.mark.parametrize("seed", ["", "many", "-1"])
def test_a_picture_is_kept_though_its_seed_cannot_be_read(
    service: fake.IOPaint, build: Build, watch: Watch, seed: str
) -> None:
    reply = Reply(content=b"picture", headers={"Content-Type": "image/png", "X-Seed": seed})
    service.at(*INPAINT, say(reply))

    done = build().start(driving.job(), watch)

    assert done.seed is None
    assert done.results[0].data == b"picture"


@pytest.mark.parametrize("fault", [drop_after_reading, say(Reply(500, json={"error": "RuntimeError"}))])
def test_a_fault_may_be_repeated_since_nothing_is_billed(
    service: fake.IOPaint, build: Build, watch: Watch, fault: Callable[..., None]
) -> None:
    service.at(*INPAINT, fault)

    with pytest.raises(Unavailable) as caught:
        build().start(driving.job(), watch)

    assert caught.value.retry_after
    assert driving.finish(build, driving.job(), watch)


def test_a_mask_of_another_size_is_refused_by_the_server(build: Build, watch: Watch) -> None:
    wrong = replace(driving.job(), mask=driving.mask((50, 50)))

    with pytest.raises(Unsupported) as caught:
        build().start(wrong, watch)

    assert "not match" in caught.value.detail


@pytest.mark.parametrize(
    "reply",
    [
        Reply(content=b"<html>", headers={"Content-Type": "text/html"}),
        Reply(json={"image": "aGk="}),
        Reply(content=b"", headers={"Content-Type": "image/png"}),
    ],
    ids=["html", "json", "nothing"],
)
def test_an_answer_that_is_no_picture_is_a_bad_response(
    service: fake.IOPaint, build: Build, watch: Watch, reply: Reply
) -> None:
    service.at(*INPAINT, say(reply))

    with pytest.raises(BadResponse):
        build().start(driving.job(), watch)


def test_what_only_claims_to_be_a_picture_is_left_to_the_gate(
    service: fake.IOPaint, build: Build, watch: Watch
) -> None:
    service.result_as = no_image

    assert build().start(driving.job(), watch).results[0].data == no_image(driving.photo())


def test_a_server_that_is_not_there_is_said_to_be_unreachable(watch: Watch) -> None:
    with pytest.raises(Unavailable) as caught:
        IOPaint({"IOPAINT_BASE_URL": f"http://127.0.0.1:{_free_port()}"}).start(driving.job(), watch)

    assert caught.value.sentence == "IOPaint cannot be reached."


def test_checking_tells_which_model_runs(build: Build, watch: Watch) -> None:
    assert build().check_key(watch) == "IOPaint runs with the model cv2."


@pytest.mark.parametrize("reply", [Reply(404), Reply(json={}), Reply(content=b"<html>")], ids=["404", "{}", "html"])
def test_checking_something_else_is_an_error(service: fake.IOPaint, build: Build, watch: Watch, reply: Reply) -> None:
    service.at("GET", fake.MODEL, say(reply))

    with pytest.raises(ProviderError):
        build().check_key(watch)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real IOPaint server with OpenCV's model, which needs no file."""
    program = os.environ.get("IOPAINT_COMMAND") or shutil.which("iopaint")
    if not program:
        pytest.skip("IOPaint is not installed: put iopaint on the PATH or name it in IOPAINT_COMMAND")
    folder = tmp_path_factory.mktemp("iopaint")
    port = _free_port()
    command = (program, "start", "--model", "cv2", "--port", str(port), "--model-dir", str(folder))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    try:
        _wait_for(process, port, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.mark.iopaint
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_real_server_fills_what_is_masked_and_leaves_the_rest(real: str, watch: Watch, kind: Any) -> None:
    picture = driving.photo()
    picture.paste((255, 0, 0), (60, 45, 100, 75))  # what dana wants gone, well inside the mask
    provider = IOPaint({"IOPAINT_BASE_URL": real})

    done = provider.start(driving.job(picture=picture, kind=kind, seed=5), watch)

    assert done.seed == 5
    filled = np.asarray(driving.fetched(provider, done.results[0], watch)).astype(int)
    before, inside = np.asarray(driving.photo()).astype(int), np.asarray(driving.mask()) > 0
    assert np.abs(filled[inside] - before[inside]).mean() < 12
    assert np.abs(filled[~inside] - before[~inside]).mean() < 2


@pytest.mark.iopaint
def test_a_real_server_tells_its_model_and_refuses_a_mask_of_another_size(real: str, watch: Watch) -> None:
    provider = IOPaint({"IOPAINT_BASE_URL": real})
    wrong = replace(driving.job(), mask=driving.mask((50, 50), (5, 5, 20, 20)))

    assert provider.check_key(watch) == "IOPaint runs with the model cv2."
    with pytest.raises(Unsupported):
        provider.start(wrong, watch)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(START_SECONDS * 2):
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"IOPaint did not start: {log.read_text(errors='replace')[-2000:]}")
