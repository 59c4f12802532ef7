"""A listing of 60 photos of 24 MP as a zip: memory added, temporary files, MB/s, and time against bare Pillow.

Bare Pillow decodes, reduces and encodes the same pictures by the same numbers and keeps nothing. Half of the
photos were changed: their finals come from lossless PNGs, as revisions are kept, which bare Pillow reads, too.
"""

from __future__ import annotations

import os
import tempfile


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ERASER_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "eraser_site.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from tests.packing import report

        for line in report():
            print(line)


if __name__ == "__main__":
    main()
