"""The list of orders, photos coming in, and the page of one order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from editor.actions.errors import Refused
from editor.actions.finalise import finalise
from editor.actions.glance import with_running
from editor.actions.history import step_back
from editor.models import Order
from editor.models.order import OrderQuerySet
from editor.views.asking import Request, order_for, revision_numbered
from editor.views.parts import compared, history, mark_side, noteworthy, said_of
from editor.views.remote import can_be_opened
from editor.views.standing import standing
from editor.views.timeline import timeline
from editor.views.uploads import limits

PAGE = 24
"""Cards at a time. Rendering them is what a view of the list costs, so a page is about one screen."""


@require_safe
def orders(request: Request) -> HttpResponse:
    """A page of the list, newest first; `?after=<order>` goes on behind that order."""
    shown = list(_after(request, _listed(request))[: PAGE + 1])
    context = {
        "orders": shown[:PAGE],
        "last": shown[PAGE - 1] if len(shown) > PAGE else None,
        "can_be_opened": can_be_opened(),
        **limits(),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    response = render(request, "editor/_orders.html" if partial else "editor/orders.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _listed(request: Request) -> OrderQuerySet:
    return with_running(Order.objects.visible_to(request.user).for_list())


def _after(request: Request, listed: OrderQuerySet) -> OrderQuerySet:
    """What comes behind the order named by the query: a key, not an offset, so that page 200 is as fast as page 2."""
    word = request.GET.get("after", "")
    if not word.isdecimal() or len(word) > 18:
        return listed
    last = Order.objects.visible_to(request.user).filter(pk=int(word)).first()
    if last is None:
        return listed
    return listed.filter(created_at__lte=last.created_at).exclude(created_at=last.created_at, pk__gte=last.pk)


@require_safe
def order(request: Request, pk: int) -> HttpResponse:
    """One order: `?before=` and `?after=` (revision numbers) are compared; without them, the original and the head."""
    shown = order_for(request, pk)
    revisions = list(history(shown))
    original = revisions[-1]
    after = revision_numbered(shown, request.GET.get("after"), shown.head or original)
    before = revision_numbered(shown, request.GET.get("before"), original)
    context = {
        "order": shown,
        "history": revisions,
        "submissions": noteworthy(shown),
        "comments": said_of(shown),
        "mark_side": mark_side(shown),
        **compared(shown, before, after),
        **standing(shown, after),
        **timeline(shown),
    }
    return render(request, "editor/order.html", context)


@require_safe
def order_history(request: Request, pk: int) -> HttpResponse:
    """The history by itself, refreshed when a result has come; `?in=editor` for the editor's side panel."""
    shown = order_for(request, pk)
    context = {"order": shown, "history": history(shown), "in_editor": request.GET.get("in") == "editor"}
    return render(request, "editor/_history.html", context)


@require_POST
def head(request: Request, pk: int) -> HttpResponse:
    """Goes back to a revision; from the editor one goes on painting there."""
    shown = order_for(request, pk)
    word = request.POST.get("revision", "")
    revision = get_object_or_404(shown.revisions, pk=int(word) if word.isdecimal() and len(word) < 19 else 0)
    try:
        step_back(actor=request.user, order=shown, revision=revision)
    except Refused as refused:
        messages.error(request, refused.sentence)
    if request.POST.get("then") == "paint":
        return redirect("paint", pk=shown.pk)
    return redirect("order", pk=shown.pk)


@require_POST
def finalise_order(request: Request, pk: int) -> HttpResponse:
    """Closes the order with the revision numbered `revision`."""
    shown = order_for(request, pk)
    revision = revision_numbered(shown, request.POST.get("revision") or "none", None)
    try:
        finalise(actor=request.user, order=shown, revision=revision)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("order", pk=shown.pk)
