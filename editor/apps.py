"""Eraser as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Eraser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What registers itself on import: the checks, and the receiver that wakes the queue (in web processes too).
        from editor import checks, tasks  # noqa: F401
