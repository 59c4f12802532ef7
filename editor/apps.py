"""Eraser as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Eraser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The checks register themselves; the tasks' receivers wake the queue, also in a web process.
        from editor import checks, tasks  # noqa: F401
