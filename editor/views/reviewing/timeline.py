"""What happened to an order, and to the orders of a listing: the event rows, newest first, to be read only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.models import Event, Listing, Order
from editor.views.asking import Request, order_for

PAGE = 15


def timeline(order: Order, before: str = "") -> dict[str, Any]:
    """What `_timeline.html` shows of an order: a page of its events, and where earlier ones are."""
    return _page(order.events.all(), before, reverse("timeline", args=[order.pk]))


@never_cache
@require_safe
def order_timeline(request: Request, pk: int) -> HttpResponse:
    """An order's timeline as a page, and for a script without the page around it; `?before=` an event goes on there."""
    order = order_for(request, pk)
    return _answer(request, {"order": order, **timeline(order, request.GET.get("before", ""))})


@never_cache
@require_safe
def listing_activity(request: Request, pk: int) -> HttpResponse:
    """The same of all the listing's orders that this person may see."""
    listing = get_object_or_404(Listing.objects.visible_to(request.user), pk=pk)
    orders = Order.objects.visible_to(request.user).filter(listing=listing)
    events = Event.objects.filter(order__in=orders)
    address = reverse("listing_activity", args=[listing.pk])
    return _answer(request, {"listing": listing, **_page(events, request.GET.get("before", ""), address)})


def _page(events: QuerySet[Event], before: str, address: str) -> dict[str, Any]:
    """A key, not an offset: the hundredth page is as fast as the first."""
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = list(events.for_timeline()[: PAGE + 1])  # type: ignore[attr-defined]  # EventQuerySet
    shown = found[:PAGE]
    earlier = f"{address}?before={shown[-1].pk}" if len(found) > PAGE else ""
    return {"events": shown, "earlier": earlier, "timeline_address": address, "is_begin": not before}


def _answer(request: Request, context: dict[str, Any]) -> HttpResponse:
    partial = request.htmx and not request.htmx.history_restore_request
    response = render(request, "editor/_timeline.html" if partial else "editor/timeline.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
