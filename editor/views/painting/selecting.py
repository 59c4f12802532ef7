"""Smart select: a point or a box in, a mask of the object out; and the list of objects that BRIA may be asked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from editor.actions.errors import Refused
from editor.actions.money.prices import money, price_of
from editor.actions.photos.objects import ask_for_objects, can_find, look_for_objects
from editor.actions.photos.selecting import select
from editor.forms import first_sentence
from editor.forms.masks import RevisionForm, SelectForm
from editor.imaging.errors import PictureError
from editor.models import Act, ObjectList, Order
from editor.views.asking import Request, order_for, refusal
from editor.views.files import guarded

NOTHING_FOUND = 422


@require_POST
def select_object(request: Request, pk: int) -> HttpResponse:
    """The masked PNG, of the photo's size, of the object at `point` or in `box` of `revision`; 422 where none is.

    `further` places, on it or on what is none of it, better the outline.
    """
    form = SelectForm(request.POST, order=order_for(request, pk, Act.PAINT))
    if not form.is_valid():
        return refusal(first_sentence(form))
    asked = form.cleaned_data
    try:
        mask = select(
            actor=request.user,
            revision=asked["revision"],
            point=asked["point"],
            box=asked["box"],
            further=asked["further"],
        )
    except PictureError as error:
        return refusal(error.sentence)
    except Refused as refused:
        return refusal(refused.sentence, status=NOTHING_FOUND)
    return guarded(HttpResponse(mask, content_type="image/png"))


@never_cache
@require_http_methods(["GET", "POST"])
def objects(request: Request, pk: int) -> HttpResponse:
    """How BRIA's list of the objects in `revision` stands; POST asks for it, which may cost something."""
    asks = request.method == "POST"
    form = RevisionForm(request.POST if asks else request.GET, order=order_for(request, pk, Act.PAINT))
    if not form.is_valid():
        return refusal(first_sentence(form))
    revision = form.cleaned_data["revision"]
    try:
        listed = ask_for_objects(actor=request.user, revision=revision) if asks else look_for_objects(revision)
    except (PictureError, Refused) as error:
        return refusal(error.sentence)
    return JsonResponse(_told(listed))


def _told(listed: ObjectList | None) -> dict[str, Any]:
    if listed is None:
        return {"state": "none", "sentence": ""}
    if listed.state != ObjectList.State.READY:
        return {"state": listed.state, "sentence": gettext(listed.sentence)}
    found = gettext("BRIA found no objects.")
    if listed.count:
        sentence = ngettext(
            "BRIA found %(count)s object. Click on one.", "BRIA found %(count)s objects. Click on one.", listed.count
        )
        found = sentence % {"count": listed.count}
    return {"state": listed.state, "sentence": found}


def objects_offer(order: Order) -> dict[str, str] | None:
    """For the editor: where to ask for the list, and the button's words; None where BRIA is not set up."""
    if not can_find():
        return None
    price, currency = price_of("bria")
    cost = f"about {money(price, currency)}" if price is not None else "something"
    return {"url": reverse("objects", args=[order.pk]), "offer": f"Find objects with BRIA (may cost {cost})"}
