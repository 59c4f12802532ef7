"""`manage.py providers`: who is there, what is missing, what it takes."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from editor.providers import registry
from tests.services import Services, needing


def listed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("providers", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def keyed(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    service = services.add("keyed", bills=True)
    monkeypatch.setattr(service, "settings", needing("KEYED_API_KEY", "KEYED_SECRET"))


@pytest.mark.usefixtures("keyed")
def test_every_provider_has_a_line() -> None:
    head, *lines = listed().splitlines()
    assert head.split() == ["provider", "name", "configured", "limits", "credits", "price"]
    assert [line.split()[0] for line in lines] == list(registry.PROVIDERS)
    local = next(line for line in lines if line.startswith("local"))
    assert "yes" in local
    assert "100 MP" in local


@pytest.mark.usefixtures("keyed")
def test_a_missing_setting_is_named() -> None:
    assert "needs KEYED_API_KEY, KEYED_SECRET" in listed()


@pytest.mark.usefixtures("keyed")
def test_a_setting_that_is_there_is_not_named(settings: Any) -> None:
    settings.PROVIDER_CONFIG = {"KEYED_API_KEY": "k", "KEYED_SECRET": "s"}
    (line,) = (line for line in listed().splitlines() if line.startswith("keyed"))
    assert "needs" not in line
    assert "KEYED" not in line


@pytest.mark.usefixtures("keyed")
def test_json_tells_the_same() -> None:
    facts = {each["provider"]: each for each in json.loads(listed("--json"))}
    assert facts["keyed"] == {
        "provider": "keyed",
        "name": "Keyed",
        "configured": False,
        "missing": ["KEYED_API_KEY", "KEYED_SECRET"],
        "limits": {"max_pixels": 100_000_000, "max_side": None, "max_bytes": None, "seed": True},
        "credits": 1.0,
        "price": None,
        "currency": "",
        "status": "current",
    }
    assert facts["local"]["configured"] is True
