"""Django's static files app, less what cannot be published with hashed names."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    # django-htmx ships htmx extensions for a bundler: they import "htmx" by a bare name that no file answers to.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
