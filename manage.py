#!/usr/bin/env python
"""Eraser's commands: start, erase, providers, and Django's own."""

from __future__ import annotations

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (an older one is what this line is for)
        sys.exit(f"Eraser needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eraser_site.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Eraser's packages are not installed for this Python. `make run` installs them in .venv and starts.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The person who set it up wrongly needs the sentence, not the way the program took to it.
        sys.exit(str(error))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
