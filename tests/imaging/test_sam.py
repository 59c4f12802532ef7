"""Segment Anything from an ONNX pair, tried on small graphs with the signatures of its exports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.imaging.select import Place
from editor.imaging.select.sam import KEPT, Sam, WrongModel
from tests.imaging.things import overlap, scene

Pair = tuple[str, str]
MakePair = Callable[..., Pair]
ROOM = scene("ball", (900, 600))
NAMES = ("image_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input", "orig_im_size")


@pytest.fixture
def make_pair(tmp_path: Path) -> MakePair:
    """An encoder and a decoder; `names` are the decoder's inputs, `masks` how many it answers with."""
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")

    def make(*, side: int = 1024, names: tuple[str, ...] = NAMES, masks: int = 1, sign: float = 1) -> Pair:
        encoder, decoder = tmp_path / f"encoder-{side}.onnx", tmp_path / f"decoder-{len(names)}-{masks}-{sign}.onnx"
        onnx.save(_encoder(onnx.helper, side), encoder)
        onnx.save(_decoder(onnx.helper, names, masks, sign), decoder)
        return str(encoder), str(decoder)

    return make


def _encoder(make: Any, side: int) -> Any:
    """The picture's red channel less its blue one: what is red stands out."""
    floats = 1
    weights = make.make_tensor("weights", floats, (1, 3, 1, 1), [1.0, 0.0, -1.0])
    graph = make.make_graph(
        [make.make_node("Conv", ["image", "weights"], ["embedding"])],
        "encoder",
        [make.make_tensor_value_info("image", floats, (1, 3, side, side))],
        [make.make_tensor_value_info("embedding", floats, (1, 1, side, side))],
        [weights],
    )
    return make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=8)


def _decoder(make: Any, names: tuple[str, ...], masks: int, sign: float) -> Any:
    """What is redder than a half where the first point is: the square cut to the picture, as SAM's export does it."""
    floats, ints = 1, 7
    shapes: dict[str, tuple[Any, ...]] = {
        "image_embeddings": (1, 1, 1024, 1024),
        "point_coords": (1, "points", 2),
        "point_labels": (1, "points"),
        "mask_input": (1, 1, 256, 256),
        "has_mask_input": (1,),
        "orig_im_size": (2,),
    }
    inputs = [make.make_tensor_value_info(name, floats, shapes.get(name, (1,))) for name in names]
    numbers = [
        make.make_tensor("begin", ints, (2,), [0, 0]),
        make.make_tensor("axes", ints, (2,), [2, 3]),
        make.make_tensor("level", floats, (1,), [1.0]),
        make.make_tensor("sign", floats, (1,), [sign]),
        make.make_tensor("copies", ints, (4,), [1, masks, 1, 1]),
        make.make_tensor("iou", floats, (1, masks), [float(at == masks - 1) for at in range(masks)]),
        make.make_tensor("order", floats, (1, masks, 1, 1), [float(at == masks - 1) * 2 - 1 for at in range(masks)]),
    ]
    nodes = [
        make.make_node("Cast", ["orig_im_size"], ["size"], to=ints),
        make.make_node("Slice", ["image_embeddings", "begin", "size", "axes"], ["cut"]),
        make.make_node("Sub", ["cut", "level"], ["over"]),
        make.make_node("Mul", ["over", "sign"], ["signed"]),
        make.make_node("Tile", ["signed", "copies"], ["tiled"]),
        make.make_node("Mul", ["tiled", "order"], ["masks"]),
        make.make_node("Identity", ["iou"], ["iou_predictions"]),
        make.make_node("Identity", ["masks"], ["low_res_masks"]),
    ]
    outputs = [
        make.make_tensor_value_info("masks", floats, (1, masks, "h", "w")),
        make.make_tensor_value_info("iou_predictions", floats, (1, masks)),
        make.make_tensor_value_info("low_res_masks", floats, (1, masks, "h", "w")),
    ]
    graph = make.make_graph(nodes, "decoder", inputs, outputs, numbers)
    return make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=8)


def found(sam: Sam, key: int = 1, **asked: Any) -> Any:
    answer = sam.find(ROOM.pixels, key, **asked)
    assert answer
    whole = np.zeros(ROOM.truth.shape, np.bool_)
    left, top, right, bottom = answer.box
    whole[top:bottom, left:right] = answer.mask > 0
    return whole


