"""What will happen to a mask, said before anything is sent."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.money.prices import money, price_of
from editor.actions.removals.preview import preview
from editor.forms import first_sentence
from editor.forms.masks import PreviewForm
from editor.imaging.errors import PictureError
from editor.models import Act, Order
from editor.providers import registry
from editor.templatetags.eraser import provider_label
from editor.templatetags.texts import translated
from editor.views.asking import Request, order_for, refusal


@require_POST
def preview_mask(request: Request, pk: int) -> HttpResponse:
    """For each provider asked about a sentence, `refused` where it cannot take the mask; for several, the total.

    `inParts` is there where the mask could go as several crops: their number, what speaks for them, the sentence then.
    """
    order = order_for(request, pk, Act.PAINT)
    form = PreviewForm(request.POST, request.FILES)
    if not form.is_valid():
        return refusal(first_sentence(form))
    slugs = form.cleaned_data["provider"]
    said = [_said(order, form.cleaned_data["mask"], slug) for slug in slugs]
    return JsonResponse({"said": said, "total": _total(slugs) if len(slugs) > 1 else ""})


def _said(order: Order, mask_png: bytes, slug: str) -> dict[str, object]:
    try:
        foreseen = preview(order=order, mask_png=mask_png, provider=slug)
    except (PictureError, Refused) as error:
        return {"provider": slug, "sentence": translated(error.sentence), "refused": True, "inParts": None}
    in_parts = asdict(foreseen.in_parts) if foreseen.in_parts else None
    return {"provider": slug, "sentence": foreseen.sentence, "refused": False, "inParts": in_parts}


def _total(slugs: list[str]) -> str:
    """What one result of each costs together, as far as prices are known."""
    known: dict[str, Decimal] = {}
    unknown = []
    for slug in slugs:
        price, currency = price_of(slug)
        if price is not None:
            known[currency] = known.get(currency, Decimal(0)) + price
        elif registry.facts(slug, settings.PROVIDER_CONFIG).credits_per_result:
            unknown.append(slug)
    amounts = " and ".join(money(amount, currency) for currency, amount in known.items())
    if not amounts:
        return gettext("The mask goes to %(slugs)s services.") % {"slugs": len(slugs)}
    extra = gettext(", plus %(services)s") % {"services": _listed(unknown)} if unknown else ""
    return gettext("%(slugs)s services; about %(amounts)s together, by the prices set here%(extra)s.") % {
        "slugs": len(slugs),
        "amounts": amounts,
        "extra": extra,
    }


def _listed(slugs: list[str]) -> str:
    return get_text_list([provider_label(slug) for slug in slugs], gettext("and"))
