"""The built-in provider and its process: what it gives back, how it is stopped, how it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from editor.http import Call
from editor.providers.base import Canceled, Control, Done, Job, Unavailable, Unsupported
from editor.providers.local import SIMPLE_ENGINE, Local
from tests.providers import scenes

ENGINE = "editor.providers.local_engine"


class Watcher:
    """A Control that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float | None]] = []

    def stopped(self) -> bool:
        return False

    def report(self, doing: str, fraction: float | None = None) -> None:
        self.told.append((doing, fraction))

    def record(self, call: Call) -> None:
        raise AssertionError(f"the built-in engine called {call.url}")


class Canceling(Watcher):
    """The person presses Cancel as soon as the engine says that it works."""

    def stopped(self) -> bool:
        return any(fraction is not None for _, fraction in self.told)


class Killing(Watcher):
    """The engine's process is killed as soon as it says that it works."""

    def report(self, doing: str, fraction: float | None = None) -> None:
        super().report(doing, fraction)
        if fraction is not None:
            for process in engines():
                process.kill()


def engines(parent: psutil.Process | None = None) -> list[psutil.Process]:
    """The engine processes below this one, or below `parent`."""
    children = (parent or psutil.Process()).children(recursive=True)
    return [child for child in children if child.is_running() and ENGINE in child.cmdline()]


def small_job() -> Job:
    picture, hole = scenes.tiles(), scenes.blob(share=0.08)
    return Job(pictures=(Image.fromarray(picture),), mask=scenes.mask_of(hole), seed=4)


def long_job() -> Job:
    """Takes many seconds."""
    picture, hole = scenes.tiles(1400, 1800), scenes.blob(1400, 1800, share=0.3)
    return Job(pictures=(Image.fromarray(picture),), mask=scenes.mask_of(hole), seed=4)


def erased(job: Job, control: Control) -> tuple[Image.Image, Done]:
    done = Local({}).start(job, control)
    (result,) = done.results
    assert result.picture is not None
    return result.picture, done


def same_outside(job: Job, result: Image.Image) -> bool:
    outside = np.asarray(job.mask) == 0
    return np.array_equal(np.asarray(result)[outside], np.asarray(job.picture)[outside])


def test_dana_gets_her_floor_back_and_nothing_else_changed() -> None:
    job, watcher = small_job(), Watcher()
    picture, done = erased(job, watcher)
    assert (picture.size, picture.mode) == (job.picture.size, "RGB")
    assert (done.note, done.credits) == ("", 0.0)
    assert same_outside(job, picture)
    assert not np.array_equal(np.asarray(picture), np.asarray(job.picture))
    assert watcher.told[0] == ("Preparing the picture", None)
    assert not engines()


def test_the_same_seed_gives_the_same_picture() -> None:
    (first, _), (second, _) = (erased(small_job(), Watcher()) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_a_cut_out_keeps_its_outline_and_its_profile() -> None:
    job = small_job()
    cut_out = job.picture.convert("RGBA")
    outline = Image.linear_gradient("L").resize(cut_out.size)
    cut_out.putalpha(outline)
    cut_out.info["icc_profile"] = b"a profile"
    picture, _ = erased(Job(pictures=(cut_out,), mask=job.mask, seed=1), Watcher())
    assert picture.mode == "RGBA"
    assert picture.getchannel("A").tobytes() == outline.tobytes()
    assert picture.info["icc_profile"] == b"a profile"


def test_dana_cancels_and_no_process_is_left() -> None:
    with pytest.raises(Canceled):
        Local({}).start(long_job(), Canceling())
    assert not engines()


def test_work_over_the_time_limit_ends_with_a_way_on() -> None:
    with pytest.raises(Unavailable, match=r"longer than 0\.5 seconds.*smaller things") as caught:
        Local({"LOCAL_TIME_LIMIT": "0.5"}).start(long_job(), Watcher())
    # The same job would take as long again.
    assert caught.value.retry_after is None
    assert not engines()


def test_an_engine_that_is_killed_is_unavailable_and_may_be_tried_again() -> None:
    with pytest.raises(Unavailable, match="stopped unexpectedly") as caught:
        Local({}).start(long_job(), Killing())
    assert caught.value.retry_after is not None
    assert "exit status -9" in caught.value.detail
    assert not engines()


def test_a_mask_over_the_whole_photo_is_refused_in_one_sentence() -> None:
    job = small_job()
    with pytest.raises(Unsupported, match="nothing is left to fill it from"):
        Local({}).start(Job(pictures=(job.picture,), mask=Image.new("L", job.mask.size, 255), seed=1), Watcher())


def with_patchmatch(monkeypatch: pytest.MonkeyPatch, folder: Path, source: str) -> None:
    """Let the engine's process find this instead of the library."""
    (folder / "patchmatch.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.mark.parametrize("source", ["raise ImportError", "raise OSError", "patchmatch_available = False"])
def test_without_the_better_engine_dana_is_told_and_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str
) -> None:
    with_patchmatch(monkeypatch, tmp_path, source)
    job = small_job()
    picture, done = erased(job, Watcher())
    assert done.note == SIMPLE_ENGINE
    assert same_outside(job, picture)


def test_a_crash_inside_the_library_does_not_reach_the_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_patchmatch(
        monkeypatch,
        tmp_path,
        "import os\npatchmatch_available = True\ndef set_random_seed(seed): os.abort()\n",
    )
    with pytest.raises(Unavailable, match="stopped unexpectedly"):
        Local({}).start(small_job(), Watcher())


def test_what_the_library_prints_does_not_disturb_the_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_patchmatch(monkeypatch, tmp_path, "print('hello')\nraise ImportError\n")
    assert Local({}).start(small_job(), Watcher()).note == SIMPLE_ENGINE


WORKER = """
from tests.providers.test_local import Local, Watcher, long_job
class Telling(Watcher):
    def report(self, doing, fraction=None):
        if fraction is not None:
            print(doing, flush=True)
Local({}).start(long_job(), Telling())
"""


def test_a_worker_killed_in_mid_erase_leaves_no_engine_behind() -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    with worker.stdout:
        assert worker.stdout.readline().startswith("Filling part")
        orphans = engines(psutil.Process(worker.pid))
        worker.kill()
        worker.wait()
    assert len(orphans) == 1
    _, alive = psutil.wait_procs(orphans, timeout=10)
    assert not alive
