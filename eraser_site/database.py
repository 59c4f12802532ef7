"""The database's settings: SQLite in the data folder, or what DATABASE_URL says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# IMMEDIATE takes the write lock when a transaction begins, so that two writers wait instead of failing half-way.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database_settings(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings for one database. Raises ImproperlyConfigured for an address that is none."""
    try:
        database: dict[str, Any] = dict(
            dj_database_url.parse(
                url or f"sqlite:///{data_dir / 'eraser.sqlite3'}", conn_max_age=60, conn_health_checks=True
            )
        )
    except ValueError as error:
        # The address itself is not repeated: there may be a password in it.
        raise ImproperlyConfigured(
            "DATABASE_URL is not the address of a database; it looks like postgresql://user:password@host:5432/name."
        ) from error
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = SQLITE
        # Tests use threads, and those need a file: an in-memory database locks whole tables.
        database["TEST"] = {"NAME": str(data_dir / "test.sqlite3")}
    return database
