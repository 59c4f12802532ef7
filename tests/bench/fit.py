"""What Eraser adds around a paid service for a 24 MP photo with a 2 % mask, in seconds of CPU.

Added: plan, cut, encode, and after the answer decode, put back, composite. Beside it the bare encoding and decoding
of the region alone, and of the whole photo, which is what a program without fitting would do. Strokes across all of
it, sent without loss to a service without limits, cost that much by themselves. Times are the best of some.
"""

import time
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from editor.imaging import fit
from editor.imaging.composite import composite
from editor.imaging.fit import FitLimits
from editor.imaging.limits import Limits
from editor.imaging.photo import open_upright

SIZE = (6000, 4000)
ROUNDS = 3
ADDED_CEILING = 1.5
SERVICES = {
    "3 MB, below 4096 px": FitLimits(formats=("jpeg", "png"), max_bytes=3 * 2**20, max_side=4095),
    "12 MB": FitLimits(max_bytes=12 * 2**20),
    "no limits": FitLimits(),
    "the whole picture, 50 MB": FitLimits(max_bytes=50 * 2**20, whole_picture=True),
}
STROKES = {
    "one blot": [(2000, 1500, 3000, 2110)],
    "three strokes across": [(300, y, 5700, y + 30) for y in (500, 1900, 3400)],
}


def report() -> list[str]:
    """One line for each kind of service and mask."""
    photo = _photo()
    lines = [
        _line(photo, mask, strokes, limits, kind)
        for kind, limits in SERVICES.items()
        for mask, strokes in STROKES.items()
    ]
    return [*lines, _bare_whole(photo)]


def main() -> None:
    print("\n".join(report()))


def _line(photo: Image.Image, name: str, strokes: list[tuple[int, int, int, int]], limits: FitLimits, kind: str) -> str:
    mask = _mask(strokes)
    sent = fit.prepare(photo, mask, limits)
    ours = _best(lambda: _around(photo, mask, limits))
    bare = _best(lambda: _decoded(fit.encode(sent.picture, limits)[0]))
    share = np.count_nonzero(np.asarray(mask)) / (SIZE[0] * SIZE[1])
    verdict = "above it alone" if bare > ADDED_CEILING else "holds" if ours <= ADDED_CEILING else "MISSED"
    return (
        f"fit, {kind}, {name} ({share:.1%} of 24 MP; {fit.describe(sent.plan)}, {len(sent.data) / 2**20:.1f} MB "
        f"{sent.media_type}): {ours:.2f} s CPU, at most {ADDED_CEILING}; bare encode and decode {bare:.2f} s: {verdict}"
    )


def _around(photo: Image.Image, mask: Image.Image, limits: FitLimits) -> Image.Image:
    """All of our work around one call; the stand-in's answer is what it was sent."""
    sent = fit.prepare(photo, mask, limits)
    return composite(photo, fit.put_back(_decoded(sent.data), sent.plan, photo), mask)


def _bare_whole(photo: Image.Image) -> str:
    def there_and_back() -> None:
        out = BytesIO()
        photo.save(out, "PNG", compress_level=1)
        _decoded(out.getvalue())

    return f"bare PNG encode and decode of the whole 24 MP: {_best(there_and_back):.2f} s CPU"


def _decoded(data: bytes) -> Image.Image:
    return open_upright(BytesIO(data), Limits())


def _best(work: Callable[[], object]) -> float:
    def seconds() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(seconds() for _ in range(ROUNDS))


def _mask(strokes: list[tuple[int, int, int, int]]) -> Image.Image:
    mask = Image.new("L", SIZE)
    for box in strokes:
        mask.paste(255, box)
    return mask


def _photo() -> Image.Image:
    """A smooth scene with some shapes and fine grain."""
    scene = Image.radial_gradient("L").resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
    draw = ImageDraw.Draw(scene)
    for step in range(40):
        draw.ellipse((step * 140, step * 90, step * 140 + 600, step * 90 + 500), outline=(200, step * 6, 90), width=9)
    grain = np.random.default_rng(3).normal(0, 4, (SIZE[1], SIZE[0], 1))
    return Image.fromarray(np.clip(np.asarray(scene) + grain, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    main()
