"""Who asks, how, and for what: the questions every view begins with."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext
from django_htmx.middleware import HtmxDetails

from editor.actions.errors import Refused
from editor.actions.orders import check_may
from editor.models import Act, Order, Revision, Submission, User
from editor.templatetags.texts import translated
from editor.views.people.two_steps import halfway


class Request(HttpRequest):
    """A request behind the sign-in: there is always a person."""

    user: User
    htmx: HtmxDetails


class SignInRequired(LoginRequiredMiddleware):
    """Sends people to the sign-in page, and tells scripts instead of handing them that page as if it were data."""

    def handle_no_permission(  # type: ignore[override]  # Django's stub knows redirects only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if by_script(request):
            return refusal(gettext("You are signed out. Sign in again in another tab, then go on here."), status=401)
        if halfway(request):
            return redirect_to_login(request.get_full_path(), resolve_url("second_step"))
        return super().handle_no_permission(request, view_func)


def by_script(request: HttpRequest) -> bool:
    """Whether a script asked (htmx, XHR or fetch) and wants a partial or JSON, not a page."""
    told = "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return told or request.headers.get("Sec-Fetch-Dest") == "empty"


def somebody_else(request: Request) -> bool:
    """A page left open goes on with the cookie of whoever signed in since, in another tab: it says whose it is."""
    return request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk)


def refusal(sentence: str, status: int = 400) -> HttpResponse:
    """Why not, for a script to show, in the reader's language where the sentence is one that is known beforehand."""
    return JsonResponse({"error": translated(sentence)}, status=status)


def numbered(word: str) -> int | None:
    """The number that a query or a form names; None for anything else."""
    return int(word) if word.isdecimal() and len(word) < 19 else None


def order_for(request: Request, pk: int, act: Act = Act.SEE) -> Order:
    """The order, if this person may see it; otherwise 404, the same as if there were none.

    Raises PermissionDenied with a sentence where they see it but may not do this with it.
    """
    orders = Order.objects.visible_to(request.user).select_related("photo", "owner", "head", "listing", "designer")
    order = get_object_or_404(orders, pk=pk)
    try:
        check_may(request.user, act, order)
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused
    return order


def revision_for(request: Request, pk: int) -> Revision:
    return get_object_or_404(Revision.objects.visible_to(request.user).select_related("order__photo"), pk=pk)


def submission_for(request: Request, pk: int) -> Submission:
    whole = Submission.objects.select_related("order__photo", "order__listing", "parent", "result", "created_by")
    submissions = whole.visible_to(request.user)
    return get_object_or_404(submissions, pk=pk)


def revision_numbered(order: Order, word: str | None, default: Revision | None) -> Revision:
    """The order's revision whose number a query names, `default` where it names none; 404 where there is none."""
    if word is None and default is not None:
        return default
    word = word or "0"
    number = int(word) if word.isdecimal() and len(word) < 10 else -1
    return get_object_or_404(order.revisions, number=number)
