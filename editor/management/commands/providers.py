"""`manage.py providers`: who can remove things, what is missing, and what it takes and costs."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from editor.actions.money.prices import money, price_of
from editor.actions.providers.standing import off_sentence
from editor.actions.removals.calls import Unwatched
from editor.checks import check_providers
from editor.models import ProviderState
from editor.providers import registry
from editor.providers.base import Capabilities, Provider, ProviderError, Unsupported

HEAD = ("provider", "name", "configured", "limits", "credits", "price")


class Command(BaseCommand):
    help = "Lists every provider: whether it is configured, its limits and what a result costs."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON list")
        parser.add_argument("--check", action="store_true", help="ask each configured service what it tells for free")

    def handle(self, *args: Any, **options: Any) -> None:
        # What went wrong is said in a sentence.
        logging.disable(logging.CRITICAL)
        try:
            off = _switched_off()
            listed = [
                _facts(cls, off.get(cls.slug, "")) | (_checked(cls) if options["check"] else {})
                for cls in registry.PROVIDERS.values()
            ]
        finally:
            logging.disable(logging.NOTSET)
        if options["json"]:
            self.stdout.write(json.dumps(listed))
        else:
            self._print()
            for sentence in off.values():
                self.stdout.write(sentence)
            for facts in listed:
                if facts.get("check"):
                    self.stdout.write(f"{facts['name']}: {facts['check']}")
        if any(facts.get("accepted") is False for facts in listed):
            sys.exit(1)

    def _print(self) -> None:
        rows = [HEAD, *(_row(cls) for cls in registry.PROVIDERS.values())]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        for message in check_providers():
            self.stdout.write(message.msg)


def _switched_off() -> dict[str, str]:
    """Why each provider is not offered that a reviewer switched off; nobody did where there is no database yet."""
    rows = ProviderState.objects.filter(off_since__isnull=False, slug__in=registry.PROVIDERS).select_related("off_by")
    try:
        return {row.slug: off_sentence(registry.PROVIDERS[row.slug].label, row) for row in rows}
    except DatabaseError:
        return {}


def _row(cls: type[Provider]) -> tuple[str, ...]:
    missing = cls.missing_settings(settings.PROVIDER_CONFIG)
    facts = cls.capabilities(settings.PROVIDER_CONFIG)
    configured = f"needs {', '.join(missing)}" if missing else "yes"
    price, currency = price_of(cls.slug)
    told = "" if price is None else money(price, currency)
    return cls.slug, cls.label, configured, _limits(facts), f"{facts.credits_per_result:g}", told


def _limits(facts: Capabilities) -> str:
    told = [
        f"{facts.max_pixels / 1e6:g} MP" if facts.max_pixels else "",
        f"{facts.max_side:,} px a side" if facts.max_side else "",
        f"{facts.max_bytes / 1e6:.3g} MB" if facts.max_bytes else "",
        "seed" if facts.seed else "",
        "retired by its maker" if facts.status == "retired" else "",
    ]
    return ", ".join(filter(None, told)) or "none known"


def _facts(cls: type[Provider], off: str) -> dict[str, Any]:
    missing = cls.missing_settings(settings.PROVIDER_CONFIG)
    facts = cls.capabilities(settings.PROVIDER_CONFIG)
    price, currency = price_of(cls.slug)
    return {
        "provider": cls.slug,
        "name": cls.label,
        "configured": not missing,
        "missing": missing,
        "switched_off": off,
        "limits": {
            "max_pixels": facts.max_pixels,
            "max_side": facts.max_side,
            "max_bytes": facts.max_bytes,
            "seed": facts.seed,
        },
        "credits": facts.credits_per_result,
        "price": None if price is None else str(price),
        "currency": currency,
        "status": facts.status,
    }


def _checked(cls: type[Provider]) -> dict[str, Any]:
    """What the service told; `accepted` is None where it was not asked."""
    if cls.missing_settings(settings.PROVIDER_CONFIG):
        return {"accepted": None, "check": ""}
    try:
        told = registry.build(cls.slug, settings.PROVIDER_CONFIG).check_key(Unwatched())
    except Unsupported as error:
        return {"accepted": None, "check": error.sentence}
    except ProviderError as error:
        return {"accepted": False, "check": error.sentence}
    return {"accepted": True, "check": told}
