#!/usr/bin/env python3
"""Write what the code declares about the providers into docs/providers.md, between the marks there.

.venv/bin/python -m tools.provider_facts
"""

from __future__ import annotations

import re
from pathlib import Path

from editor.providers.base import Capabilities, Provider, Setting
from editor.providers.registry import DEFAULT, PROVIDERS
from eraser_site import providers

DOCS = Path(__file__).resolve().parent.parent / "docs" / "providers.md"


def main() -> None:
    DOCS.write_text(written_into(DOCS.read_text(encoding="utf-8")), encoding="utf-8")


def written_into(page: str) -> str:
    """The page with the tables between its marks made anew. Raises ValueError where a mark is missing."""
    for name, table in (("facts", facts()), ("settings", settings())):
        begin, end = f"<!-- {name}: made by tools/provider_facts.py -->", f"<!-- end of {name} -->"
        if begin not in page or end not in page:
            raise ValueError(f"docs/providers.md has no marks for {name}")
        page = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}\n{table}\n{end}", page, flags=re.S)  # noqa: B023
    return page


def facts() -> str:
    """The table of capabilities as they are with nothing but defaults configured."""
    head = "| | how | mask | pictures | size | batch | seed | credits | results kept | can be asked again | finalises |"
    rule = "|---|---|---|---|---|---|---|---|---|---|---|"
    return "\n".join([head, rule, *(_row(cls, cls.capabilities({})) for cls in PROVIDERS.values())])


def settings() -> str:
    """A table of settings for each provider; the built-in engine has its own in the README."""
    return "\n\n".join(_settings_of(cls) for slug, cls in PROVIDERS.items() if slug != DEFAULT)


def _row(cls: type[Provider], has: Capabilities) -> str:
    cells = [
        f"`{cls.slug}`" + (" (retired)" if has.status == "retired" else ""),
        {"sync": "one call", "poll": "asked until done"}[has.delivery],
        "–" if has.mask == "none" else has.mask,
        _pictures(has),
        _size(has),
        str(has.batch),
        _yes(has.seed),
        _credits(has),
        has.result_lifetime or "–",
        _yes(has.can_look_again),
        _yes(has.finalises),
    ]
    return f"| {' | '.join(cells)} |"


def _pictures(has: Capabilities) -> str:
    if has.image_source == "picture":
        return "any"
    whole = ", always whole" if has.whole_picture else ""
    link = " by link" if has.image_source == "link" else ""
    return f"{', '.join(has.formats)}{link}{whole}"


def _size(has: Capabilities) -> str:
    limits = [
        has.max_bytes and f"≤ {has.max_bytes / 1e6:.3g} MB",
        has.max_pixels and f"≤ {has.max_pixels / 1e6:.3g} MP",
        has.min_side > 1 and f"sides ≥ {has.min_side}",
        has.max_side and f"sides ≤ {has.max_side}",
        has.max_aspect and f"at most {has.max_aspect:g}:1",
    ]
    return ", ".join(limit for limit in limits if limit) or "not documented"


def _credits(has: Capabilities) -> str:
    if has.credits_per_result:
        return f"{has.credits_per_result:g}"
    return "free" if has.start_repeatable else "not documented"


def _settings_of(cls: type[Provider]) -> str:
    rows = [f"| `{setting.name}` | {_what(setting)} | {_default(setting)} |" for setting in cls.settings]
    rows += _price_and_deadline(cls) if cls.slug in providers.services() else []
    return "\n".join([f"**{cls.label}**", "", "| setting | what | default |", "|---|---|---|", *rows])


def _price_and_deadline(cls: type[Provider]) -> list[str]:
    price = providers.DEFAULT_PRICES.get(cls.slug, "")
    return [
        f"| `{providers.price_name(cls.slug)}` | what one result costs you | {f'`{price}`' if price else '–'} |",
        f"| `{providers.deadline_name(cls.slug)}` | seconds that one submission is waited for |"
        f" `{cls.capabilities({}).deadline_seconds:g}` |",
    ]


def _what(setting: Setting) -> str:
    words = f" ({', '.join(f'`{choice}`' for choice in setting.choices)})" if setting.choices else ""
    return setting.what.replace("|", "\\|") + words


def _default(setting: Setting) -> str:
    if setting.required:
        return "**needed**"
    return f"`{setting.default}`" if setting.default else "–"


def _yes(fact: bool) -> str:  # noqa: FBT001
    return "yes" if fact else "–"


if __name__ == "__main__":
    main()
