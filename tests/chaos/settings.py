"""Eraser's own settings plus services made for being killed in, and leases short enough to watch them lapse."""

from __future__ import annotations

import os

from eraser_site.settings import *  # noqa: F403
from eraser_site.settings import HUEY, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.apps.ChaosConfig"]
SUBMISSION_LEASE_SECONDS = 2
# On a Redis that others use, this queue is nobody else's.
HUEY = {**HUEY, "name": os.environ.get("CHAOS_NAME", "chaos")}
# Pages without collected static files.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
