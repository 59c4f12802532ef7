"""One order at the desk: before and after, facts, timeline, every removal with its calls, and what can be done."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from editor.actions.removals.again import resent
from editor.admin.forms import DesignerForm
from editor.models import Order, Submission

MOST = 50
"""Removals, and events, that are listed; the order's own pages have the others."""


def order_page(request: HttpRequest, pk: int, context: dict[str, Any]) -> TemplateResponse:
    whole = Order.objects.select_related("photo", "owner", "head", "listing__agent", "designer")
    order = get_object_or_404(whole, pk=pk)
    removals = _removals(order)
    shown = {
        "title": order.photo.name,
        "order": order,
        "designers": DesignerForm().fields["designer"],
        "original": order.revisions.filter(number=0).first(),
        "removals": removals,
        "resent": resent(removals),
        "remotes": list(order.remote_orders.select_related("order__listing")),
        **_timeline(order),
        "most": MOST,
    }
    return TemplateResponse(request, "admin/order.html", context | shown)


def _timeline(order: Order) -> dict[str, Any]:
    events = list(order.events.for_timeline()[: MOST + 1])
    address = reverse("timeline", args=[order.pk])
    earlier = f"{address}?before={events[MOST - 1].pk}" if len(events) > MOST else ""
    return {"events": events[:MOST], "earlier": earlier}


def _removals(order: Order) -> list[Submission]:
    listed = order.submissions.select_related("parent", "result", "created_by").annotate(calls_made=Count("calls"))
    found = list(listed.order_by("-pk")[:MOST])
    for each in found:
        each.order = order
    return found
