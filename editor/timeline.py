"""A trigger that keeps the timeline as it was written, whoever changes the table past the app.

Put in place after every migration, not by one: SQLite drops the triggers of a table that a migration makes anew.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

SENTENCE = "The timeline is never changed."
SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS editor_event_stays BEFORE UPDATE ON editor_event
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION editor_event_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$;
CREATE OR REPLACE TRIGGER editor_event_stays BEFORE UPDATE ON editor_event
FOR EACH ROW EXECUTE FUNCTION editor_event_stays()
"""


def protect(using: str, **_kwargs: Any) -> None:
    """Makes the trigger where it is missing."""
    connection = connections[using]
    if "editor_event" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
