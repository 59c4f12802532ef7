"""What is done to many orders at once, each by the same action that does it to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editor.actions.desk.attention import failed_last
from editor.actions.errors import Refused
from editor.actions.listings.assigning import assign
from editor.actions.removals.again import resent
from editor.admin.acting import act_on
from editor.admin.forms import ActForm, DesignerForm
from editor.models import Order, Submission, User
from editor.templatetags.texts import translated

Act = ActForm.Act
MOST = 200
"""Removals that are begun, asked about or stopped by one press."""
MOST_TOLD = 5
"""Refusals that are told one by one."""


@admin.action(description=_("Submit anew what failed last (may be billed)"), permissions=["view"])
def retry(_desk: Any, request: HttpRequest, orders: QuerySet[Order]) -> None:
    _on_each(request, failed_last().filter(order__in=_keys(orders)), Act.ANEW)


@admin.action(description=_("Look again what became of the lost ones"), permissions=["view"])
def look(_desk: Any, request: HttpRequest, orders: QuerySet[Order]) -> None:
    lost = Submission.objects.filter(state=Submission.State.OUTCOME_UNKNOWN, order__in=_keys(orders))
    _on_each(request, lost, Act.LOOK)


@admin.action(description=_("Cancel what runs"), permissions=["view"])
def cancel(_desk: Any, request: HttpRequest, orders: QuerySet[Order]) -> None:
    running = Submission.objects.active().filter(order__in=_keys(orders), cancel_requested=False)
    _on_each(request, running, Act.CANCEL)


@admin.action(description=_("Give to the designer chosen beside"), permissions=["view"])
def give(_desk: Any, request: HttpRequest, orders: QuerySet[Order]) -> None:
    form = DesignerForm(request.POST)
    if not form.is_valid() or form.chosen is None:
        messages.warning(request, gettext("Choose the designer beside the action first."))
        return
    actor, designer = cast("User", request.user), form.chosen
    whole = orders.select_related("photo", "listing").order_by("pk")
    tell_of(request, [(order, _giving(actor, order, designer)) for order in whole[:MOST]])


def _giving(actor: User, order: Order, designer: User) -> Callable[[], None]:
    return lambda: assign(actor=actor, order=order, designer=designer)


def _keys(orders: QuerySet[Order]) -> list[int]:
    return list(orders.order_by().values_list("pk", flat=True)[:MOST])


def _on_each(request: HttpRequest, removals: QuerySet[Submission], act: Act) -> None:
    whole = removals.select_related("order__photo", "order__listing", "parent").order_by("pk")
    found = list(whole[:MOST])
    gone = resent(found)
    actor = cast("User", request.user)
    acts = [(each.order, _acting(actor, each, act)) for each in found if each.pk not in gone]
    tell_of(request, acts)


def _acting(actor: User, submission: Submission, act: Act) -> Callable[[], None]:
    return lambda: act_on(actor, submission, act)


def tell_of(request: HttpRequest, acts: Iterable[tuple[Order, Callable[[], None]]]) -> None:
    """Does each, and tells how many were done and why others were not."""
    done, refusals = 0, []
    for order, do in acts:
        try:
            do()
        except Refused as refused:
            refusals.append(f"{order.photo.name}: {translated(refused.sentence)}")
        else:
            done += 1
    for sentence in refusals[:MOST_TOLD]:
        messages.warning(request, sentence)
    if len(refusals) > MOST_TOLD:
        messages.warning(request, gettext("%(number)s more were refused.") % {"number": len(refusals) - MOST_TOLD})
    if done:
        messages.success(request, ngettext("%(number)s done.", "%(number)s done.", done) % {"number": done})
    elif not refusals:
        messages.info(request, gettext("There was nothing of that kind to do in the ticked orders."))
