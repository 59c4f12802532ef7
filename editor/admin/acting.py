"""What is done to a removal, or to an order at its service, from the page of the desk that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.listings.assigning import assign
from editor.actions.providers.closings import close_again, look_at_closing
from editor.actions.removals.again import anew_key, look_again, submit_anew
from editor.actions.removals.submit import cancel_submission
from editor.actions.review.reopening import reopen
from editor.admin.forms import ActForm, OrderActForm, way_back
from editor.forms import RELOAD, first_sentence
from editor.imaging.errors import PictureError
from editor.models import Order, RemoteOrder, Submission, User
from editor.templatetags.texts import translated

Act = ActForm.Act
DONE = {
    Act.LOOK: _("A worker asks what became of it."),
    Act.ANEW: _("It was submitted anew."),
    Act.CANCEL: _("It is being stopped."),
    Act.CLOSE: _("A worker tells the service again."),
}
LOST = _("Its mask is not here any more, so it cannot be submitted anew.")


@require_POST
def act_on_removal(request: HttpRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.select_related("order__photo", "order__listing", "parent"), pk=pk)
    return _act(request, lambda act: act_on(cast("User", request.user), submission, act))


@require_POST
def act_on_closing(request: HttpRequest, pk: int) -> HttpResponse:
    remote = get_object_or_404(RemoteOrder.objects.select_related("order__listing"), pk=pk)
    return _act(request, lambda act: _close(cast("User", request.user), remote, act))


def act_on(actor: User, submission: Submission, act: Act) -> None:
    """Raises Refused."""
    try:
        if act == Act.ANEW and submission.mask_dropped_at:
            raise Refused(str(LOST))
        if act == Act.ANEW:
            submit_anew(actor=actor, submission=submission, key=anew_key(submission))
        elif act == Act.LOOK:
            look_again(actor=actor, submission=submission)
        elif act == Act.CANCEL:
            cancel_submission(actor=actor, submission=submission)
        else:
            raise Refused(str(RELOAD))
    except PictureError as error:
        raise Refused(error.sentence) from error
    except OSError as error:
        raise Refused(str(LOST)) from error


def _close(actor: User, remote: RemoteOrder, act: Act) -> None:
    (close_again if act == Act.CLOSE else look_at_closing)(actor=actor, remote=remote)


@require_POST
def act_on_order(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(Order.objects.select_related("listing"), pk=pk)
    form = OrderActForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return redirect(way_back(request))
    actor, reason, designer = cast("User", request.user), form.cleaned_data["reason"], form.chosen
    if form.cleaned_data["act"] == OrderActForm.Act.REOPEN:
        return _told(request, lambda: reopen(actor=actor, order=order, reason=reason), gettext("It is open again."))
    done = (
        gettext("It is %(person)s's now.") % {"person": designer.called} if designer else gettext("It is nobody's now.")
    )
    return _told(request, lambda: assign(actor=actor, order=order, designer=designer), done)


def _act(request: HttpRequest, do: Callable[[Act], None]) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return redirect(way_back(request))
    act: Act = form.cleaned_data["act"]
    return _told(request, lambda: do(act), str(DONE[act]))


def _told(request: HttpRequest, do: Callable[[], None], done: str) -> HttpResponse:
    try:
        do()
    except Refused as refused:
        messages.warning(request, translated(refused.sentence))
    else:
        messages.success(request, done)
    return redirect(way_back(request))
