"""The filmstrip of the photos at hand, and the queue of what was sent today."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from editor.actions.errors import Refused
from editor.actions.listings.day import MOST_FRAMES, at_hand, first_to_paint, sent_today
from editor.actions.removals.again import resent
from editor.actions.removals.submit import cancel_submission
from editor.models import Order, User
from editor.views.asking import Request, order_for
from editor.views.parts import asked_for, history, noteworthy

MANY = 2
"""From so many removals under way on there is an act to cancel them all."""


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
    """What this person had removed today, as a page, and for a script without the page around it.

    `?running=` names the rows that ran when a script asked last: it gets those by themselves, or everything where
    others have joined them.
    """
    shown = queue_of(request.user)
    asked = {int(word) for word in request.GET.get("running", "").split(",") if word.isdecimal() and len(word) < 19}
    if not request.htmx or not asked:
        return render(request, "editor/_today.html" if request.htmx else "editor/today.html", shown)
    if not asked.issuperset(shown["running"]):
        return retarget(reswap(render(request, "editor/_today.html", shown), "outerHTML"), "#today")
    shown["few"] = shown["stoppable"] < MANY <= len(asked)
    shown["submissions"] = [each for each in shown["submissions"] if each.pk in asked]
    return render(request, "editor/_moved_on.html", shown)


@require_POST
def cancel_today(request: Request) -> HttpResponse:
    """Asks for the end of everything this person sent that still runs."""
    for submission in (each for each in queue_of(request.user)["submissions"] if each.is_active):
        # What may no longer be touched, because its photo was given to somebody else, holds up no other.
        with suppress(Refused):
            cancel_submission(actor=request.user, submission=submission)
    return render(request, "editor/_today.html", queue_of(request.user)) if request.htmx else redirect("today")


def queue_of(person: User) -> dict[str, Any]:
    """What `_today.html` shows: all that was sent today, and which of it runs."""
    submissions = list(sent_today(person))
    running = [each for each in submissions if each.is_active]
    return {
        "submissions": submissions,
        "resent": resent(submissions),
        "running": [each.pk for each in running],
        "stoppable": sum(not each.cancel_requested for each in running),
        "in_day": True,
    }


@require_safe
def first(request: Request) -> HttpResponse:
    """To the first photo at hand that waits for its mask."""
    order = first_to_paint(request.user)
    if order is None:
        messages.success(request, gettext("Every photo of today has been sent."))
        return redirect("orders")
    return redirect("paint", order.pk)
