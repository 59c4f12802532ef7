"""One act on the photos that are chosen in a list: asked about once, then done, and told in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from editor.actions.listings.bulk import MOST_AT_ONCE, Outcome, assign_all, cancel_all, hand_over_all, move_all
from editor.models import Listing, Order, User
from editor.views.asking import Request, numbered
from editor.views.lists.wanted import designers

NONE = "none"


@dataclass(frozen=True)
class Deed:
    """What is to be done with so many photos: the question, the button, what is said afterwards, the act."""

    question: str
    button: str
    said: Callable[[int], str]
    act: Callable[[list[Order]], Outcome]


@require_POST
def bulk(request: Request) -> HttpResponse:
    """Asks first (`sure` is the answer). 404 where one of the photos is not there for this person."""
    orders = _orders(request)
    back = _back(request)
    if not 0 < len(orders) <= MOST_AT_ONCE:
        wrong = gettext("Choose from 1 to %(most)s photos first.") % {"most": MOST_AT_ONCE}
        messages.error(request, wrong)
        return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
    deed = _deed(request, len(orders))
    if not request.POST.get("sure"):
        context = {"deed": deed, "orders": orders, "asked": request.POST, "back": back}
        return render(request, "editor/_bulk_question.html" if request.htmx else "editor/bulk.html", context)
    outcome = deed.act(orders)
    if outcome.done:
        messages.success(request, deed.said(outcome.done))
    if outcome.left_out:
        messages.warning(request, outcome.left_out)
    return redirect(back)


def _orders(request: Request) -> list[Order]:
    words = list(dict.fromkeys(request.POST.getlist("order")))[: MOST_AT_ONCE + 1]
    pks = [numbered(word) or 0 for word in words]
    seen = Order.objects.visible_to(request.user).select_related("photo", "head", "listing", "owner", "designer")
    found = seen.in_bulk(pks)
    if len(found) < len(pks):
        raise Http404
    return [found[pk] for pk in pks]


def _back(request: Request) -> str:
    asked = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return asked if safe else reverse("orders")


def _deed(request: Request, count: int) -> Deed:
    """404 for what nobody can do."""
    deeds = {"assign": _assign, "move": _move, "hand_over": _hand_over, "cancel": _cancel}
    make = deeds.get(request.POST.get("act", ""))
    if make is None:
        raise Http404
    return make(request, count)


def _assign(request: Request, count: int) -> Deed:
    actor, designer = request.user, _designer(request)
    if designer is None:
        return Deed(
            ngettext("Take %(count)s photo from its designer?", "Take %(count)s photos from their designers?", count)
            % {"count": count},
            gettext("Take away"),
            lambda done: (
                ngettext("%(count)s photo is nobody's now.", "%(count)s photos are nobody's now.", done)
                % {"count": done}
            ),
            lambda orders: assign_all(actor=actor, orders=orders, designer=None),
        )
    name = designer.called
    return Deed(
        ngettext("Give %(count)s photo to %(name)s?", "Give %(count)s photos to %(name)s?", count)
        % {"count": count, "name": name},
        gettext("Give"),
        lambda done: (
            ngettext("%(count)s photo is %(name)s's now.", "%(count)s photos are %(name)s's now.", done)
            % {"count": done, "name": name}
        ),
        lambda orders: assign_all(actor=actor, orders=orders, designer=designer),
    )


def _designer(request: Request) -> User | None:
    word = request.POST.get("designer", "")
    if word == NONE:
        return None
    found = next((each for each in designers() if str(each.pk) == word), None)
    if found is None:
        raise Http404
    return found


def _move(request: Request, count: int) -> Deed:
    actor, word = request.user, request.POST.get("listing", "")
    if word == NONE:
        return Deed(
            ngettext("Take %(count)s photo out of its listing?", "Take %(count)s photos out of their listings?", count)
            % {"count": count},
            gettext("Take out"),
            lambda done: (
                ngettext("%(count)s photo is in no listing now.", "%(count)s photos are in no listing now.", done)
                % {"count": done}
            ),
            lambda orders: move_all(actor=actor, orders=orders, listing=None),
        )
    editable = Listing.objects.editable_by(actor).select_related("agent")
    listing = get_object_or_404(editable, pk=numbered(word) or 0)
    return Deed(
        ngettext("Put %(count)s photo into %(listing)s?", "Put %(count)s photos into %(listing)s?", count)
        % {"count": count, "listing": listing.address},
        gettext("Put in"),
        lambda done: (
            ngettext("%(count)s photo is in %(listing)s now.", "%(count)s photos are in %(listing)s now.", done)
            % {"count": done, "listing": listing.address}
        ),
        lambda orders: move_all(actor=actor, orders=orders, listing=listing),
    )


def _hand_over(request: Request, count: int) -> Deed:
    return Deed(
        ngettext("Hand %(count)s photo over for review?", "Hand %(count)s photos over for review?", count)
        % {"count": count},
        gettext("Hand over"),
        lambda done: (
            ngettext("%(count)s photo is handed over.", "%(count)s photos are handed over.", done) % {"count": done}
        ),
        lambda orders: hand_over_all(actor=request.user, orders=orders),
    )


def _cancel(request: Request, count: int) -> Deed:
    return Deed(
        ngettext(
            "Cancel the removals on %(count)s photo?",
            "Cancel the removals on %(count)s photos?",
            count,
        )
        % {"count": count},
        gettext("Cancel the removals"),
        lambda done: ngettext("Canceled on %(count)s photo.", "Canceled on %(count)s photos.", done) % {"count": done},
        lambda orders: cancel_all(actor=request.user, orders=orders),
    )
