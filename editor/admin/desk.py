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

from editor.admin.services import services_page, switch_service
from editor.models import User


class Desk(admin.AdminSite):
    site_title = site_header = "Eraser"
    index_title = "What happens here"

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.sees_everything

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
            path("services/", self.admin_view(self.services), name="services"),
            path("services/<slug:slug>/", self.admin_view(switch_service), name="switch_service"),
        ]
        return [*pages, *super().get_urls()]

    def services(self, request: HttpRequest) -> TemplateResponse:
        return services_page(request, self.each_context(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        shown = list(super().get_app_list(request, app_label))
        if app_label is None:
            address = reverse("admin:services")
            page = {"name": "Services", "object_name": "Services", "admin_url": address, "view_only": True, "perms": {}}
            shown.append({"name": "Services", "app_label": "services", "app_url": address, "models": [page]})
        return shown


desk = Desk(name="admin")
