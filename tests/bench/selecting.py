"""Smart select on 24 MP: what a click and a box cost, beside decoding the photo alone, in seconds of CPU.

The first click of a photo waits for its file to be decoded, later ones do not. Processor time, because the clock
measures the neighbours too; with two processors a click takes less than that. Times are the best of some.
"""

import time
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image

from editor.imaging.limits import Limits
from editor.imaging.photo import open_upright
from editor.imaging.select import find_at, find_in
from tests.imaging.things import scene

SIZE = (6000, 4000)
ROUNDS = 2
CEILING = 1.0


def report() -> list[str]:
    room = scene("mug", (SIZE[0] // 2, SIZE[1] // 2), large=0.15)
    file = BytesIO()
    Image.fromarray(room.pixels).save(file, "PNG", compress_level=1)
    data = file.getvalue()
    decode = _best(lambda: np.asarray(open_upright(BytesIO(data), Limits(max_bytes=2**30))))
    left, top, right, bottom = room.box
    asked: dict[str, Callable[[], object]] = {
        "a click": lambda: find_at(room.pixels, room.click),
        "a box": lambda: find_in(room.pixels, (left - 40, top - 40, right + 40, bottom + 40)),
    }
    lines = [f"decoding a 24 MP PNG alone: {decode:.2f} s CPU"]
    for name, ask in asked.items():
        took = _best(ask)
        verdict = "holds" if decode + took <= CEILING else "MISSED"
        lines.append(
            f"smart select by {name}, 24 MP: {took:.2f} s CPU, {took / decode:.1f} times the decoding; "
            f"the first one {decode + took:.2f} s, at most {CEILING:g}: {verdict}"
        )
    return lines


def main() -> None:
    print("\n".join(report()))


def _best(work: Callable[[], object]) -> float:
    def seconds() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(seconds() for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
