"""What is done to a whole mask, in a real Chromium: from the press until it is on the screen and can be undone.

Compared with packing the same mask's file, which is one quick pass over its bytes. The mask holds 24 strokes of a
150 px brush.
"""

import os

from playwright.sync_api import Error

from tests.bench.painting import SIZES, bench_page

WORKS = {
    "grow": "growing by 8 px",
    "far": "growing by 100 px",
    "shrink": "shrinking by 8 px",
    "fill": "filling holes",
    "invert": "inverting",
}

AGAINST_PACKING = 20.0
FAR_AGAINST_NEAR = 3.0


def report() -> list[str]:
    """One line a figure: what was measured, the figure, its floor and whether it holds."""
    try:
        with bench_page("whole.html") as page:
            lines = []
            for name, size in SIZES.items():
                found = page.evaluate("(size) => window.bench.whole(...size)", list(size))
                lines += [_line(name, work, found) for work in WORKS]
                ratio = found["far"]["total"] / found["grow"]["total"]
                lines.append(
                    f"growing by 100 px against 8 px at {name}: {ratio:.2f} (at most {FAR_AGAINST_NEAR}) "
                    f"{_verdict(ratio <= FAR_AGAINST_NEAR)}"
                )
            return lines
    except Error as error:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            raise
        return [f"whole mask: not measured, no Chromium ({error.message.splitlines()[0]})"]


def main() -> None:
    print("\n".join(report()))


def _line(name: str, work: str, found: dict[str, dict[str, float]]) -> str:
    taken, packing = found[work], found["encode"]
    ratio = taken["total"] / packing["total"]
    return (
        f"{WORKS[work]} at {name}: {ratio:.1f} times packing its file ({taken['total']:.0f} against "
        f"{packing['total']:.0f} ms, main thread blocked {taken['longest']:.0f} ms; at most {AGAINST_PACKING:.0f}) "
        f"{_verdict(ratio <= AGAINST_PACKING)}"
    )


def _verdict(holds: bool) -> str:
    return "holds" if holds else "MISSED"


if __name__ == "__main__":
    main()
