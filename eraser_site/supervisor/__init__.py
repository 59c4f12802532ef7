"""What `manage.py start` runs: a web server and a worker, kept alive, and stopped together.

No part of this package knows Django: what it needs comes in as arguments.
"""

from __future__ import annotations


class CannotStart(Exception):
    """Eraser cannot start or go on; the text is one sentence for the person at the terminal."""
