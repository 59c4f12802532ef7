"""Eraser as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Eraser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The checks register themselves; the tasks' receivers wake the queue, also in a web process.
        from editor import checks, tasks, timeline  # noqa: F401

        post_migrate.connect(timeline.protect, sender=self)
