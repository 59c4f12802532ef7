"""What a removal cost and how it was made, as the pages say it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editor.actions.money.prices import money, price_of
from editor.actions.removals.again import can_look_again
from editor.models import Submission
from editor.providers import registry
from editor.providers.base import Capabilities
from editor.templatetags.eraser import provider_label

register = template.Library()

BASIS = _("by the price set here")


def facts_of(slug: str) -> Capabilities | None:
    """The provider's facts as it is configured; None for one that is no longer registered."""
    return registry.facts(slug, settings.PROVIDER_CONFIG) if slug in registry.PROVIDERS else None


@register.filter
def credits_in_words(number: float) -> str:
    return ngettext("%(number)s credit", "%(number)s credits", 1 if number == 1 else 2) % {"number": f"{number:g}"}


@register.filter
def cost(submission: Submission) -> str:
    """Credits, and money with what it is based on; empty for what cost nothing."""
    parts = [credits_in_words(submission.credits)] if submission.credits else []
    if submission.price:
        parts.append(gettext("about %(amount)s") % {"amount": money(submission.price, submission.currency)})
    return ", ".join(parts) + (f", {BASIS}" if submission.price else "")


@register.filter
def price_again(submission: Submission) -> str:
    """What the same would cost once more: " (about $0.02, by the price set here)", or empty where nobody knows."""
    price, currency = price_of(submission.provider)
    about = gettext("about %(amount)s") % {"amount": money(price, currency)} if price else ""
    return f" ({about}, {BASIS})" if about else ""


@register.filter
def may_look_again(submission: Submission) -> bool:
    return can_look_again(submission)


@register.filter
def seed_shown(submission: Submission) -> int | None:
    """The seed of a removal whose service takes one."""
    facts = facts_of(submission.provider)
    if facts is None or not facts.seed:
        return None
    return submission.seed if submission.seed_used is None else submission.seed_used


@register.filter
def spent(submissions: Iterable[Submission]) -> str:
    """What all of them cost together, as a sentence; empty where nothing did."""
    money_spent: dict[str, Decimal] = {}
    counted: dict[str, float] = {}
    for each in submissions:
        if each.price:
            money_spent[each.currency] = money_spent.get(each.currency, Decimal(0)) + each.price
        if each.credits:
            counted[each.provider] = counted.get(each.provider, 0.0) + each.credits
    amounts = get_text_list([money(amount, currency) for currency, amount in money_spent.items()], gettext("and"))
    parts = [gettext("about %(amounts)s, by the prices set here") % {"amounts": amounts}] if amounts else []
    of_service = gettext("%(credits)s of %(service)s")
    for slug, number in counted.items():
        parts.append(of_service % {"credits": credits_in_words(number), "service": provider_label(slug)})
    return "; ".join(parts)
