from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import installed
from tests.start.installation import Installation, Running
from tools.pictures import editor, readme, review, reviewer
from tools.pictures.camera import PICTURES
from tools.pictures.desk import Desk


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        running = Installation(Path(folder) / "data").start()
        try:
            _take(running)
        finally:
            running.process.terminate()
            running.process.wait()


def _take(running: Running) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        desk = Desk(browser, running.link)
        readme.take(desk)
        editor.take(desk)
        review.take(desk)
        # Last: it fills the database with the work of others.
        reviewer.take(desk, running.installation)
        browser.close()


if __name__ == "__main__":
    main()
