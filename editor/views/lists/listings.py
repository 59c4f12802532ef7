"""Listings: the list of them, making one, the page of one and its facts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from editor.actions.errors import Refused
from editor.actions.listings.glance import glances, shown_of
from editor.actions.listings.listed import listings_of
from editor.actions.listings.making import Facts, check_may_edit, edit_listing, make_listing, next_place
from editor.forms import first_sentence
from editor.forms.listings import ListingForm
from editor.models import Listing, can_add_photos, can_edit
from editor.models.word import words_asked
from editor.views.asking import Request, by_script, numbered, refusal
from editor.views.lists.uploads import limits, take_all_in
from editor.views.lists.wanted import bulk_choices

FOUND = "found"
"""What a script swaps when the search changes; else it asks for the next rows alone."""
PAGE = 24
PHOTOS = 48


@require_safe
def listings(request: Request) -> HttpResponse:
    """A page of the listings, newest first, or those found by `?q=`; `?after=<listing>` goes on behind that one."""
    sought = request.GET.get("q", "").strip()[:200]
    shown, more = listings_of(request.user, words_asked(sought), numbered(request.GET.get("after", "")), PAGE)
    context = {
        "glances": glances(request.user, shown),
        "sought": sought,
        "next_page": f"?{urlencode({'q': sought, 'after': shown[-1].pk})}" if more else "",
        "form": blank_form(request) if can_add_photos(request.user) else None,
        **limits(),
    }
    part = "editor/_listings_found.html" if request.htmx.target == FOUND else "editor/_listings.html"
    response = render(request, _partial(request, part, "editor/listings.html"), context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
def listing(request: Request, pk: int) -> HttpResponse:
    """A listing with its photos in their order; `?after=<order>` goes on behind that photo."""
    shown = listing_for(request, pk)
    orders, more = shown_of(request.user, shown, numbered(request.GET.get("after", "")), PHOTOS)
    context = {
        "listing": shown,
        "glance": glances(request.user, [shown])[0],
        "orders": orders,
        "last": orders[-1] if more else None,
        "editable": can_edit(request.user, shown),
        "choosing": True,
        "next_place": next_place(shown),
        **limits(),
        **bulk_choices(request.user),
    }
    template = _partial(request, "editor/_listing_photos.html", "editor/listing.html")
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
def new_listing(request: Request) -> HttpResponse:
    """Makes one; a script is told where it is."""
    form = ListingForm(request.POST) if request.method == "POST" else blank_form(request)
    if form.is_valid():
        try:
            made = make_listing(actor=request.user, facts=Facts(**form.cleaned_data))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            take_all_in(request, made)
            return _told(made) if by_script(request) else redirect(made)
    if request.method == "POST" and by_script(request):
        return refusal(first_sentence(form))
    return render(request, "editor/listing_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def change_listing(request: Request, pk: int) -> HttpResponse:
    """Changes its facts."""
    shown = listing_for(request, pk)
    try:
        check_may_edit(request.user, shown)
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused
    initial = {"address": shown.address, "reference": shown.reference, "agent": shown.agent_id, "due": shown.due}
    form = ListingForm(request.POST or None, initial=initial, listing=shown)
    if form.is_valid():
        try:
            edit_listing(actor=request.user, listing=shown, facts=Facts(**form.cleaned_data))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, gettext("The listing is saved."))
            return redirect(shown)
    return render(request, "editor/listing_form.html", {"form": form, "listing": shown})


def _told(made: Listing) -> HttpResponse:
    return JsonResponse({"id": made.pk, "url": reverse("listing", args=[made.pk])}, status=201)


def listing_for(request: Request, pk: int) -> Listing:
    """The listing, if this person may see it; otherwise 404, the same as if there were none."""
    found = Listing.objects.visible_to(request.user).select_related("agent", "owner")
    return get_object_or_404(found, pk=pk)


def blank_form(request: Request) -> ListingForm:
    """An agent makes listings of their own first of all."""
    person = request.user
    return ListingForm(initial={"agent": person.pk if person.is_agent else None})


def _partial(request: Request, part: str, whole: str) -> str:
    return part if request.htmx and not request.htmx.history_restore_request else whole
