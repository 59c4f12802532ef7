"""The list of orders, photos coming in, and the page of one order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.utils.cache import patch_vary_headers
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from editor.actions.errors import Refused
from editor.actions.finalise import finalise
from editor.actions.history import step_back
from editor.actions.upload import clean_name, upload_photo
from editor.forms import PhotoForm, first_sentence
from editor.imaging.errors import PictureError
from editor.models import Order, Submission
from editor.models.order import OrderQuerySet
from editor.templatetags.texts import translated
from editor.views.asking import Request, by_script, order_for, refusal, revision_numbered
from editor.views.parts import compared, history, noteworthy
from editor.views.remote import can_be_opened
from editor.views.standing import standing
from editor.views.timeline import timeline

PAGE = 24
"""Cards at a time. Rendering them is what a view of the list costs, so a page is about one screen."""


@require_safe
def orders(request: Request) -> HttpResponse:
    """A page of the list, newest first; `?after=<order>` goes on behind that order."""
    shown = list(_after(request, _listed(request))[: PAGE + 1])
    context = {
        "orders": shown[:PAGE],
        "last": shown[PAGE - 1] if len(shown) > PAGE else None,
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "max_megabytes": settings.PHOTO_MAX_BYTES // 2**20,
        "max_megapixels": settings.PHOTO_MAX_PIXELS // 1_000_000,
        "can_be_opened": can_be_opened(),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    response = render(request, "editor/_orders.html" if partial else "editor/orders.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _listed(request: Request) -> OrderQuerySet:
    running = Submission.objects.active().filter(order=OuterRef("pk"))
    return Order.objects.visible_to(request.user).for_list().annotate(running=Exists(running))


def _after(request: Request, listed: OrderQuerySet) -> OrderQuerySet:
    """What comes behind the order named by the query: a key, not an offset, so that page 200 is as fast as page 2."""
    word = request.GET.get("after", "")
    if not word.isdecimal() or len(word) > 18:
        return listed
    last = Order.objects.visible_to(request.user).filter(pk=int(word)).first()
    if last is None:
        return listed
    return listed.filter(created_at__lte=last.created_at).exclude(created_at=last.created_at, pk__gte=last.pk)


@require_POST
def upload(request: Request) -> HttpResponse:
    """Takes photos in: one per request from a script, which gets its card; several from the plain form."""
    files = request.FILES.getlist("photo")
    if by_script(request):
        return _upload_one(request, files)
    for file in files:
        _upload_and_tell(request, file)
    if not files:
        messages.error(request, gettext("Choose a photo first."))
    return redirect("orders")


def _upload_one(request: Request, files: list[UploadedFile[Any]]) -> HttpResponse:
    if len(files) != 1:
        return refusal(gettext("Choose a photo first.") if not files else gettext("Send one photo at a time."))
    try:
        order = _take_in(request, files[0])
    except (PictureError, Refused) as error:
        return refusal(error.sentence)
    return render(request, "editor/_order_card.html", {"order": order}, status=201)


def _upload_and_tell(request: Request, file: UploadedFile[Any]) -> None:
    name = truncatechars(clean_name(file.name or ""), 60)
    try:
        _take_in(request, file)
    except (PictureError, Refused) as error:
        messages.error(request, f"{name}: {translated(error.sentence)}")
    else:
        messages.success(request, gettext("%(name)s is here.") % {"name": name})


def _take_in(request: Request, file: UploadedFile[Any]) -> Order:
    """The order for one file. Raises PictureError, Refused."""
    form = PhotoForm(files=MultiValueDict({"photo": [file]}))
    if not form.is_valid():
        raise PictureError("refused", first_sentence(form))
    return upload_photo(actor=request.user, file=form.cleaned_data["photo"].file, name=file.name or "")


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
