"""Puts the services of this folder into the table of providers."""

from __future__ import annotations

from django.apps import AppConfig


class ChaosConfig(AppConfig):
    name = "tests.chaos"

    def ready(self) -> None:
        from editor.providers import registry
        from tests.chaos.services import SERVICES

        registry.PROVIDERS.update({cls.slug: cls for cls in SERVICES})
