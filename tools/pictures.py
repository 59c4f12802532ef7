"""Takes the pictures of the README: the sample photo painted on in the editor, and its before and after.

make pictures
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import installed
from tests.start.installation import ROOT, Installation

PICTURES = ROOT / "docs" / "pictures"
THINGS = ROOT / "editor" / "sample" / "things.json"
GONE = ("shoes", "wall clock")
ROWS = 5
"""Passes of the brush over a thing, from its top to its bottom."""
REACH = 18
"""CSS pixels the brush reaches past its middle, less the margin a thing should get."""
PATIENCE = 120_000


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        running = Installation(Path(folder) / "data").start()
        try:
            _take(running.link)
        finally:
            running.process.terminate()
            running.process.wait()


def _take(link: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(link)
        page.locator("a[href*='/paint/']").first.click()
        page.get_by_role("application", name="Mask").wait_for()
        page.wait_for_load_state("networkidle")
        for thing in json.loads(THINGS.read_text(encoding="utf-8")):
            if thing["name"] in GONE:
                _paint(page, thing["box"])
        page.get_by_text("Saved").wait_for()
        page.screenshot(path=PICTURES / "editor.png")
        page.get_by_role("button", name="Remove items").click()
        page.get_by_role("link", name="Compare before and after").click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / "compare.png")
        browser.close()


def _paint(page: Page, box: list[int]) -> None:
    """Brushes over a box given in the photo's pixels."""
    shown = page.evaluate(
        """() => {
            const data = JSON.parse(document.getElementById('editor-page').textContent);
            const {x, y, width} = document.querySelector('.photo-proxy').getBoundingClientRect();
            return {x, y, scale: width / data.width};
        }"""
    )
    left, top, right, bottom = (shown["scale"] * edge for edge in box)
    left, right = sorted((left + REACH, right - REACH))
    top, bottom = sorted((top + REACH, bottom - REACH))
    for row in range(ROWS):
        y = shown["y"] + top + (bottom - top) * row / (ROWS - 1)
        ends = [shown["x"] + left, shown["x"] + right]
        page.mouse.move(ends[row % 2], y)
        if row == 0:
            page.mouse.down()
        page.mouse.move(ends[1 - row % 2], y, steps=8)
    page.mouse.up()


if __name__ == "__main__":
    main()
