"""Asking for things to be removed, and watching it happen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from editor.actions.errors import Refused
from editor.actions.result import open_mask
from editor.actions.submit import cancel_submission, submit_mask
from editor.forms import MaskForm, first_sentence
from editor.imaging.errors import PictureError
from editor.imaging.mask import write_mask
from editor.models import Submission
from editor.views.asking import Request, order_for, refusal, submission_for
from editor.views.files import FOREVER, guarded


@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    """A new submission, or the one of the same press: 201 and its card. A refusal is one sentence."""
    order = order_for(request, pk)
    form = MaskForm(request.POST, request.FILES, order=order)
    if not form.is_valid():
        return refusal(first_sentence(form))
    asked = form.cleaned_data
    try:
        submission = submit_mask(
            actor=request.user,
            order=order,
            parent=asked["revision"],
            mask_png=asked["mask"],
            provider=asked["provider"],
            key=asked["key"],
        )
    except (PictureError, Refused) as error:
        return refusal(error.sentence)
    # The card asks once in any case: a job that ended before the card was on the page is announced like any other.
    return render(request, "editor/_submission.html", {"submission": submission, "ask_again": True}, status=201)


@never_cache
@require_safe
def submission(request: Request, pk: int) -> HttpResponse:
    """The status card; the one that brings a result tells the page about it."""
    shown = submission_for(request, pk)
    if not request.htmx:
        return redirect("order", pk=shown.order_id)
    response = render(request, "editor/_submission.html", {"submission": shown})
    if shown.state == Submission.State.SUCCEEDED and shown.result is not None:
        trigger_client_event(
            response,
            "revision-ready",
            {
                "order": shown.order_id,
                "revision": {"id": shown.result.pk, "number": shown.result.number},
                "submission": shown.pk,
            },
            after="swap",
        )
    return response


@require_safe
def mask(request: Request, pk: int) -> HttpResponse:
    """What was painted for a submission, in the editor's own encoding, so that it can be sent again."""
    data = write_mask(open_mask(submission_for(request, pk)))
    return guarded(HttpResponse(data, content_type="image/png", headers={"Cache-Control": FOREVER}))


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Asks for the end of a submission."""
    shown = submission_for(request, pk)
    cancel_submission(actor=request.user, submission=shown)
    shown.refresh_from_db()
    if request.htmx:
        return render(request, "editor/_submission.html", {"submission": shown})
    if shown.is_active:
        messages.success(request, "The removal is being stopped.")
    return redirect("order", pk=shown.order_id)
