"""Segment Anything from an ONNX encoder and decoder, as its authors' export and those after it make them.

    encoder   one input 1 x 3 x 1024 x 1024: RGB, its longer side at 1024, the rest of the square 0, normalised by
              SAM's own means and deviations → one output, the embedding
    decoder   `image_embeddings`, `point_coords` (1 x N x 2, in pixels of that square), `point_labels` (1 x N: 1 the
              object, 0 what is none of it, 2 and 3 the corners of a box, -1 padding), `mask_input`, `has_mask_input`,
              `orig_im_size`
              → `masks` (above 0 is the object), `iou_predictions`, `low_res_masks`

Neither is part of Eraser. The embedding of a picture takes seconds and is kept, a question about it takes a moment.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .ask import Found, Point, clipped, drawn
from .cutting import Bits, Box, Coarse, Pixels, without_specks
from .deadline import Deadline
from .further import Place

Floats = npt.NDArray[np.float32]

SIDE = 1024
KEPT = 8
"""Embeddings in memory, 4 MB each."""
SECONDS = 20.0
"""After so long a picture's embedding is given up."""
DECODER_INPUTS = frozenset(
    {"image_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input", "orig_im_size"}
)

_MEAN = np.array([123.675, 116.28, 103.53], np.float32)
_DEVIATION = np.array([58.395, 57.12, 57.375], np.float32)
_OTHER, _OBJECT, _BOX_BEGINS, _BOX_ENDS, _PADDING = 0, 1, 2, 3, -1
_PARTS = 0.05


class WrongModel(Exception):
    """The files are no pair of the signature above, or failed; the text says how, for whoever runs the server."""


class Sam:
    def __init__(self, encoder: str, decoder: str, seconds: float = SECONDS) -> None:
        """Raises WrongModel."""
        self.seconds = seconds
        self._encoder = _session(encoder)
        self._decoder = _session(decoder)
        self._embeddings: OrderedDict[Hashable, Floats] = OrderedDict()
        self._lock = threading.Lock()
        inputs = [(entry.type, list(entry.shape)[1:]) for entry in self._encoder.get_inputs()]
        if len(inputs) != 1 or inputs[0][0] != "tensor(float)" or inputs[0][1] != [3, SIDE, SIDE]:
            raise WrongModel(f"the encoder's inputs are {inputs}, not one picture of 3 x {SIDE} x {SIDE}")
        names = {entry.name for entry in self._decoder.get_inputs()}
        if names != DECODER_INPUTS or "masks" not in {entry.name for entry in self._decoder.get_outputs()}:
            raise WrongModel(f"the decoder's inputs are {', '.join(sorted(names))}, or it has no output `masks`")

    def find(
        self,
        pixels: Pixels,
        key: Hashable,
        *,
        point: Point | None = None,
        box: Box | None = None,
        further: Sequence[Place] = (),
    ) -> Found | None:
        """The object at a point or in a box of an RGB picture, with some further places and without others.

        `key` names the picture. Raises WrongModel.
        """
        height, width = pixels.shape[:2]
        share = SIDE / max(height, width)
        size = max(1, round(width * share)), max(1, round(height * share))
        embedding = self._embedding(pixels, key, size)
        at, labels = [place[:2] for place in further], [_OBJECT if place.belongs else _OTHER for place in further]
        if box:
            at, labels = [*at, box[:2], box[2:]], [*labels, _BOX_BEGINS, _BOX_ENDS]
        else:
            at, labels = [point or (0, 0), *at, (0, 0)], [_OBJECT, *labels, _PADDING]
        coordinates = np.array(at, np.float32) * np.float32(share)
        mask = self._asked(embedding, coordinates, np.array(labels, np.float32), size)
        if not mask.any():
            return None
        found = drawn(
            pixels,
            Coarse(without_specks(mask, _PARTS), (0, 0, width, height)),
            Deadline(self.seconds),
            tidy=not further,
        )
        return clipped(found, box) if found and box and not further else found

    def _embedding(self, pixels: Pixels, key: Hashable, size: tuple[int, int]) -> Floats:
        with self._lock:
            if key not in self._embeddings:
                self._embeddings[key] = self._encoded(pixels, size)
            self._embeddings.move_to_end(key)
            while len(self._embeddings) > KEPT:
                self._embeddings.popitem(last=False)
            return self._embeddings[key]

    def _encoded(self, pixels: Pixels, size: tuple[int, int]) -> Floats:
        how = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_LINEAR
        scaled = np.asarray(cv2.resize(pixels, size, interpolation=how), np.float32)
        square = np.zeros((1, 3, SIDE, SIDE), np.float32)
        square[0, :, : size[1], : size[0]] = ((scaled - _MEAN) / _DEVIATION).transpose(2, 0, 1)
        (embedding,) = _run(self._encoder, {self._encoder.get_inputs()[0].name: square}, None, self.seconds)[:1]
        return embedding

    def _asked(self, embedding: Floats, coordinates: Floats, labels: Floats, size: tuple[int, int]) -> Bits:
        asked = {
            "image_embeddings": embedding,
            "point_coords": coordinates[None],
            "point_labels": labels[None],
            "mask_input": np.zeros((1, 1, 256, 256), np.float32),
            "has_mask_input": np.zeros(1, np.float32),
            "orig_im_size": np.array([size[1], size[0]], np.float32),
        }
        outputs = [entry.name for entry in self._decoder.get_outputs()]
        said = dict(zip(outputs, _run(self._decoder, asked, outputs, self.seconds), strict=True))
        masks, scores = said["masks"], said.get("iou_predictions")
        if masks.ndim != 4 or masks.shape[2:] != (size[1], size[0]) or not np.isfinite(masks).all():
            raise WrongModel(f"the decoder answers with the shape {masks.shape}, or with numbers that are none")
        best = int(np.argmax(scores[0])) if scores is not None and scores.shape[:2] == masks.shape[:2] else 0
        return np.asarray(masks[0, best] > 0, np.uint8)


def _session(path: str) -> Any:
    try:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 2
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common base
        raise WrongModel(f"{path}: {type(error).__name__}: {error}") from error


def _run(session: Any, asked: dict[str, Floats], outputs: list[str] | None, seconds: float) -> list[Floats]:
    import onnxruntime

    options = onnxruntime.RunOptions()
    with _ended_after(options, seconds):
        try:
            answer: list[Floats] = session.run(outputs, asked, options)
        except Exception as error:  # as above
            raise WrongModel(f"{type(error).__name__}: {error}") from error
    return answer


@contextmanager
def _ended_after(options: Any, seconds: float) -> Iterator[None]:
    """Tells the running model to end when its time is over."""

    def end() -> None:
        options.terminate = True

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
