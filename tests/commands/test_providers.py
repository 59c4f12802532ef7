"""`manage.py providers`: who is there, what is missing, what it takes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from editor.actions.providers.switching import switch_off
from editor.models import User
from editor.providers import registry
from tests.fakes.bria import Bria
from tests.services import Services, needing

pytestmark = pytest.mark.django_db


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
        "switched_off": "",
        "limits": {"max_pixels": 100_000_000, "max_side": None, "max_bytes": None, "seed": True},
        "credits": 1.0,
        "price": None,
        "currency": "",
        "status": "current",
    }
    assert facts["local"]["configured"] is True


def test_one_that_is_switched_off_says_by_whom_and_why(rhea: User) -> None:
    switch_off(actor=rhea, slug="local", reason="being moved")
    sentence = "Built-in is switched off by Rhea: being moved."
    assert sentence in listed().splitlines()
    assert {each["provider"]: each["switched_off"] for each in json.loads(listed("--json"))}["local"] == sentence


@pytest.fixture
def bria(settings: Any) -> Iterator[Bria]:
    with Bria() as fake:
        settings.PROVIDER_CONFIG = {"BRIA_API_TOKEN": fake.key, "BRIA_BASE_URL": fake.url}
        yield fake


def checked(slug: str) -> tuple[int, dict[str, Any]]:
    """The exit status of --check, and what it told of one provider."""
    out, code = io.StringIO(), 0
    try:
        call_command("providers", "--check", "--json", stdout=out)
    except SystemExit as left:
        code = int(str(left.code))
    return code, next(each for each in json.loads(out.getvalue()) if each["provider"] == slug)


def test_check_asks_what_can_be_asked_for_free(bria: Bria) -> None:
    code, told = checked("bria")
    assert (code, told["accepted"], told["check"]) == (0, True, "BRIA accepts the token.")
    assert {seen.method for seen in bria.seen} == {"GET"}
    assert bria.bills == 0


def test_check_fails_where_a_key_is_not_accepted_and_never_shows_it(bria: Bria) -> None:
    bria.key = "another-one"
    code, told = checked("bria")
    assert (code, told["accepted"]) == (1, False)
    assert "does not accept its key" in told["check"]
    assert "k3y-of-the-office" not in json.dumps(told)


def test_check_leaves_alone_what_is_not_set_up_or_cannot_be_asked(settings: Any) -> None:
    settings.PROVIDER_CONFIG = {"AITHRIVING_API_KEY": "k"}
    code, told = checked("aithriving")
    assert (code, told["accepted"]) == (0, None)
    assert "no free way" in told["check"]
    assert checked("bria")[1]["accepted"] is None
