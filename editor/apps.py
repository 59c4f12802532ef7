"""Eraser as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Eraser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from editor import checks  # noqa: F401

        # Its receiver wakes the queue: also in a web process, which needs nothing else of it.
        from editor import tasks  # noqa: F401
