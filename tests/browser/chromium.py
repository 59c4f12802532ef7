"""A Chromium for the browser tests: one that is installed is found; run as a program, it has one downloaded otherwise.

python -m tests.browser.chromium
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed() -> str | None:
    """The path of a Chromium that came with the machine, None where only Playwright's own could be there."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    if installed():
        return
    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return
    print("Downloading Chromium for the browser tests (once) …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        print("NO BROWSER: Chromium is not installed and could not be downloaded.", file=sys.stderr)


if __name__ == "__main__":
    main()
