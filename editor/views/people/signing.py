"""Signing in and out, single-use links, the password; and whether the house stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import LoginView, PasswordResetConfirmView, RedirectURLMixin
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods
from django.views.generic import FormView

from editor import tasks
from editor.actions.errors import Refused
from editor.actions.news.site import site_address
from editor.actions.people.forgotten import password_was_set
from editor.actions.people.two_steps import check_code
from editor.forms.people import AddressForm, CodeForm, SignInForm
from editor.models import SignInLink, User
from editor.views.asking import Request
from editor.views.people.two_steps import halfway, pass_second_step

BACKEND = "django.contrib.auth.backends.ModelBackend"
GONE = 410


if TYPE_CHECKING:
    CodeView = FormView[CodeForm]
else:
    # Django's classes take no type parameters while the program runs.
    CodeView = FormView


class SignIn(LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return reverse(first_place(cast("User", self.request.user)))


def first_place(person: User) -> str:
    """Where somebody begins: agents with their listings, whoever paints with the photos."""
    return "listings" if person.is_agent and not person.is_designer else "orders"


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class SecondStep(RedirectURLMixin, CodeView):
    template_name = "registration/code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = halfway(request)
        if person is None:
            return redirect("orders")
        self.person = person
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        return reverse(first_place(self.person))

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            app = check_code(self.person, form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", refused.sentence)
            return self.form_invalid(form)
        pass_second_step(self.request, app)
        return super().form_valid(form)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, next=self.get_redirect_url(), **more)


# HEAD is not answered: whoever only looks at a link must not use it up.
@login_not_required
@never_cache
@require_GET
@sensitive_variables("token")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in whoever holds the link, once, in a session with a new key."""
    return _come_in(request, token)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("token")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation. Mail programs open links to look at them, so using it takes a press of a button."""
    if request.method == "POST":
        return _come_in(request, token, "password")
    link = SignInLink.objects.find(token)
    if link is None:
        return render(request, "registration/link_used.html", status=GONE)
    return render(request, "registration/invited.html", {"person": link.user})


def _come_in(request: HttpRequest, token: str, where: str = "") -> HttpResponse:
    person = SignInLink.objects.redeem(token)
    if person is None:
        return render(request, "registration/link_used.html", status=GONE)
    login(request, person, backend=BACKEND)
    return redirect(where or first_place(person))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Changes the password, or sets the first one of somebody who came by a link. Other sessions are over then."""
    kind = PasswordChangeForm if request.user.has_usable_password() else SetPasswordForm
    form = kind(request.user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, gettext("Your password is saved."))
        return redirect(first_place(request.user))
    return render(request, "registration/password.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Has a link for a new password mailed. The answer is the same whether the address is known or not."""
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return render(request, "registration/forgotten.html", {"form": form})
    site = site_address(request.build_absolute_uri("/"))
    tasks.mail_new_password(form.cleaned_data["email"], site=site, language=get_language() or "en")
    return render(request, "registration/forgotten_sent.html", {"email": form.cleaned_data["email"]})


class NewPassword(PasswordResetConfirmView):
    """Where the mailed link leads. Nobody is signed in by it: that takes the new password, and a code where one is."""

    template_name = "registration/new_password.html"
    success_url = reverse_lazy("sign_in")
    user: User

    def form_valid(self, form: SetPasswordForm[Any]) -> HttpResponse:
        answer = super().form_valid(form)
        password_was_set(self.user)
        messages.success(self.request, gettext("Your password is saved. Sign in with it."))
        return answer


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
