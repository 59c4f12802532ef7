"""Amounts, as the desk's tables say them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.money.figures import Counts
from editor.actions.money.prices import in_cents, money
from editor.templatetags.eraser import provider_label

register = template.Library()


KINDS = {
    "unsupported": _("Could not take the photo or the mask"),
    "not_authorised": _("Did not accept the key"),
    "out_of_credit": _("Out of credit"),
    "rejected": _("Refused the photo"),
    "rate_limited": _("Too many at once"),
    "unavailable": _("Could not be reached"),
    "bad_response": _("Its answer was not understood"),
    "canceled": _("Stopped too late"),
    "late": _("Took too long"),
    "worn_out": _("Tried too often"),
    "unreadable": _("The stored picture could not be read"),
    "not_stored": _("The result could not be stored"),
    "internal": _("Eraser broke"),
    "outcome_unknown": _("Its answer was lost"),
}
"""What went wrong, by the code that a removal's row keeps."""


@register.filter
def kind_in_words(code: str) -> str:
    """One that is not known stands for itself."""
    return str(KINDS.get(code, code)) or gettext("Not told")


@register.filter
def all_credits(by_service: Mapping[str, Counts]) -> str:
    """Credits of one service are no credits of another: "6 of BRIA, 4 of AI HomeDesign"."""
    counted = [(provider_label(slug), counts.credits) for slug, counts in by_service.items() if counts.credits]
    return ", ".join(
        gettext("%(credits)s of %(service)s") % {"credits": f"{n:g}", "service": name} for name, n in counted
    )


@register.filter
def percent(part: float | None) -> str:
    return "–" if part is None else f"{part * 100:.0f} %"


@register.filter
def amount(value: Decimal | float | None, currency: str) -> str:
    return money(in_cents(Decimal(str(value or 0))), currency)


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """What stands under this key; None where nothing does."""
    return found.get(key)


@register.filter
def unlocalized(number: float) -> str:
    """As SVG and HTML want numbers: with a point, whatever the reader's language has there."""
    return f"{number:g}"
