"""What Eraser does around a paid service for a 24 MP photo with a 2 % mask, in seconds of CPU.

All of the worker's own steps, on rows and files as they are in life: reading, fitting, encoding picture and mask;
after the answer decoding, putting back, compositing, keeping the new revision with its proxy and thumbnail. The
stand-in's own work is taken off. Beside it stands the bare decoding and encoding that no program could do without:
of the photo, of what is sent, of the answer, of the result. What is more than that is added.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def main() -> None:
    """Prints a line for each kind of service, mask and photo, measured in a temporary SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ERASER_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "eraser_site.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from tests.around import report

        for line in report(Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
