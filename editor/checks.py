"""What `manage.py check` says about services and models: half a configuration, and values that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

from editor.actions.photos.selecting import model_fault
from editor.http import TrustedHosts, base_origin
from editor.providers.base import Provider
from editor.providers.faults import faults
from editor.providers.registry import PROVIDERS


@register("providers")
def check_providers(**_kwargs: Any) -> list[CheckMessage]:
    """Services that are not configured at all are left alone: `manage.py providers` lists them."""
    config = settings.PROVIDER_CONFIG
    given = [cls for cls in PROVIDERS.values() if any(config.get(setting.name) for setting in cls.settings)]
    return [*_missing(given), *_malformed(given), *_public(given), *_trusted()]


@register("select")
def check_select(**_kwargs: Any) -> list[CheckMessage]:
    """The models of smart select, where any is named; they are opened to see whether they fit."""
    given = {name: getattr(settings, name) for name in ("SAM_ENCODER", "SAM_DECODER")}
    missing = [name for name, path in given.items() if not path]
    if len(missing) == 1:
        return [Caution(f"Smart select is set up in part: {missing[0]} is missing.", id="editor.W003")]
    fault = "" if missing else model_fault()
    return [Error(f"SAM_ENCODER and SAM_DECODER cannot be used: {fault}", id="editor.E004")] if fault else []


def _missing(given: Iterable[type[Provider]]) -> list[CheckMessage]:
    return [
        Caution(f"{cls.label} is set up in part: {' and '.join(missing)} {_is(missing)} missing.", id="editor.W001")
        for cls in given
        if (missing := cls.missing_settings(settings.PROVIDER_CONFIG))
    ]


def _malformed(given: Iterable[type[Provider]]) -> list[CheckMessage]:
    found = [each for cls in given for each in faults(cls, settings.PROVIDER_CONFIG)]
    return [Error(f"{name} {fault}.", id="editor.E001") for name, fault in found]


def _public(given: Iterable[type[Provider]]) -> list[CheckMessage]:
    """The address under which services fetch photos themselves."""
    if settings.PUBLIC_BASE_URL:
        try:
            base_origin(settings.PUBLIC_BASE_URL)
        except ValueError as error:
            return [Error(f"PUBLIC_BASE_URL {error}.", id="editor.E002")]
        return []
    fetching = [cls.label for cls in given if cls.capabilities(settings.PROVIDER_CONFIG).image_source == "link"]
    return [
        Caution(f"{label} fetches photos itself, which needs PUBLIC_BASE_URL.", id="editor.W002") for label in fetching
    ]


def _trusted() -> list[CheckMessage]:
    hosts = settings.PROVIDER_CONFIG.get("TRUSTED_RESULT_HOSTS", "").split(",")
    try:
        TrustedHosts(host.strip() for host in hosts if host.strip())
    except ValueError as error:
        return [Error(f"TRUSTED_RESULT_HOSTS: {error}.", id="editor.E003")]
    return []


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