@pytest.mark.parametrize("masks", [1, 4])
def test_the_decoders_best_mask_comes_back_at_the_pictures_size(make_pair: MakePair, masks: int) -> None:
    assert overlap(found(Sam(*make_pair(masks=masks)), point=ROOM.click), ROOM.truth) > 0.97


def test_a_box_bounds_the_mask(make_pair: MakePair) -> None:
    left, top, right, bottom = ROOM.box
    half = (left - 5, top - 5, (left + right) // 2, bottom + 5)

    mask = found(Sam(*make_pair()), box=half)

    assert not mask[:, (left + right) // 2 :].any()
    assert overlap(mask[:, : (left + right) // 2], ROOM.truth[:, : (left + right) // 2]) > 0.95


def test_a_picture_is_embedded_once_and_few_are_kept(make_pair: MakePair) -> None:
    sam = Sam(*make_pair())
    embedded: list[int] = []
    plain = sam._encoded
    sam._encoded = lambda pixels, size: embedded.append(1) or plain(pixels, size)  # type: ignore[func-returns-value,method-assign]

    found(sam, 1, point=ROOM.click)
    found(sam, 1, box=ROOM.box)
    assert len(embedded) == 1
    for key in range(2, KEPT + 2):
        found(sam, key, point=ROOM.click)
    found(sam, 1, point=ROOM.click)
    assert len(embedded) == KEPT + 2
    assert len(sam._embeddings) == KEPT


def test_an_empty_mask_is_nothing_found(make_pair: MakePair) -> None:
    pixels = np.zeros((60, 90, 3), np.uint8)

    assert Sam(*make_pair()).find(pixels, 1, point=(3, 3)) is None


@pytest.mark.parametrize("wrong", [{"side": 512}, {"names": (*NAMES, "more")}], ids=str)
def test_a_pair_of_another_signature_is_not_taken(make_pair: MakePair, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongModel):
        Sam(*make_pair(**wrong))


def test_a_file_that_is_no_model_is_named(make_pair: MakePair, tmp_path: Path) -> None:
    encoder, _decoder_path = make_pair()
    (tmp_path / "notes.onnx").write_bytes(b"these are not the weights")

    with pytest.raises(WrongModel, match=r"notes\.onnx"):
        Sam(encoder, str(tmp_path / "notes.onnx"))


def test_numbers_that_are_none_are_not_made_into_a_mask(make_pair: MakePair) -> None:
    with pytest.raises(WrongModel, match="numbers that are none"):
        Sam(*make_pair(sign=float("nan"))).find(ROOM.pixels, 1, point=ROOM.click)


def test_a_model_that_takes_too_long_is_ended(make_pair: MakePair) -> None:
    with pytest.raises(WrongModel, match="terminate"):
        Sam(*make_pair(), seconds=0.0).find(ROOM.pixels, 1, point=ROOM.click)


def test_further_places_are_told_as_points_of_the_thing_and_of_others(
    make_pair: MakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[list[list[float]], list[float]]] = []

    def noting(_sam: Sam, _embedding: Any, at: Any, labels: Any, size: tuple[int, int]) -> Any:
        told.append((at.astype(float).round(1).tolist(), labels.tolist()))
        return np.ones(size[::-1], np.uint8)

    monkeypatch.setattr(Sam, "_asked", noting)
    sam, places = Sam(*make_pair()), [Place(90, 60, belongs=True), Place(450, 300, belongs=False)]

    found(sam, point=(225, 150), further=places)
    whole = found(sam, box=(90, 90, 180, 180), further=places)

    share = 1024 / 900
    further = [[round(90 * share, 1), round(60 * share, 1)], [512.0, round(300 * share, 1)]]
    corners = [[round(90 * share, 1)] * 2, [round(180 * share, 1)] * 2]
    assert told == [
        ([[256.0, round(150 * share, 1)], *further, [0.0, 0.0]], [1, 1, 0, -1]),
        ([*further, *corners], [1, 0, 2, 3]),
    ]
    assert whole.all(), "a place may lie outside the box"
