"""Photos coming in: one per request from a script, several from the plain form."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.listings.making import Passed, check_may_edit
from editor.actions.listings.sorting import natural_key
from editor.actions.photos.upload import clean_name, upload_photo
from editor.forms import first_sentence
from editor.forms.photos import PhotoForm
from editor.imaging.errors import PictureError
from editor.models import Listing, Order
from editor.templatetags.texts import translated
from editor.views.asking import Request, by_script, numbered, refusal

HERE_ALREADY = 409


def limits() -> dict[str, int]:
    """What a page with an upload form says about photos."""
    return {
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "max_megabytes": settings.PHOTO_MAX_BYTES // 2**20,
        "max_megapixels": settings.PHOTO_MAX_PIXELS // 1_000_000,
    }


@require_POST
def upload(request: Request) -> HttpResponse:
    """Takes photos in, into the listing that `listing` names; `position` is a single photo's place there.

    A script sends one and gets its card, 400 with a sentence, or 409 where the listing has the same photo already.
    """
    files = request.FILES.getlist("photo")
    listing = _listing(request)
    if by_script(request):
        return _upload_one(request, files, listing)
    take_all_in(request, listing)
    if not files:
        messages.error(request, gettext("Choose a photo first."))
    return redirect("orders") if listing is None else redirect(listing)


def take_all_in(request: Request, listing: Listing | None) -> None:
    """The plain form's photos, by their names as people count, each with its message."""
    for file in sorted(request.FILES.getlist("photo"), key=lambda file: natural_key(file.name or "")):
        _upload_and_tell(request, file, listing)


def _listing(request: Request) -> Listing | None:
    """The listing that is named: 404 where this person does not see it, 403 where they may not add to it."""
    if not request.POST.get("listing"):
        return None
    found = Listing.objects.visible_to(request.user).select_related("agent")
    listing = get_object_or_404(found, pk=numbered(request.POST["listing"]) or 0)
    try:
        check_may_edit(request.user, listing)
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused
    return listing


def _upload_one(request: Request, files: list[UploadedFile[Any]], listing: Listing | None) -> HttpResponse:
    if len(files) != 1:
        return refusal(gettext("Choose a photo first.") if not files else gettext("Send one photo at a time."))
    try:
        order = _take_in(request, files[0], listing, numbered(request.POST.get("position", "")))
    except Passed as passed:
        return refusal(passed.sentence, status=HERE_ALREADY)
    except (PictureError, Refused) as error:
        return refusal(error.sentence)
    return render(
        request, "editor/_order_card.html", {"order": order, "in_listing": listing, "choosing": True}, status=201
    )


def _upload_and_tell(request: Request, file: UploadedFile[Any], listing: Listing | None) -> None:
    name = truncatechars(clean_name(file.name or ""), 60)
    try:
        _take_in(request, file, listing, None)
    except Passed as passed:
        messages.info(request, f"{name}: {passed.sentence}")
    except (PictureError, Refused) as error:
        messages.error(request, f"{name}: {translated(error.sentence)}")
    else:
        messages.success(request, gettext("%(name)s is here.") % {"name": name})


def _take_in(request: Request, file: UploadedFile[Any], listing: Listing | None, position: int | None) -> Order:
    """The order for one file. Raises PictureError, Refused."""
    form = PhotoForm(files=MultiValueDict({"photo": [file]}))
    if not form.is_valid():
        raise PictureError("refused", first_sentence(form))
    return upload_photo(
        actor=request.user,
        file=form.cleaned_data["photo"].file,
        name=file.name or "",
        listing=listing,
        position=position,
    )
