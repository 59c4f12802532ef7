"""Orders that were made at a service, opened here by their id."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.remote import open_remote_order
from editor.forms import RemoteOrderForm, first_sentence
from editor.imaging.errors import PictureError
from editor.providers import registry
from editor.providers.aihomedesign import AIHomeDesign
from editor.views.asking import Request

OPENED = AIHomeDesign.slug
"""The one service that keeps orders one can open."""


def can_be_opened() -> bool:
    """Whether the service is set up, in the version that has orders."""
    config = settings.PROVIDER_CONFIG
    ready = not AIHomeDesign.missing_settings(config)
    return ready and registry.facts(OPENED, config).finalises


@require_POST
def open_order(request: Request) -> HttpResponse:
    """The service's order as one of ours: its picture to paint on."""
    form = RemoteOrderForm(request.POST)
    if not form.is_valid():
        return _back(request, first_sentence(form))
    remote_id: Any = form.cleaned_data["remote_id"]
    try:
        order = open_remote_order(actor=request.user, provider=OPENED, remote_id=remote_id)
    except (Refused, PictureError) as error:
        return _back(request, error.sentence)
    return redirect("paint", pk=order.pk)


def _back(request: Request, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("orders")
