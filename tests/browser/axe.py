"""Runs axe-core, the checker of accessibility, on a page as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SOURCE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"

RUN = """async () => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  // A colour on its way from one theme to the other is no colour anybody reads.
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
  return axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  });
}"""


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds wrong, one line for each element: the rule, the element and what would mend it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {_source()} }}")
    found: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{violation['id']}: {node['target']} {' '.join(node['failureSummary'].split())}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def assert_usable(page: Page) -> None:
    """At desk and phone width, in light and dark."""
    found: list[str] = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)
