"""LaMa's own process: pictures and masks come in on stdin, the filled pictures go out on stdout.

    python -m editor.providers.lama_model MODEL WIDTHxHEIGHT ...

In, for each size: its pixels RGB, then its mask, 255 where to fill. Out, for each: its pixels RGB. The exit status is
3 where the file is no model of this signature, read from the file itself:

- inputs `image` (1 x 3 x H x W, RGB, 0..1) and `mask` (1 x 1 x H x W, 1 where to fill), in that order whatever
  their names are, of fixed H and W or of any;
- one output (1 x 3 x H x W, RGB), 0..1 or 0..255.
"""

from __future__ import annotations

import math
import sys
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from editor.providers.lama import WRONG_MODEL

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MULTIPLE = 32
"""Sides the network halves and halves again; the exports say 8 or 32."""


class WrongModel(Exception):
    """The file is no ONNX model, or not one of the signature above."""


class Size(NamedTuple):
    height: int
    width: int


class Model:
    def __init__(self, path: str) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # More threads than this only steal time from the web process.
        options.intra_op_num_threads = 2
        try:
            self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its errors have no common base
            raise WrongModel(f"{type(error).__name__}: {error}") from error
        inputs = [(entry.type, len(entry.shape), *entry.shape[1:2]) for entry in self.session.get_inputs()]
        if inputs != [("tensor(float)", 4, 3), ("tensor(float)", 4, 1)]:
            raise WrongModel(f"the model's inputs are {inputs}, not a picture and a mask")
        self.fixed = _fixed(self.session.get_inputs()[0].shape)

    def fill(self, picture: Pixels, mask: Pixels) -> Pixels:
        """`picture` (HxWx3) as the model paints it, all over; `mask` (HxW) is 255 where to fill."""
        own = Size(*mask.shape)
        shrunk = self._within(own)
        if shrunk != own:
            picture = _scaled(picture, shrunk, cv2.INTER_AREA)
            # Any part of a pixel that was to be filled makes all of it so.
            mask = np.where(_scaled(mask, shrunk, cv2.INTER_AREA) > 0, 255, 0).astype(np.uint8)
        filled = self._painted(picture, mask)
        return filled if shrunk == own else _scaled(filled, own, cv2.INTER_CUBIC)

    def _within(self, size: Size) -> Size:
        """The size, reduced where a model of fixed size is smaller."""
        if self.fixed is None:
            return size
        share = min(1.0, self.fixed.height / size.height, self.fixed.width / size.width)
        return Size(max(1, round(size.height * share)), max(1, round(size.width * share)))

    def _painted(self, picture: Pixels, mask: Pixels) -> Pixels:
        size = Size(*mask.shape)
        whole = self.fixed or Size(*(side + -side % MULTIPLE for side in size))
        more = ((0, whole.height - size.height), (0, whole.width - size.width))
        image = np.pad(picture, (*more, (0, 0)), mode="symmetric")
        # What was added is no part of the picture, yet known: the model need not paint it.
        hole = np.pad(mask, more)
        names = [entry.name for entry in self.session.get_inputs()]
        planes = (image.transpose(2, 0, 1)[None] / np.float32(255), (hole[None, None] > 0).astype(np.float32))
        try:
            painted = self.session.run(None, dict(zip(names, planes, strict=True)))[0]
        except Exception as error:  # as above
            raise WrongModel(f"{type(error).__name__}: {error}") from error
        if painted.shape != (1, 3, *whole) or not np.isfinite(painted).all():
            raise WrongModel(f"the model answers with the shape {painted.shape}, or with numbers that are none")
        return _pixels(painted[0].transpose(1, 2, 0), image, hole)[: size.height, : size.width]


def _fixed(shape: list[Any]) -> Size | None:
    """The size a model insists on; a side that may be any is a name or None."""
    return Size(*shape[2:]) if all(isinstance(side, int) for side in shape[2:]) else None


def _pixels(painted: Floats, image: Pixels, hole: Pixels) -> Pixels:
    """Exports differ in whether they answer 0..1 or 0..255: the one is right that agrees with what was known."""
    known = hole == 0
    if known.any():
        before, after = image[known].astype(np.float32), painted[known]
        is_small = np.abs(after * 255 - before).mean() < np.abs(after - before).mean()
    else:
        is_small = painted.max() <= 1.5
    levels: Pixels = np.clip(painted * (255 if is_small else 1) + 0.5, 0, 255).astype(np.uint8)
    return levels


def _scaled(pixels: Pixels, size: Size, how: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, (size.width, size.height), interpolation=how), np.uint8)


def main(path: str, sizes: list[Size]) -> None:
    cv2.setNumThreads(2)
    try:
        model = Model(path)
        for size in sizes:
            picture = _read((*size, 3))
            sys.stdout.buffer.write(model.fill(picture, _read(size)).tobytes())
    except WrongModel as error:
        print(error, file=sys.stderr)  # noqa: T201 - stderr is how this process says why
        raise SystemExit(WRONG_MODEL) from error


def _read(shape: tuple[int, ...]) -> Pixels:
    return np.frombuffer(sys.stdin.buffer.read(math.prod(shape)), np.uint8).reshape(shape)


def _size(text: str) -> Size:
    width, height = text.split("x")
    return Size(int(height), int(width))


if __name__ == "__main__":
    main(sys.argv[1], [_size(text) for text in sys.argv[2:]])
