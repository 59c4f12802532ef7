"""What will happen to a mask, said before anything is sent."""

from __future__ import annotations

from django.conf import settings

from editor.actions.prices import money, price_of
from editor.actions.submit import check_takes
from editor.imaging.fit import describe
from editor.imaging.mask import read_mask
from editor.models import Order
from editor.providers import registry
from editor.providers.base import Capabilities


def preview(*, order: Order, mask_png: bytes, provider: str) -> str:
    """A sentence: what goes to whom, and about what it costs. Asks nobody.

    Raises PictureError for the mask, Refused where the provider cannot take it.
    """
    plan = check_takes(provider, read_mask(mask_png, order.photo.size))
    if plan is None:
        return "This is done here; the photo does not leave this server."
    facts = registry.facts(provider, settings.PROVIDER_CONFIG)
    said = describe(plan)
    return f"{said[0].upper()}{said[1:]} goes to {registry.PROVIDERS[provider].label}; {_cost(provider, facts)}."


def _cost(slug: str, facts: Capabilities) -> str:
    price, currency = price_of(slug)
    if price:
        return f"about {money(price, currency)}"
    if facts.credits_per_result:
        return f"{facts.credits_per_result:g} credit{'s' if facts.credits_per_result != 1 else ''}"
    return "at no cost" if facts.start_repeatable else "its price is not known here"
