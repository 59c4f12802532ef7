"""docs/providers.md says what the code does."""

from __future__ import annotations

from editor.providers.registry import PROVIDERS
from tools.provider_facts import DOCS, written_into

PAGE = DOCS.read_text(encoding="utf-8")


def test_the_tables_are_what_the_code_declares() -> None:
    assert written_into(PAGE) == PAGE, "make it so: .venv/bin/python -m tools.provider_facts"


def test_every_provider_has_its_section() -> None:
    missing = [slug for slug in PROVIDERS if f"(`{slug}`)\n" not in PAGE]

    assert not missing
