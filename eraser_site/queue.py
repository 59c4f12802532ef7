"""The queue engine's settings: Huey on a SQLite file of its own, or on Redis where QUEUE_URL says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

WORKERS = 3


def queue_settings(url: str, data_dir: Path) -> dict[str, Any]:
    """Huey's settings. Results are not kept: where a job stands is told by its row, never by the queue."""
    common = {
        "name": "eraser",
        "results": False,
        "immediate": False,
        "consumer": {"workers": WORKERS, "worker_type": "thread", "check_worker_health": True},
    }
    if not url:
        connection = {"filename": str(data_dir / "queue.sqlite3"), "fsync": False, "timeout": 20}
        return {**common, "huey_class": "huey.SqliteHuey", "connection": connection}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("QUEUE_URL must begin with redis://, rediss:// or unix://.")
    return {**common, "huey_class": "huey.RedisHuey", "connection": {"url": url}}
