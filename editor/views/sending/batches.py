"""One mask for the photos of several orders.

POST `batches/`     `mask`, `order` (once for each), `provider`, `key`, and where wanted `seed` and `mask_made`:
                    a submission for each order, on its head; the same key gives the same ones. A script gets 201 and
                    the JSON below, or 400 and `{"error": sentence}`; the plain form is led to the batch's page.
GET  `batches/<key>.json`   `{"batch", "url", "submissions": [{"id", "order", "name", "state", "card", "url"}]}`:
                    `card` is where its status card is, `url` its order.
GET  `batches/<key>/`       the same as a page, with a card for each photo.
GET  `orders/<pk>/alike/`   `{"orders": [{"id", "name", "thumb", "revision"}], "most": 20}`: the other orders of the
                    person that the mask painted on this one would fit.

An order that is not there for this person is 404 for the whole request, and nothing is sent.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editor.actions.errors import Refused
from editor.actions.removals.again import resent
from editor.actions.removals.several import MOST_ORDERS, alike, submit_batch
from editor.addresses import picture_address
from editor.forms import first_sentence
from editor.forms.masks import BatchForm
from editor.imaging.errors import PictureError
from editor.models import Act, Order, Submission
from editor.templatetags.texts import translated
from editor.views.asking import Request, by_script, order_for, refusal, somebody_else
from editor.views.sending.submissions import FORBIDDEN, OTHER_PERSON

MOST_ASKED = 200
"""Ids looked up for one request: far above what a batch takes, far below what a query would choke on."""


@require_POST
def submit(request: Request) -> HttpResponse:
    """A submission for each order asked for, the same for the same press."""
    if somebody_else(request):
        return refusal(OTHER_PERSON, status=FORBIDDEN)
    orders = _asked_for(request)
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, first_sentence(form))
    asked = form.cleaned_data
    try:
        submissions = submit_batch(
            actor=request.user,
            orders=orders,
            mask_png=asked["mask"],
            provider=asked["provider"][0],
            key=asked["key"],
            seed=asked["seed"],
            mask_kind=asked["mask_made"],
        )
    except (PictureError, Refused) as error:
        return _refused(request, error.sentence)
    if by_script(request):
        return JsonResponse(_told(asked["key"], submissions), status=201)
    return redirect("batch", asked["key"])


def _asked_for(request: Request) -> list[Order]:
    """The orders in the order they were named. 404 where this person may not see one of them."""
    words = list(dict.fromkeys(request.POST.getlist("order")))[:MOST_ASKED]
    pks = [int(word) if word.isdecimal() and len(word) < 19 else 0 for word in words]
    found = Order.objects.visible_to(request.user).select_related("photo", "head").in_bulk(pks)
    if len(found) < len(pks):
        raise Http404
    return [found[pk] for pk in pks]


def _refused(request: Request, sentence: str) -> HttpResponse:
    if by_script(request):
        return refusal(sentence)
    messages.error(request, translated(sentence))
    return redirect("orders")


@never_cache
@require_safe
def batch(request: Request, batch: UUID) -> HttpResponse:
    """How the photos of a batch stand, each with its card."""
    submissions = _of(request, batch)
    context = {"batch": batch, "submissions": submissions, "resent": resent(submissions)}
    return render(request, "editor/batch.html", context)


@never_cache
@require_safe
def batch_json(request: Request, batch: UUID) -> HttpResponse:
    return JsonResponse(_told(batch, _of(request, batch)))


@never_cache
@require_safe
def alike_orders(request: Request, pk: int) -> HttpResponse:
    orders = [
        {
            "id": each.pk,
            "name": each.photo.name,
            "thumb": picture_address("thumb", each.head),
            "revision": each.head.number,
        }
        for each in alike(order_for(request, pk, Act.PAINT), request.user)
        if each.head is not None
    ]
    return JsonResponse({"orders": orders, "most": MOST_ORDERS})


def _of(request: Request, batch: UUID) -> list[Submission]:
    shown = Submission.objects.visible_to(request.user).filter(batch=batch)
    found = list(shown.select_related("order__photo", "order__head", "parent", "result", "created_by").order_by("pk"))
    if not found:
        raise Http404
    return found


def _told(batch: UUID, submissions: list[Submission]) -> dict[str, Any]:
    return {
        "batch": str(batch),
        "url": reverse("batch", args=[batch]),
        "submissions": [
            {
                "id": each.pk,
                "order": each.order_id,
                "name": each.order.photo.name,
                "state": each.state,
                "card": reverse("submission", args=[each.pk]),
                "url": reverse("order", args=[each.order_id]),
            }
            for each in submissions
        ],
    }
