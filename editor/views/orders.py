"""The list of orders, photos coming in, and the page of one order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from editor.actions.errors import Refused
from editor.actions.review.finalise import finalise
from editor.actions.review.history import step_back
from editor.views.asking import Request, order_for, revision_numbered
from editor.views.parts import compared, history, mark_side, noteworthy, said_of
from editor.views.reviewing.standing import standing
from editor.views.reviewing.timeline import timeline


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
