"""Those of docs/admin.md: what needs a person, the orders, and the money of an office's month."""

from __future__ import annotations

import subprocess
import sys

from tests.start.installation import ROOT, Installation
from tools.pictures.camera import photograph
from tools.pictures.desk import Desk

PAGES = {"desk": "admin/", "desk-orders": "admin/editor/order/", "desk-money": "admin/money/"}
WIDTH = 1080


def take(desk: Desk, installation: Installation) -> None:
    filling = [sys.executable, "-m", "tools.pictures.office"]
    subprocess.run(filling, cwd=ROOT, env=installation.environment(), check=True)
    page = desk.sit()
    for name, address in PAGES.items():
        page.goto(desk.home + address)
        page.wait_for_load_state("networkidle")
        photograph(page, name, width=WIDTH)
    page.context.close()
