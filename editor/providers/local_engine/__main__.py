"""The engine's own process: a picture and a hole come in on stdin, progress and the fill go out on stdout.

`runner` starts it and speaks the other side. In: a line of JSON {"height", "width", "seed"}, the picture's
bytes, the hole's bits. Out: lines of JSON {"doing", "fraction"}; the last is {"filled": n, "simple": bool} with the
n bytes of the hole's new pixels after it, or {"refused": "nothing_to_copy"}.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any, BinaryIO

import cv2
import numpy as np

from .arrays import Hole, NothingToCopy, Picture
from .erase import erase
from .fill import patchmatch


def main() -> None:
    answers = _private_stdout()
    questions = sys.stdin.buffer
    picture, hole, seed = _read(questions)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # More threads than this only steal time from the web process: PatchMatch itself uses one.
    cv2.setNumThreads(2)

    def report(doing: str, fraction: float) -> None:
        _say(answers, doing=doing, fraction=fraction)

    try:
        result = erase(picture, hole, seed, report)
    except NothingToCopy:
        _say(answers, refused="nothing_to_copy")
        return
    filled = result[hole]
    _say(answers, filled=filled.nbytes, simple=patchmatch() is None)
    answers.write(filled.data)
    answers.flush()


def _private_stdout() -> BinaryIO:
    """Stdout for the answers alone: whatever a library prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _read(questions: BinaryIO) -> tuple[Picture, Hole, int]:
    job = json.loads(questions.readline())
    height, width = job["height"], job["width"]
    picture = np.frombuffer(questions.read(height * width * 3), np.uint8).reshape(height, width, 3)
    bits = np.frombuffer(questions.read(-(-height * width // 8)), np.uint8)
    hole = np.unpackbits(bits, count=height * width).view(np.bool_).reshape(height, width)
    return picture, hole, job["seed"]


def _end_with_parent() -> None:
    """The parent keeps our stdin open; its end, however it died, ends us."""
    # Not through sys.stdin: its lock, held by a waiting thread, would turn an ordinary exit into an abort.
    os.read(0, 1)
    os._exit(1)


def _say(answers: BinaryIO, **facts: Any) -> None:
    answers.write(json.dumps(facts).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
