"""What belongs to one's own account: name, address, password, two-step codes, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from editor.actions.errors import Refused
from editor.actions.people import two_steps
from editor.actions.people.changing import change_own, sign_out_everywhere
from editor.forms.people import CodesForm, OwnForm
from editor.views.asking import Request
from editor.views.people.two_steps import pass_second_step

Act = CodesForm.Act


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    form = OwnForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            change_own(
                actor=request.user,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                wants_digest=form.cleaned_data["wants_digest"],
            )
        except Refused as refused:
            form.add_error("email", refused.sentence)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("account")
    app = two_steps.app_of(request.user)
    shown = {"form": form, "app": app, "codes_left": two_steps.codes_left(request.user) if app else 0}
    return render(request, "account/account.html", shown)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def codes(request: Request) -> HttpResponse:
    """Switches the second step on, shows new recovery codes, switches it off."""
    form = CodesForm(request.POST or None)
    if form.is_valid():
        act = Act(form.cleaned_data["act"])
        try:
            return _act(request, act, form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", refused.sentence)
    return _codes_page(request, form)


def _act(request: Request, act: Act, code: str) -> HttpResponse:
    if act == Act.OFF:
        two_steps.turn_off(actor=request.user, code=code)
        messages.success(request, gettext("Two-step codes are off. Your password is enough to sign in."))
        return redirect("account")
    if act == Act.RENEW:
        return _recovery_page(request, two_steps.new_recovery_codes(actor=request.user, code=code))
    told = two_steps.turn_on(actor=request.user, code=code)
    if app := two_steps.app_of(request.user):
        pass_second_step(request, app)
    return _recovery_page(request, told)


def _codes_page(request: Request, form: CodesForm) -> HttpResponse:
    if two_steps.app_of(request.user):
        left = two_steps.codes_left(request.user)
        return render(request, "account/codes_on.html", {"form": form, "codes_left": left})
    app = two_steps.app_to_confirm(request.user)
    shown = {"form": form, "qr_code": two_steps.qr_code(app), "secret": two_steps.secret(app)}
    return render(request, "account/codes_off.html", shown)


def _recovery_page(request: Request, told: list[str]) -> HttpResponse:
    """The only time they are shown: not by a redirect, since they would have to be kept until it arrives."""
    return render(request, "account/recovery_codes.html", {"recovery_codes": told})


@require_POST
def sign_out_others(request: Request) -> HttpResponse:
    """Everywhere but here."""
    sign_out_everywhere(actor=request.user, person=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, gettext("You are signed out everywhere but here."))
    return redirect("account")
