"""A listing's photos as a zip: the page that says what goes in, and the zip itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from editor.actions.archive import Packed, archive, contents, rough_size
from editor.actions.archive.naming import PLACEHOLDERS, names
from editor.actions.errors import Refused
from editor.forms.archive import ArchiveForm
from editor.imaging.presets import PRESETS
from editor.models import Listing
from editor.views.asking import Request
from editor.views.files import guarded

SHOWN = 8
"""Photos listed by name; the others are counted."""


@require_safe
def choose(request: Request, pk: int) -> HttpResponse:
    """What to put in, and what comes of it; by htmx only the latter."""
    listing = _listing(request, pk)
    form = _form(request)
    context = {
        "listing": listing,
        "form": form,
        "presets": [(slug, label, preset) for slug, (label, preset) in PRESETS.items()],
        "placeholders": [f"{{{name}}}" for name in PLACEHOLDERS],
        **_foreseen(request, listing, form),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    response = render(request, "editor/_archive.html" if partial else "editor/archive.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """The zip, made while it is sent. A wish that cannot be met goes back to the page, which says why."""
    listing = _listing(request, pk)
    form = _form(request)
    page = f"{reverse('listing_download', args=[pk])}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(page)
    try:
        pieces = archive(actor=request.user, listing=listing, wanted=form.wanted())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(page)
    # Whoever asks for the head only gets no download, and none is noted.
    response = StreamingHttpResponse(pieces if request.method == "GET" else [], content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(listing)}"'
    response["Cache-Control"] = "private, no-store"
    # A server in between would otherwise wait for the whole of it.
    response["X-Accel-Buffering"] = "no"
    return guarded(response)


def _listing(request: Request, pk: int) -> Listing:
    return get_object_or_404(Listing.objects.visible_to(request.user), pk=pk)


def _form(request: Request) -> ArchiveForm:
    return ArchiveForm(request.GET if request.GET else ArchiveForm.START)


def _file_name(listing: Listing) -> str:
    [name] = names("{address}", [{"address": listing.address}])
    plain = "".join(sign for sign in name if sign.isascii()).strip()
    return f"{plain or f'listing-{listing.pk}'}.zip"


def _foreseen(request: Request, listing: Listing, form: ArchiveForm) -> dict[str, Any]:
    """How many photos go in, about how large the zip is, and which photos are not finalised."""
    if not form.is_valid():
        return {"faults": [str(error) for errors in form.errors.values() for error in errors]}
    wanted = form.wanted()
    photos = contents(request.user, listing, wanted)
    included = [each for each in photos if each.included]
    return {
        "wanted": wanted,
        "photos": photos,
        "included": included,
        "shown": included[:SHOWN],
        "more": max(0, len(included) - SHOWN),
        "size": rough_size(photos, wanted),
        "query": request.GET.urlencode(),
        **_unfinished([each for each in photos if not each.finalised]),
    }


def _unfinished(photos: list[Packed]) -> dict[str, Any]:
    return {"unfinished": photos[:SHOWN], "unfinished_count": len(photos), "unfinished_more": len(photos) - SHOWN}
