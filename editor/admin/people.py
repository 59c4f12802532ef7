"""The desk's pages of people: who is here, inviting more, and each one's account."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.news.mailing import mails_are_printed
from editor.actions.news.site import site_address
from editor.actions.people.changing import (
    change_person,
    close_account,
    open_account,
    remove_lost_app,
    sign_out_everywhere,
)
from editor.actions.people.inviting import invite, invite_again
from editor.actions.people.roster import Which, notes_on, roster
from editor.forms import first_sentence
from editor.forms.people import InviteForm, PersonActForm, PersonForm
from editor.models import User

PEOPLE_A_PAGE = 100
Act = PersonActForm.Act
ACTIONS = {
    Act.CLOSE: close_account,
    Act.OPEN: open_account,
    Act.SIGN_OUT: sign_out_everywhere,
    Act.REMOVE_APP: remove_lost_app,
}
DONE = {
    Act.CLOSE: _("The account of %(person)s is closed. What they did stays."),
    Act.OPEN: _("The account of %(person)s is open again."),
    Act.SIGN_OUT: _("%(person)s is signed out everywhere."),
    Act.REMOVE_APP: _("%(person)s signs in without a code now."),
}


@never_cache
def people_page(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """The list; a POST invites somebody, and shows the link where no mail carries it."""
    form, link = InviteForm(request.POST or None), ""
    if form.is_valid():
        try:
            person, link = invite(actor=_actor(request), site=_site(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.sentence)
        else:
            messages.success(request, gettext("%(person)s is invited.") % {"person": person.called})
            form = InviteForm()
    word = request.GET.get("which", "")
    which = Which(word) if word in Which.values else Which.ALL
    people = Paginator(roster(which), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    shown = {"title": gettext("People"), "people": people, "which": which, "choices": Which, "form": form}
    return TemplateResponse(
        request, "admin/people.html", context | shown | {"link": link if mails_are_printed() else ""}
    )


@never_cache
def person_page(request: HttpRequest, context: dict[str, Any], pk: int, link: str = "") -> HttpResponse:
    """One account; a POST changes its name, address and groups."""
    person = get_object_or_404(roster(), pk=pk)
    now = {"name": person.get_full_name(), "email": person.email, "roles": list(person.roles_given)}
    changing = request.method == "POST" and not link
    form = PersonForm(request.POST if changing else None, initial=now)
    if form.is_valid():
        try:
            change_person(actor=_actor(request), person=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("admin:person", pk)
    shown = {"title": person.called, "person": person, "form": form, "link": link, "notes": notes_on(person)}
    return TemplateResponse(request, "admin/person.html", context | shown)


@require_POST
def act_on_person(request: HttpRequest, context: dict[str, Any], pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = PersonActForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return redirect("admin:person", pk)
    act: Act = form.cleaned_data["act"]
    try:
        if act == Act.INVITE_AGAIN:
            link = invite_again(actor=_actor(request), person=person, site=_site(request))
            messages.success(request, gettext("%(person)s is invited again.") % {"person": person.called})
            return person_page(request, context, pk, link) if mails_are_printed() else redirect("admin:person", pk)
        ACTIONS[act](actor=_actor(request), person=person)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, DONE[act] % {"person": person.called})
    return redirect("admin:person", pk)


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)


def _site(request: HttpRequest) -> str:
    return site_address(request.build_absolute_uri("/"))
