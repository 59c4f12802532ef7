"""How long pictures take at 24 MP, as ratios against the bare Pillow work on the same picture in the same run.

The picture is a phone's JPEG: 6000 by 4000, quality 92, a smooth scene with fine grain. Times are the best of some.
"""

import time
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from editor.imaging.composite import composite
from editor.imaging.export import lossless_png
from editor.imaging.limits import Limits
from editor.imaging.mask import read_mask, write_mask
from editor.imaging.photo import inspect, open_upright
from editor.imaging.renditions import PROXY_SIDE, fitted_size, proxy

SIZE = (6000, 4000)
ROUNDS = 5
UPLOAD_FLOOR = 1.5
MASK_FLOOR_MS = 20.0
COMPOSITE_FLOOR = 2.5


def report() -> list[str]:
    """One line a figure: what was measured, the figure, its floor and whether it holds."""
    photo = _photo()
    return [_upload(photo), _mask_check(), _composite(photo)]


def main() -> None:
    print("\n".join(report()))


def _upload(photo: Image.Image) -> str:
    out = BytesIO()
    photo.save(out, "JPEG", quality=92)
    data = out.getvalue()

    def bare() -> None:
        with Image.open(BytesIO(data)) as image:
            image.load()
            image.resize(fitted_size(image.size, PROXY_SIDE), Image.Resampling.LANCZOS).save(
                BytesIO(), "JPEG", quality=88
            )

    def ours() -> None:
        inspect(BytesIO(data), Limits())
        proxy(open_upright(BytesIO(data), Limits()))

    return _ratio(f"upload to proxy, {len(data) / 2**20:.1f} MB JPEG", bare, ours, UPLOAD_FLOOR)


def _mask_check() -> str:
    data = write_mask(_strokes())
    bare = _best(lambda: Image.open(BytesIO(data)).load(), 3 * ROUNDS) * 1000
    taken = _best(lambda: read_mask(data, SIZE), 3 * ROUNDS) * 1000
    return (
        f"mask check at 24 MP: {taken:.1f} ms (Pillow's bare decode alone: {bare:.1f} ms; "
        f"at most {MASK_FLOOR_MS:.0f} ms) {_verdict(taken <= MASK_FLOOR_MS)}"
    )


def _composite(photo: Image.Image) -> str:
    mask = Image.new("L", SIZE)
    side = round((0.02 * SIZE[0] * SIZE[1]) ** 0.5)
    mask.paste(255, (2000, 1500, 2000 + side, 1500 + side))
    result = Image.new("RGB", SIZE, (90, 80, 70))

    def ours() -> None:
        lossless_png(composite(photo, result, mask))

    return _ratio("composite and lossless save, 2 % mask", lambda: lossless_png(photo), ours, COMPOSITE_FLOOR)


def _ratio(name: str, bare: Callable[[], object], ours: Callable[[], object], floor: float) -> str:
    ground, taken = _best(bare), _best(ours)
    ratio = taken / ground
    return (
        f"{name}: {ratio:.2f} of bare Pillow ({taken * 1000:.0f} against {ground * 1000:.0f} ms; "
        f"at most {floor}) {_verdict(ratio <= floor)}"
    )


def _best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _verdict(holds: bool) -> str:
    return "holds" if holds else "MISSED"


def _photo() -> Image.Image:
    width, height = SIZE
    x, y = np.meshgrid(np.linspace(0, 12, width, dtype=np.float32), np.linspace(0, 8, height, dtype=np.float32))
    grain = np.random.default_rng(7).normal(0, 4, (height, width)).astype(np.float32)
    bands = [128 + 90 * np.sin(x * k + y) * np.cos(y * k - x) + grain for k in (0.7, 1.1, 1.6)]
    return Image.fromarray(np.dstack(bands).clip(0, 255).astype(np.uint8))


def _strokes() -> Image.Image:
    mask = Image.new("L", SIZE)
    draw = ImageDraw.Draw(mask)
    places = np.random.default_rng(7).integers(0, SIZE, (61, 2)).tolist()
    for start, end in pairwise(places):
        draw.line([*start, *end], fill=255, width=120)
    return mask


if __name__ == "__main__":
    main()
