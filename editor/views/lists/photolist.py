"""The list of photos: filtered, searched, sorted, page by page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from editor.actions.listings.finding import page_of
from editor.views.asking import Request, numbered
from editor.views.lists.uploads import limits
from editor.views.lists.wanted import asked_by, bulk_choices, choices
from editor.views.sending.remote import can_be_opened

PAGE = 24
"""Cards at a time. Rendering them is what a view of the list costs, so a page is about one screen."""
FOUND = "found"
"""What a script swaps when the filters change; else it asks for the next cards alone."""


@require_safe
def orders(request: Request) -> HttpResponse:
    """A page of the list; `?after=<order>` goes on behind that order."""
    asked = asked_by(request)
    shown, more = page_of(request.user, asked.wanted, numbered(request.GET.get("after", "")), PAGE)
    context: dict[str, Any] = {
        "orders": shown,
        "last": shown[-1] if more else None,
        "asked": asked,
        "choosing": True,
        "chips": list(asked.chips()),
    }
    template = _template(request)
    if template == "editor/orders.html":
        context |= {"can_be_opened": can_be_opened(), **choices(asked), **bulk_choices(request.user), **limits()}
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _template(request: Request) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return "editor/orders.html"
    return "editor/_found.html" if request.htmx.target == FOUND else "editor/_orders.html"
