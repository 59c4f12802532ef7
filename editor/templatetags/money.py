"""Amounts, as the desk's tables say them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from editor.actions.prices import in_cents, money

register = template.Library()


@register.filter
def amount(value: Decimal | None, currency: str) -> str:
    return money(in_cents(value or Decimal(0)), currency)
