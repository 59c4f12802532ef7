"""`manage.py providers`: who can remove things, what is missing, and what it takes and costs."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from editor.providers import registry
from editor.providers.base import Capabilities, Provider

HEAD = ("provider", "name", "configured", "limits", "credits")


class Command(BaseCommand):
    help = "Lists every provider: whether it is configured, its limits and what a result costs."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps([_facts(cls) for cls in registry.PROVIDERS.values()]))
            return
        rows = [HEAD, *(_row(cls) for cls in registry.PROVIDERS.values())]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _row(cls: type[Provider]) -> tuple[str, ...]:
    missing = cls.missing_settings(settings.PROVIDER_CONFIG)
    facts = cls.capabilities(settings.PROVIDER_CONFIG)
    configured = f"needs {', '.join(missing)}" if missing else "yes"
    return cls.slug, cls.label, configured, _limits(facts), f"{facts.credits_per_result:g}"


def _limits(facts: Capabilities) -> str:
    told = [
        f"{facts.max_pixels / 1e6:g} MP" if facts.max_pixels else "",
        f"{facts.max_side:,} px a side" if facts.max_side else "",
        f"{facts.max_bytes / 2**20:g} MB" if facts.max_bytes else "",
        "seed" if facts.seed else "",
        "retired by its maker" if facts.status == "retired" else "",
    ]
    return ", ".join(filter(None, told)) or "none known"


def _facts(cls: type[Provider]) -> dict[str, Any]:
    missing = cls.missing_settings(settings.PROVIDER_CONFIG)
    facts = cls.capabilities(settings.PROVIDER_CONFIG)
    return {
        "provider": cls.slug,
        "name": cls.label,
        "configured": not missing,
        "missing": missing,
        "limits": {
            "max_pixels": facts.max_pixels,
            "max_side": facts.max_side,
            "max_bytes": facts.max_bytes,
            "seed": facts.seed,
        },
        "credits": facts.credits_per_result,
    }
