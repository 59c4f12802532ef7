"""What is pressed on the review screen: hand over, approve, ask for changes, comment, tick off, finalise, reopen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.review import commenting, reviewing
from editor.actions.review.finalise import Finalising
from editor.actions.review.finalise import finalise_listing as finalise_all
from editor.actions.review.reopening import reopen as reopen_order
from editor.actions.review.walk import next_to_review
from editor.forms import first_sentence
from editor.forms.review import ReopenForm, SayForm
from editor.models import Comment, Order, Revision
from editor.views.asking import Request, order_for, revision_numbered
from editor.views.parts import asked_for
from editor.views.reviewing.screen import listing_for

AFTERWARDS = ("order", "review", "paint")
"""The pages of an order that a form may lead back to."""


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    order = order_for(request, pk)
    trouble = ""
    try:
        reviewing.hand_over(actor=request.user, order=order)
    except Refused as refused:
        trouble = refused.sentence
    if request.htmx:
        return render(
            request,
            "editor/_hand_over.html",
            {"order": order, "trouble": trouble, "in_editor": True, "said_so": not trouble},
        )
    if trouble:
        messages.error(request, trouble)
    return _back(request, order, "order")


@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """Approves the revision numbered `revision`, and goes on to the next photo of the listing that waits."""
    order = order_for(request, pk)
    revision = _revision(request, order)
    with _told(request) as told:
        reviewing.approve(actor=request.user, order=order, revision=revision)
    if told or order.listing is None:
        return _back(request, order)
    following = next_to_review(request.user, order.listing, order)
    return redirect("review_end", order.listing_id) if following is None else redirect("review", following.pk)


@require_POST
def withdraw_approval(request: Request, pk: int) -> HttpResponse:
    order = order_for(request, pk)
    with _told(request):
        reviewing.withdraw_approval(actor=request.user, order=order)
    return _back(request, order)


@require_POST
def ask_changes(request: Request, pk: int) -> HttpResponse:
    return _say(request, order_for(request, pk), reviewing.ask_changes)


@require_POST
def comment(request: Request, pk: int) -> HttpResponse:
    return _say(request, order_for(request, pk), commenting.comment)


def _say(request: Request, order: Order, act: Callable[..., object]) -> HttpResponse:
    """Says what was written, about a revision and where wanted a point of it, by one of the acts that do."""
    form, revision = SayForm(request.POST), _revision(request, order)
    with _told(request):
        text, point = _said(form)
        act(actor=request.user, order=order, revision=revision, text=text, point=point)
    return _back(request, order)


@require_POST
def resolve(request: Request, pk: int) -> HttpResponse:
    """Ticks a comment off; a script of the editor's gets what is left to do."""
    visible = Comment.objects.visible_to(request.user).select_related("order__photo", "order__listing", "order__owner")
    found = get_object_or_404(visible, pk=pk)
    with _told(request):
        commenting.resolve(actor=request.user, comment=found)
    if request.htmx and request.POST.get("then") == "paint":
        return render(request, "editor/_requests.html", {"order": found.order, "requests": asked_for(found.order)})
    return _back(request, found.order)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    order = order_for(request, pk)
    form = ReopenForm(request.POST)
    with _told(request):
        if not form.is_valid():
            raise Refused(first_sentence(form))
        reopen_order(actor=request.user, order=order, reason=form.cleaned_data["reason"], to=form.cleaned_data["to"])
    return _back(request, order)


@require_POST
def finalise_listing(request: Request, pk: int) -> HttpResponse:
    """Finalises the photos that the page showed as approved; what has changed meanwhile is left and told."""
    listing = listing_for(request, pk)
    chosen = {int(word) for word in request.POST.getlist("order") if word.isdecimal() and len(word) < 19}
    with _told(request):
        found = finalise_all(actor=request.user, listing=listing, chosen=chosen)
        _tell(request, found)
    return redirect("review_end", pk)


def _tell(request: Request, found: Finalising) -> None:
    if found.ready:
        count = len(found.ready)
        said = ngettext("%(count)s photo is finalised.", "%(count)s photos are finalised.", count)
        messages.success(request, said % {"count": count})
    for left in found.left:
        name = left.order.photo.name
        messages.warning(request, gettext("%(name)s is left as it is. %(why)s") % {"name": name, "why": left.why})


@contextmanager
def _told(request: Request) -> Iterator[list[str]]:
    """Shows the person why something was refused; the list is empty where nothing was."""
    told: list[str] = []
    try:
        yield told
    except Refused as refused:
        told.append(refused.sentence)
        messages.error(request, refused.sentence)


def _said(form: SayForm) -> tuple[str, commenting.Point | None]:
    """The words and where they point. Raises Refused."""
    if not form.is_valid():
        raise Refused(first_sentence(form))
    return form.cleaned_data["text"], form.cleaned_data["point"]


def _revision(request: Request, order: Order) -> Revision:
    return revision_numbered(order, request.POST.get("revision") or "none", None)


def _back(request: Request, order: Order, usual: str = "review") -> HttpResponse:
    then = request.POST.get("then", usual)
    return redirect(then if then in AFTERWARDS else usual, pk=order.pk)
