"""What a result costs, as far as the settings say."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings


def price_of(slug: str) -> tuple[Decimal | None, str]:
    """The price of one result and its currency; None and "" where none is known, or none is asked."""
    price = settings.PROVIDER_PRICES.get(slug)
    return (None, "") if price is None else (price, settings.PRICE_CURRENCY)


CENTS = Decimal("0.01")


def in_cents(value: Decimal) -> Decimal:
    """To the cent; what is less than one stays as it is."""
    rounded = value.quantize(CENTS, ROUND_HALF_UP)
    return rounded if rounded or not value else value


def money(price: Decimal, currency: str) -> str:
    """ "$0.02", "0.02 CHF"."""
    amount = f"{price.normalize():f}"
    whole, _, cents = amount.partition(".")
    amount = f"{whole}.{cents.ljust(2, '0')}"
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(currency)
    return f"{sign}{amount}" if sign else f"{amount} {currency}"
