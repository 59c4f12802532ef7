"""Keeping the mask and its undo history on this device after each stroke, in a real Chromium with a 400 px brush."""

import os

from playwright.sync_api import Error

from tests.bench.painting import LARGE_RADIUS, SIZES, bench_page

#: Packed against as it lies in memory.
PACKED_FLOOR = 0.2
#: Of the whole time of keeping, which the worker and the disk take.
BLOCKED_FLOOR = 0.5


def report() -> list[str]:
    """One line a figure: what was measured, the figure, its floor and whether it holds."""
    try:
        with bench_page("keeping.html") as page:
            return [
                line for name, size in SIZES.items() for line in _lines(name, page.evaluate(ASK, [*size, LARGE_RADIUS]))
            ]
    except Error as error:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            raise
        return [f"keeping: not measured, no Chromium ({error.message.splitlines()[0]})"]


ASK = "(args) => window.bench.keeping(...args)"


def _lines(name: str, found: dict[str, float]) -> list[str]:
    share = found["blocked"] / found["total"]
    packed = found["packed"] / found["raw"]
    return [
        f"keeping mask and history at {name}: {found['total']:.0f} ms after each stroke, painting blocked for "
        f"{found['blocked']:.1f} ms of it ({share:.2f}; at most {BLOCKED_FLOOR}) {_verdict(share <= BLOCKED_FLOOR)}",
        f"a step of history at {name}: {found['packed'] / 1024:.1f} KB on the device, {found['raw'] / 1024:.0f} KB in "
        f"memory ({packed:.3f}; at most {PACKED_FLOOR}) {_verdict(packed <= PACKED_FLOOR)}",
        f"24 steps of history at {name} brought back: {found['back']:.0f} ms",
    ]


def _verdict(holds: bool) -> str:
    return "holds" if holds else "MISSED"


def main() -> None:
    print("\n".join(report()))


if __name__ == "__main__":
    main()
