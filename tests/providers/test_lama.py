"""LaMa: a model file in a process of its own, tried on small graphs with the signatures of its exports."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.providers import lama
from editor.providers.base import Canceled, Done, Job, Unavailable, Unsupported
from editor.providers.lama import Lama
from tests.imaging.make import DISPLAY_P3
from tests.providers import driving
from tests.providers.driving import Watch

PAINT = 0.25
"""What the graphs paint wherever the mask says so, as 0..1."""

MakeModel = Callable[..., Path]


@pytest.fixture
def make_model(tmp_path: Path) -> MakeModel:
    """A model file; `side` is the size it insists on or None, `most` is what it answers for white."""
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")

    def make(*, side: int | None = None, most: float = 255, channels: tuple[int, ...] = (3, 1)) -> Path:
        path = tmp_path / f"lama-{side}-{most}.onnx"
        onnx.save(_graph(onnx.helper, side, most, channels), path)
        return path

    return make


def _graph(make: Any, side: int | None, most: float, channels: tuple[int, ...]) -> Any:
    """The picture where the mask is 0, PAINT where it is 1, as LaMa's exports are: a whole picture comes out.

    Like theirs, it takes only sides that can be halved five times.
    """
    floats, size = 1, (side or "height", side or "width")
    inputs = [
        make.make_tensor_value_info(name, floats, (1, count, *size))
        for name, count in zip(("image", "mask", "more"), channels, strict=False)
    ]
    numbers = [
        make.make_tensor(name, floats, (1,), [value]) for name, value in (("one", 1), ("paint", PAINT), ("most", most))
    ]
    nodes = [
        make.make_node("SpaceToDepth", ["image"], ["blocks"], blocksize=32),
        make.make_node("DepthToSpace", ["blocks"], ["whole"], blocksize=32),
        make.make_node("Sub", ["one", "mask"], ["keep"]),
        make.make_node("Mul", ["whole", "keep"], ["kept"]),
        make.make_node("Mul", ["paint", "mask"], ["painted"]),
        make.make_node("Add", ["kept", "painted"], ["both"]),
        make.make_node("Mul", ["both", "most"], ["output"]),
    ]
    output = make.make_tensor_value_info("output", floats, (1, 3, *size))
    graph = make.make_graph(nodes, "lama", inputs, [output], numbers)
    return make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=8)


def erased(model: Path, job: Job) -> Image.Image:
    done = Lama({"LAMA_MODEL": str(model)}).start(job, Watch())
    assert isinstance(done, Done)
    (result,) = done.results
    assert result.picture
    assert result.picture.size == job.picture.size
    return result.picture


def parts(picture: Image.Image, job: Job) -> tuple[Any, Any]:
    """The pixels inside and outside the job's mask."""
    inside = np.asarray(job.mask) > 0
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    return pixels[inside], pixels[~inside]


