"""The reviewer's site within Django's admin.

People sign in where everybody does. Whoever may not be here is told that there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.admin.acting import act_on_closing, act_on_order, act_on_removal
from editor.admin.audit import audit_page
from editor.admin.front import front_page
from editor.admin.money import money_page
from editor.admin.people import act_on_person, people_page, person_page
from editor.admin.reading import is_reviewer
from editor.admin.retention import retention_page, retention_progress
from editor.admin.services import services_page, switch_service

TABS = {
    "index": _("Needs a person"),
    "editor_order_changelist": _("Orders"),
    "editor_submission_changelist": _("Removals"),
    "money": _("Money"),
    "editor_budget_changelist": _("Budgets"),
    "services": _("Services"),
    "people": _("People"),
    "editor_remoteorder_changelist": _("Closings"),
    "retention": _("Old files"),
    "audit": _("Timeline"),
}
"""The pages above which the desk's tabs lead to, by their addresses' names."""


class Desk(admin.AdminSite):
    site_title = site_header = "Eraser"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return is_reviewer(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        inner: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return update_wrapper(seen, inner)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return LogoutView.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        pages = [
            path("money/", self.admin_view(self.money), name="money"),
            path("money/<slug:slug>/", self.admin_view(self.money), name="money_of"),
            path("services/", self.admin_view(self.services), name="services"),
            path("people/", self.admin_view(self.people), name="people"),
            path("people/<int:pk>/", self.admin_view(self.person), name="person"),
            path("people/<int:pk>/act/", self.admin_view(self.act_on_person), name="act_on_person"),
            path("services/<slug:slug>/", self.admin_view(switch_service), name="switch_service"),
            path("orders/<int:pk>/", self.admin_view(act_on_order), name="act_on_order"),
            path("removals/<int:pk>/", self.admin_view(act_on_removal), name="act_on_removal"),
            path("closings/<int:pk>/", self.admin_view(act_on_closing), name="act_on_closing"),
            path("retention/", self.admin_view(self.retention), name="retention"),
            path("retention/progress/", self.admin_view(retention_progress), name="retention_progress"),
            path("audit/", self.admin_view(self.audit), name="audit"),
        ]
        return [*pages, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"tabs": _tabs(request)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        return front_page(request, self.each_context(request))

    def money(self, request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
        return money_page(request, self.each_context(request), slug)

    def services(self, request: HttpRequest) -> TemplateResponse:
        return services_page(request, self.each_context(request))

    def retention(self, request: HttpRequest) -> HttpResponse:
        return retention_page(request, self.each_context(request))

    def audit(self, request: HttpRequest) -> HttpResponseBase:
        return audit_page(request, self.each_context(request))

    def people(self, request: HttpRequest) -> TemplateResponse:
        return people_page(request, self.each_context(request))

    def person(self, request: HttpRequest, pk: int) -> HttpResponse:
        return person_page(request, self.each_context(request), pk)

    def act_on_person(self, request: HttpRequest, pk: int) -> HttpResponse:
        return act_on_person(request, self.each_context(request), pk)


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The one whose address the page's begins with is where the reader is."""
    first = reverse("admin:index")
    shown = []
    for name, label in TABS.items():
        address = reverse(f"admin:{name}")
        here = request.path == address if address == first else request.path.startswith(address)
        shown.append({"address": address, "label": gettext(label), "here": here})
    return shown


desk = Desk(name="admin")
