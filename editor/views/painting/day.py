"""The filmstrip of the photos at hand, and the queue of what was sent today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.listings.day import MOST_FRAMES, at_hand, first_to_paint, sent_today
from editor.actions.removals.again import resent
from editor.models import Order, User
from editor.views.asking import Request, order_for
from editor.views.parts import asked_for, history, noteworthy


def filmstrip(person: User, current: Order) -> dict[str, Any]:
    """What `_strip.html` shows: `frames`, whether one of them is being worked on, and whether some were left out."""
    frames = at_hand(person, current)
    return {
        "frames": frames,
        "current": current.pk,
        "running": any(frame.mark == "removing" for frame in frames),
        "more": len(frames) >= MOST_FRAMES,
    }


@never_cache
@require_safe
def strip(request: Request, pk: int) -> HttpResponse:
    """The filmstrip by itself, as it is now, with this order's photo the current one."""
    return render(request, "editor/_strip.html", filmstrip(request.user, order_for(request, pk)))


@never_cache
@require_safe
def panel(request: Request, pk: int) -> HttpResponse:
    """What the editor's side panel says of an order, for a page that has gone on to its photo."""
    order = order_for(request, pk)
    context = {
        "order": order,
        "history": history(order),
        "submissions": noteworthy(order),
        "requests": asked_for(order),
        "in_editor": True,
    }
    return render(request, "editor/_panel.html", context)


@never_cache
@require_safe
def today(request: Request) -> HttpResponse:
    """What this person had removed today, as a page, and for a script without the page around it."""
    submissions = list(sent_today(request.user))
    context = {"submissions": submissions, "resent": resent(submissions), "in_day": True}
    return render(request, "editor/_today.html" if request.htmx else "editor/today.html", context)


@require_safe
def first(request: Request) -> HttpResponse:
    """To the first photo at hand that waits for its mask."""
    order = first_to_paint(request.user)
    if order is None:
        messages.success(request, gettext("Every photo of today has been sent."))
        return redirect("orders")
    return redirect("paint", order.pk)
