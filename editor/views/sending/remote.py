"""Orders that services keep: opened here by their id, and closed there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.actions.errors import Refused
from editor.actions.providers.closings import close_again, look_at_closing
from editor.actions.providers.openings import ask_to_open, cancel_opening
from editor.actions.providers.standing import switched_off
from editor.forms import first_sentence
from editor.forms.photos import RemoteOrderForm
from editor.models import Opening, Order, RemoteOrder
from editor.providers import registry
from editor.providers.aihomedesign import AIHomeDesign
from editor.views.asking import Request

OPENED = AIHomeDesign.slug
"""The one service that keeps orders one can open."""


def can_be_opened() -> bool:
    """Whether the service is set up, in the version that has orders, and offered."""
    config = settings.PROVIDER_CONFIG
    ready = not AIHomeDesign.missing_settings(config)
    return ready and registry.facts(OPENED, config).finalises and switched_off(OPENED) is None


@require_POST
def open_order(request: Request) -> HttpResponse:
    """Has the service's order brought here by a worker, and leads to where one sees it come."""
    form = RemoteOrderForm(request.POST)
    if not form.is_valid():
        return _back(request, first_sentence(form))
    remote_id: Any = form.cleaned_data["remote_id"]
    try:
        found = ask_to_open(actor=request.user, provider=OPENED, remote_id=remote_id)
    except Refused as error:
        return _back(request, error.sentence)
    return redirect("opening", pk=found.pk)


@never_cache
@require_safe
def opening(request: Request, pk: int) -> HttpResponse:
    """How an opening stands; once it is done, the order to paint on."""
    shown = _opening(request, pk)
    if shown.order_id is not None:
        address = reverse("paint", args=[shown.order_id])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    template = "editor/_opening.html" if request.htmx else "editor/opening.html"
    return render(request, template, {"opening": shown})


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    shown = _opening(request, pk)
    cancel_opening(shown)
    return redirect("opening", pk=shown.pk)


@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Asks whether a service closed its order."""
    return _closing(request, pk, look_at_closing)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Has a service told again that its order is done."""
    return _closing(request, pk, close_again)


def _closing(request: Request, pk: int, act: Callable[..., None]) -> HttpResponse:
    orders = Order.objects.visible_to(request.user)
    remote = get_object_or_404(RemoteOrder.objects.filter(order__in=orders), pk=pk)
    try:
        act(actor=request.user, remote=remote)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("order", pk=remote.order_id)


def _opening(request: Request, pk: int) -> Opening:
    return get_object_or_404(Opening.objects.visible_to(request.user), pk=pk)


def _back(request: Request, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("orders")
