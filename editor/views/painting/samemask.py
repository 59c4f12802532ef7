"""The dialog that sends one mask over several photos: which ones, to whom, for how much (`batches` takes it in)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.listings.day import Frame, at_hand
from editor.actions.money.prices import money, price_of
from editor.actions.orders import EDITABLE
from editor.actions.removals.several import MOST_ORDERS, alike
from editor.models import Act, Order, User
from editor.providers import registry
from editor.templatetags.costs import BASIS, credits_in_words
from editor.views.asking import Request, order_for
from editor.views.painting.offers import offers


@dataclass
class Choice:
    """A photo of the dialog; `why` says what keeps it from being chosen, `running` that it is being worked on, or are
    empty."""

    order: Order
    why: str
    chosen: bool
    running: str = ""


@never_cache
@require_safe
def same_mask(request: Request, pk: int) -> HttpResponse:
    order = order_for(request, pk, Act.PAINT)
    choices = _choices(order, request.user)
    shown = [offer for offer in offers(request.user) if offer["ready"] or offer["off"]]
    context = {
        "order": order,
        "choices": choices,
        "most": MOST_ORDERS,
        "providers": [{**offer, "sums": _sums(offer["slug"])} for offer in shown],
    }
    return render(request, "editor/_same_mask.html", context)


def _choices(order: Order, person: User) -> list[Choice]:
    """The order itself, then the photos at hand, chosen where the mask fits, then older ones of its size.

    What is being worked on may have had this mask already: only a person chooses it.
    """
    frames = sorted(at_hand(person, order), key=lambda frame: frame.order != order)
    first = [_at_hand(frame, order) for frame in frames]
    fitting = 0
    for choice in first:
        fitting += choice.chosen
        choice.chosen = choice.chosen and fitting <= MOST_ORDERS
    known = {choice.order.pk for choice in first}
    older = [Choice(each, "", chosen=False) for each in alike(order, person) if each.pk not in known]
    return first + older


def _at_hand(frame: Frame, order: Order) -> Choice:
    why = _why_not(frame.order, order)
    running = frame.words if frame.mark == "removing" else ""
    return Choice(frame.order, why, not why and not running, running)


def _why_not(each: Order, order: Order) -> str:
    if each.state not in EDITABLE:
        return gettext("Closed")
    if each.photo.size != order.photo.size:
        size = f"{each.photo.width} × {each.photo.height}"
        return gettext("Another size: %(size)s") % {"size": size}
    return ""


def _sums(slug: str) -> list[str]:
    """What 1, 2, 3 … photos cost at the provider, as sentences: each counts, also where several go as one task."""
    price, currency = price_of(slug)
    facts = registry.facts(slug, settings.PROVIDER_CONFIG)
    numbers = range(1, MOST_ORDERS + 1)
    if price:
        about = gettext("About %(amount)s, %(basis)s.")
        return [about % {"amount": money(price * number, currency), "basis": BASIS} for number in numbers]
    if each := facts.credits_per_result:
        return [f"{credits_in_words(each * number)}." for number in numbers]
    if facts.start_repeatable:
        return [gettext("At no cost.") for _ in numbers]
    return [gettext("The price is not known here; each photo is counted by itself.") for _ in numbers]