@pytest.mark.parametrize("most", [1, 255])
@pytest.mark.parametrize("size", [(400, 300), (64, 64), (33, 95), (1, 1)])
def test_a_model_of_any_size_paints_what_is_masked_and_keeps_the_rest(
    make_model: MakeModel, most: float, size: tuple[int, int]
) -> None:
    picture = driving.photo(size)
    box = (size[0] // 4, size[1] // 4, size[0] // 2 + 1, size[1] // 2 + 1)
    job = replace(driving.job(picture=picture), mask=driving.mask(size, box))

    inside, outside = parts(erased(make_model(most=most), job), job)

    assert np.abs(inside - 255 * PAINT).max() <= 1
    assert np.array_equal(outside, parts(picture, job)[1])


@pytest.mark.parametrize("most", [1, 255])
def test_a_model_of_a_fixed_size_gets_smaller_pictures_with_something_around_them(
    make_model: MakeModel, most: float
) -> None:
    job = driving.job()

    inside, outside = parts(erased(make_model(side=512, most=most), job), job)

    assert np.abs(inside - 255 * PAINT).max() <= 1
    assert np.array_equal(outside, parts(job.picture, job)[1])


def test_a_model_of_a_fixed_size_gets_larger_pictures_reduced(make_model: MakeModel) -> None:
    job = driving.job()

    inside, _outside = parts(erased(make_model(side=128), job), job)

    assert np.abs(inside - 255 * PAINT).mean() <= 2


@pytest.mark.parametrize("most", [1, 255])
@pytest.mark.parametrize("shade", [0, 2, 255])
def test_a_plain_picture_does_not_mislead_about_the_models_range(
    make_model: MakeModel, most: float, shade: int
) -> None:
    picture = Image.new("RGB", (64, 64), (shade, shade, shade))
    job = replace(driving.job(picture=picture), mask=driving.mask((64, 64), (8, 8, 24, 24)))

    _inside, outside = parts(erased(make_model(most=most), job), job)

    assert (outside == shade).all()


@pytest.mark.parametrize("most", [1, 255])
def test_a_mask_over_everything_is_painted_all_over(make_model: MakeModel, most: float) -> None:
    job = replace(driving.job(picture=driving.photo((64, 64))), mask=Image.new("L", (64, 64), 255))

    inside, _outside = parts(erased(make_model(most=most), job), job)

    assert np.abs(inside - 255 * PAINT).max() <= 1


def test_an_alpha_channel_stays_as_it_is(make_model: MakeModel) -> None:
    picture = driving.photo().convert("RGBA")
    picture.putalpha(driving.mask(box=(0, 0, 200, 300)))

    result = erased(make_model(), driving.job(picture=picture))

    assert result.mode == "RGBA"
    assert result.getchannel("A").tobytes() == picture.getchannel("A").tobytes()


def test_a_file_that_is_no_model_is_said_to_be_unusable(make_model: MakeModel, tmp_path: Path) -> None:
    make_model()
    (tmp_path / "notes.onnx").write_bytes(b"these are not the weights")

    with pytest.raises(Unsupported) as caught:
        erased(tmp_path / "notes.onnx", driving.job())

    assert caught.value.sentence == "The LaMa model cannot be used. Ask the person who runs this server."
    assert caught.value.detail


@pytest.mark.parametrize("channels", [(3,), (4, 1), (3, 1, 1)], ids=str)
def test_a_model_of_another_signature_is_not_run(make_model: MakeModel, channels: tuple[int, ...]) -> None:
    onnx = pytest.importorskip("onnx")
    path = make_model(side=64)
    model = onnx.load(path)
    floats = onnx.TensorProto.FLOAT
    del model.graph.input[:]
    names = ("image", "mask", "more")
    model.graph.input.extend(
        onnx.helper.make_tensor_value_info(name, floats, (1, count, 64, 64))
        for name, count in zip(names, channels, strict=False)
    )
    onnx.save(model, path)

    with pytest.raises(Unsupported):
        erased(path, driving.job())


def test_numbers_that_are_none_are_not_made_into_a_picture(make_model: MakeModel) -> None:
    with pytest.raises(Unsupported) as caught:
        erased(make_model(most=float("nan")), driving.job())

    assert "numbers that are none" in caught.value.detail


@dataclass
class Impatient(Watch):
    """Dana, who cancels at once."""

    def stopped(self) -> bool:
        return True


@pytest.fixture
def slow_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lama, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))


@pytest.mark.usefixtures("slow_process")
def test_dana_can_cancel_while_the_model_works() -> None:
    with pytest.raises(Canceled):
        Lama({"LAMA_MODEL": "model.onnx"}).start(driving.job(), Impatient())


@pytest.mark.usefixtures("slow_process")
def test_a_model_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Unavailable) as caught:
        Lama({"LAMA_MODEL": "model.onnx", "LAMA_TIME_LIMIT": "1"}).start(driving.job(), Watch())

    assert "longer than 1 seconds" in caught.value.sentence
    assert caught.value.retry_after is None


@pytest.mark.parametrize("ending", ["sys.exit(1)", "os.abort()", "print('half a picture')"])
def test_a_process_that_dies_costs_the_job_and_not_the_worker(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(lama, "COMMAND", (sys.executable, "-c", f"import os, sys; {ending}"))

    with pytest.raises(Unavailable) as caught:
        Lama({"LAMA_MODEL": "model.onnx"}).start(driving.job(), Watch())

    assert "exit status" in caught.value.detail


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "lama.onnx"
    config = {"LAMA_MODEL": f"{model}\n"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    assert Lama.missing_settings({}) == ["LAMA_MODEL"]
    assert Lama.missing_settings(config) == ["the file that LAMA_MODEL names", "the Python package onnxruntime"]
    model.touch()
    assert Lama.missing_settings(config) == ["the Python package onnxruntime"]


def test_a_large_photo_comes_back_whole_with_only_the_mask_repainted(make_model: MakeModel) -> None:
    size = (3000, 2000)
    job = replace(driving.job(picture=driving.photo(size)), mask=driving.mask(size, (100, 100, 180, 160)))
    job.mask.paste(255, (2700, 1800, 2990, 1990))  # far from the first: each part is seen at its own pixels

    inside, outside = parts(erased(make_model(side=512), job), job)

    assert np.abs(inside - 255 * PAINT).max() <= 1
    assert np.array_equal(outside, parts(job.picture, job)[1])


def test_a_profile_of_the_photos_own_stays_with_it(make_model: MakeModel) -> None:
    picture = driving.photo()
    picture.info["icc_profile"] = DISPLAY_P3

    assert erased(make_model(), driving.job(picture=picture)).info["icc_profile"] == DISPLAY_P3
