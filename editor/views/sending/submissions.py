"""Asking for things to be removed, and watching it happen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from editor.actions.errors import Refused
from editor.actions.removals.again import anew_key, look_again, resent, submit_anew
from editor.actions.removals.parting import submit_in_parts
from editor.actions.removals.several import submit_to_several
from editor.actions.removals.submit import cancel_submission, submit_mask
from editor.forms import first_sentence
from editor.forms.masks import MaskForm
from editor.imaging.errors import PictureError
from editor.models import Act, Order, Submission
from editor.views.asking import Request, order_for, refusal, somebody_else, submission_for
from editor.views.painting.day import queue_of
from editor.views.sending.groups import cell_size

FORBIDDEN = 403
OTHER_PERSON = _("Somebody else is signed in in this browser now. Sign in again in another tab, then go on here.")


@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    """A submission to each service asked, the same for the same press: 201 and their cards, or one sentence why not."""
    if somebody_else(request):
        return refusal(OTHER_PERSON, status=FORBIDDEN)
    order = order_for(request, pk, Act.PAINT)
    form = MaskForm(request.POST, request.FILES, order=order)
    if not form.is_valid():
        return refusal(first_sentence(form))
    try:
        submissions = _submitted(request, order, form.cleaned_data)
    except (PictureError, Refused) as error:
        return refusal(error.sentence)
    # The card asks once in any case: a job that ended before the card was on the page is announced like any other.
    return _cards(request, submissions, status=201, ask_again=True)


def _submitted(request: Request, order: Order, asked: dict[str, Any]) -> list[Submission]:
    """Raises PictureError, Refused."""
    common = {
        "actor": request.user,
        "order": order,
        "parent": asked["revision"],
        "mask_png": asked["mask"],
        "key": asked["key"],
        "seed": asked["seed"],
        "mask_kind": asked["mask_made"],
    }
    if len(asked["provider"]) > 1:
        return submit_to_several(providers=asked["provider"], **common)
    provider, crops = asked["provider"][0], asked["crops"] or 1
    if crops > 1:
        return submit_in_parts(provider=provider, agreed=crops, **common)
    return [submit_mask(provider=provider, **common)]


def _cards(request: Request, submissions: list[Submission], status: int = 200, **context: Any) -> HttpResponse:
    context |= {"submissions": submissions, "resent": resent(submissions)}
    if request.GET.get("in") == "day":
        queue = queue_of(request.user)
        context |= {"in_day": True, "running": queue["running"]}
    return render(request, "editor/_cards.html", context, status=status)


@never_cache
@require_safe
def submission(request: Request, pk: int) -> HttpResponse:
    """The status card, with `?in=compare` the cell; the one that has ended tells the page."""
    shown = submission_for(request, pk)
    if not request.htmx:
        return redirect("order", pk=shown.order_id)
    response = _cell(request, shown) if request.GET.get("in") == "compare" else _cards(request, [shown])
    if shown.result is None and not shown.is_active:
        trigger_client_event(response, "submission-ended", {"submission": shown.pk}, after="swap")
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


def _cell(request: Request, shown: Submission) -> HttpResponse:
    context = {"submission": shown, "size": cell_size(shown.order)}
    return render(request, "editor/_cell.html", context)


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Asks for the end of a submission."""
    shown, trouble = submission_for(request, pk), ""
    try:
        cancel_submission(actor=request.user, submission=shown)
    except Refused as refused:
        trouble = refused.sentence
    shown.refresh_from_db()
    if request.htmx or trouble:
        return _went_on(request, [shown], trouble)
    if shown.is_active:
        messages.success(request, gettext("The removal is being stopped."))
    return redirect("order", pk=shown.order_id)


@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Asks what became of a submission of unknown outcome."""
    shown, trouble = submission_for(request, pk), ""
    try:
        look_again(actor=request.user, submission=shown)
    except Refused as refused:
        trouble = refused.sentence
    shown.refresh_from_db()
    return _went_on(request, [shown], trouble)


@require_POST
def anew(request: Request, pk: int) -> HttpResponse:
    """Sends the mask of a submission of unknown outcome once more: its card, below that of the new one."""
    shown, trouble = [submission_for(request, pk)], ""
    try:
        shown.insert(0, submit_anew(actor=request.user, submission=shown[0], key=anew_key(shown[0])))
    except Refused as refused:
        trouble = refused.sentence
    return _went_on(request, shown, trouble)


def _went_on(request: Request, shown: list[Submission], trouble: str) -> HttpResponse:
    if request.htmx:
        return _cards(request, shown, trouble=trouble)
    if trouble:
        messages.error(request, trouble)
    return redirect("order", pk=shown[0].order_id)


@require_safe
def calls(request: Request, pk: int) -> HttpResponse:
    """What went over the wire for a submission, redacted."""
    shown = submission_for(request, pk)
    template = "editor/_calls.html" if request.htmx else "editor/calls.html"
    return render(request, template, {"submission": shown, "calls": shown.calls.order_by("pk")})
