"""Pages with 100 and with 100,000 orders in the database: how often they ask it, and how long they take."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def main() -> None:
    """Prints the table, measured in a temporary SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ERASER_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "eraser_site.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from tests.measuring import report

        for line in report(Path(folder)):
            print(line)


if __name__ == "__main__":
    main()
