"""The providers' own settings, read from the environment by the names their adapters declare, and two for each.

`<SLUG>_PRICE` is what one result costs, `<SLUG>_DEADLINE` how many seconds one submission is waited for.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ImproperlyConfigured

from editor.providers.registry import PROVIDERS
from eraser_site import env

DEFAULT_PRICES = {"aihomedesign": "0.24", "bria": "0.02", "ailabtools": "0.015"}
"""In US dollars, from the services' price lists; nothing is known of the others, and plans differ."""


def config() -> dict[str, str]:
    """Every setting of every provider as given; adapters know their defaults."""
    return {setting.name: env.text(setting.name) for cls in PROVIDERS.values() for setting in cls.settings}


def services() -> list[str]:
    """The slugs of all but the built-in engine."""
    return [slug for slug, cls in PROVIDERS.items() if cls.capabilities({}).image_source != "picture"]


def prices() -> dict[str, Decimal]:
    """The price of one result, by slug, where one is known."""
    given = {slug: _decimal(price_name(slug), DEFAULT_PRICES.get(slug, "")) for slug in services()}
    return {slug: price for slug, price in given.items() if price is not None}


def deadlines() -> dict[str, float]:
    """Seconds, by slug, where the setting differs from what the provider declares."""
    given = {slug: env.number(deadline_name(slug), 0) for slug in services()}
    return {slug: float(seconds) for slug, seconds in given.items() if seconds}


def price_name(slug: str) -> str:
    return f"{slug.upper()}_PRICE"


def deadline_name(slug: str) -> str:
    return f"{slug.upper()}_DEADLINE"


def names() -> set[str]:
    """Every name read here."""
    own = {setting.name for cls in PROVIDERS.values() for setting in cls.settings}
    return own | {name(slug) for slug in services() for name in (price_name, deadline_name)}


def _decimal(name: str, default: str) -> Decimal | None:
    word = env.text(name, default)
    if not word:
        return None
    try:
        price = Decimal(word)
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or not 0 <= price < 100_000:
        raise ImproperlyConfigured(f"{name} must be the price of one result, such as 0.02, not {word!r}.")
    return price
