"""Signing in and out, single-use links, the password; and whether the house stands."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import LoginView
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from editor.forms import SignInForm
from editor.models import SignInLink, User
from editor.views.asking import Request

BACKEND = "django.contrib.auth.backends.ModelBackend"
GONE = 410


class SignIn(LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return reverse(first_place(cast("User", self.request.user)))


def first_place(person: User) -> str:
    """Where somebody begins: agents with their listings, whoever paints with the photos."""
    return "listings" if person.is_agent and not person.is_designer else "orders"


# HEAD is not answered: whoever only looks at a link must not use it up.
@login_not_required
@never_cache
@require_GET
@sensitive_variables("token")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in whoever holds the link, once, in a session with a new key."""
    person = SignInLink.objects.redeem(token)
    if person is None:
        return render(request, "registration/link_used.html", status=GONE)
    login(request, person, backend=BACKEND)
    return redirect(first_place(person))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Changes the password, or sets the first one of somebody who came by a link."""
    kind = PasswordChangeForm if request.user.has_usable_password() else SetPasswordForm
    form = kind(request.user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, gettext("Your password is saved."))
        return redirect("orders")
    return render(request, "registration/password.html", {"form": form})


@login_not_required
@never_cache
@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """200 while the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
