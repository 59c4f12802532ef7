"""What painting costs, in a real Chromium, against a canvas of the photo's size in the same page.

Pointer moves are measured two ways. Script and blit per move (mean of the middle half of a stroke, at 1:1, the best)
tells whether anything grows with the photo or with the number of strokes. The processor time of all the browser's
processes per frame of one move, less that of a frame that only moves a small box, compares with `lineTo` on the
full-size canvas, whose work the browser puts off until the frame is made.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
from playwright.sync_api import Error, Page, sync_playwright

from tests.browser.chromium import installed

ROOT = Path(__file__).parents[2]
SIZES = {"24 MP": (6000, 4000), "102 MP": (11648, 8736)}
RADIUS = 75
LARGE_RADIUS = 200
ROUNDS = 3
MOVES = 600
TOOLS = ("brush", "eraser", "lasso", "rectangle", "polygon", "select")
LOOP = 5000

FLAT_FLOOR = 1.2
CANVAS_FLOOR = 1 / 10
EXPORT_FLOOR = 1 / 30
BLOCKED_FLOOR_MS = 20.0
UNDO_FLOOR = 2**20
CLOSE_FLOOR = 1.0


def report() -> list[str]:
    """One line a figure: what was measured, the figure, its floor and whether it holds."""
    try:
        with bench_page("painting.html") as page:
            _ask(page, "warmUp")
            return [*_flatness(page), *_loop(page), *_against_canvas(page), *_export(page), _undo(page)]
    except Error as error:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            raise
        return [f"painting: not measured, no Chromium ({error.message.splitlines()[0]})"]


def main() -> None:
    print("\n".join(report()))


def _flatness(page: Page) -> list[str]:
    """Whether a move costs more after many strokes, or on a larger photo. A first stroke that costs more is no growth:
    it is the first to touch the memory of its mask."""
    rounds = [[_ask(page, "flatness", *size, RADIUS) for size in SIZES.values()] for _ in range(ROUNDS)]
    times = {
        name: [min(run[at][which] for run in rounds) for which in ("first", "last")] for at, name in enumerate(SIZES)
    }
    lines = [
        f"a move at {name}: {one:.3f} ms in stroke 1, {last:.3f} ms in stroke 200"
        for name, (one, last) in times.items()
    ]
    small, large = times.values()
    with_strokes = max(last / first for first, last in times.values())
    with_size = max(big / little for little, big in zip(small, large, strict=True))
    for what, growth in (("from stroke 1 to 200", with_strokes), ("from 24 to 102 MP", with_size)):
        holds = _verdict(growth <= FLAT_FLOOR)
        lines.append(f"script and blit per move {what}: {growth:.2f} times (at most {FLAT_FLOOR}) {holds}")
    return lines


def _loop(page: Page) -> list[str]:
    lines = []
    for name, size in SIZES.items():
        runs = [_ask(page, "looped", *size, LOOP) for _ in range(ROUNDS)]
        best = {which: min(run[which] for run in runs) for which in runs[0]}
        first, last, closed, canvas = best["first"], best["last"], best["closed"], best["canvas"]
        growth, ratio = last / first, closed / canvas
        lines += [
            f"a move of a lasso at {name}: {first:.3f} ms at its beginning, {last:.3f} ms after {LOOP} points: "
            f"{growth:.2f} (at most {FLAT_FLOOR}) {_verdict(growth <= FLAT_FLOOR)}",
            f"closing that lasso at {name}, filled, shown and undoable: {ratio:.2f} of fill() on a full-size canvas "
            f"({closed:.0f} against {canvas:.0f} ms; at most {CLOSE_FLOOR}) {_verdict(ratio <= CLOSE_FLOOR)}",
        ]
    return lines


def _against_canvas(page: Page) -> list[str]:
    lines = []
    for name, size in SIZES.items():
        runs = [{way: _processor_time(page, way, *size) for way in ("least", *TOOLS, "canvas")} for _ in range(ROUNDS)]
        times = {way: min(run[way] for run in runs) for way in runs[0]}
        canvas = times["canvas"] - times["least"]
        for tool in TOOLS:
            ours = max(times[tool] - times["least"], 0.0)
            ratio = ours / canvas
            lines.append(
                f"a move with its frame at {name}, fitted, {tool}: {ratio:.3f} of lineTo on a full-size canvas "
                f"({ours:.2f} against {canvas:.2f} ms of processor; at most {CANVAS_FLOOR:.3f}) "
                f"{_verdict(ratio <= CANVAS_FLOOR)}"
            )
    return lines


def _processor_time(page: Page, way: str, width: int, height: int) -> float:
    """Milliseconds all the browser's processes worked per frame, one move a frame."""
    _ask(page, "prepare", way, width, height, RADIUS)
    before = _worked()
    _ask(page, "paint", MOVES)
    return (_worked() - before) / MOVES * 1000


def _worked() -> float:
    times = [
        child.cpu_times() for child in psutil.Process().children(recursive=True) if "chrom" in child.name().lower()
    ]
    return float(sum(each.user + each.system for each in times))


def _export(page: Page) -> list[str]:
    found = _ask(page, "exports", *SIZES["24 MP"], RADIUS)
    ratio = found["ours"] / found["theirs"]
    return [
        f"export at 24 MP: {ratio:.3f} of toBlob of a full-size canvas ({found['ours']:.0f} against "
        f"{found['theirs']:.0f} ms, {found['bytes'] / 1000:.0f} KB; at most {EXPORT_FLOOR:.3f}) "
        f"{_verdict(ratio <= EXPORT_FLOOR)}",
        f"export at 24 MP, main thread blocked: {found['blocked']:.1f} ms (at most {BLOCKED_FLOOR_MS:.0f}) "
        f"{_verdict(found['blocked'] <= BLOCKED_FLOOR_MS)}",
    ]


def _undo(page: Page) -> str:
    taken = _ask(page, "flatness", *SIZES["24 MP"], LARGE_RADIUS)["undoBytes"]
    return (
        f"undo memory at 24 MP, 400 px brush, the dearest of 200 strokes: {taken / 1024:.0f} KB "
        f"(at most {UNDO_FLOOR // 1024}) {_verdict(taken <= UNDO_FLOOR)}"
    )


def _ask(page: Page, what: str, *arguments: float | str) -> Any:
    return page.evaluate("([what, args]) => window.bench[what](...args)", [what, list(arguments)])


def _verdict(holds: bool) -> str:
    return "holds" if holds else "MISSED"


class _Files(SimpleHTTPRequestHandler):
    """The repository on loopback; an isolated page, so that its clock ticks in microseconds."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests are nobody's news."""


@contextmanager
def bench_page(name: str) -> Iterator[Page]:
    """A page of this folder in a Chromium whose frame rate is not capped, its `bench` ready."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(ROOT)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            arguments = ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
            if hasattr(os, "geteuid") and os.geteuid() == 0:
                arguments.append("--no-sandbox")
            browser = playwright.chromium.launch(executable_path=installed(), args=arguments)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"http://127.0.0.1:{server.server_port}/tests/bench/{name}")
            page.wait_for_function("window.bench")
            yield page
            browser.close()
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
