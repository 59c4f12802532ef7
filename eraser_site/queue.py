"""The queue engine: Huey on a SQLite file of its own, or on Redis where QUEUE_URL says so."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer

WORKERS = 3
SHUTDOWN_SECONDS = 7
"""How long a stopping worker waits for the step in hand."""


class StoppingConsumer(Consumer):  # type: ignore[misc]  # Huey has no types
    """Raises the queue's `stopping` flag before it waits, so that a long step can hand its order back."""

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 (Huey's signature)
        self.huey.stopping.set()
        super().stop(graceful)


class StoppingQueue(Huey):  # type: ignore[misc]
    """A queue whose running tasks can see that their worker was asked to stop."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.stopping = threading.Event()
        super().__init__(*args, **options)

    def create_consumer(self, **options: Any) -> StoppingConsumer:
        return StoppingConsumer(self, **options)


class SqliteQueue(StoppingQueue, SqliteHuey):  # type: ignore[misc]
    pass


class RedisQueue(StoppingQueue, RedisHuey):  # type: ignore[misc]
    pass


def queue_settings(url: str, data_dir: Path) -> dict[str, Any]:
    """Huey's settings. Results are not kept: where a job stands is told by its row, never by the queue."""
    consumer = {
        "workers": WORKERS,
        "worker_type": "thread",
        "check_worker_health": True,
        "graceful_signal": "TERM",
        "shutdown_timeout": SHUTDOWN_SECONDS,
        # A steady look every 0.1 s costs 0.2 % of a core; backing off would cost a person seconds.
        "initial_delay": 0.1,
        "backoff": 1.0,
    }
    common = {"name": "eraser", "results": False, "immediate": False, "consumer": consumer}
    if not url:
        connection = {"filename": str(data_dir / "queue.sqlite3"), "fsync": False, "timeout": 20}
        return {**common, "huey_class": "eraser_site.queue.SqliteQueue", "connection": connection}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("QUEUE_URL must begin with redis://, rediss:// or unix://.")
    return {**common, "huey_class": "eraser_site.queue.RedisQueue", "connection": {"url": url}}
