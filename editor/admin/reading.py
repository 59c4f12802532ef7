"""What the lists of the desk share: they are read, filtered by service, and show a picture."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from editor.addresses import picture_address
from editor.models import Order, Revision, Submission, User
from editor.providers import registry

Lookups = list[tuple[str, str]]
NOTHING = "–"


def is_reviewer(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.sees_everything


class Read:
    """Rows are read here and changed in the app, where its rules hold. `heading` is the name of the list."""

    heading: Promise

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        shown: HttpResponse = super().changelist_view(request, {"title": self.heading})  # type: ignore[misc]
        return shown

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_reviewer(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ByProvider(admin.SimpleListFilter):
    title = "service"
    parameter_name = "provider"
    field = "provider"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [(slug, cls.label) for slug, cls in registry.PROVIDERS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = Submission.objects.filter(provider=self.value() or "")
        if not self.value():
            return queryset
        if queryset.model is Order:
            return queryset.filter(pk__in=asked.values("order"))
        return queryset.filter(provider=self.value())


def thumbnail(revision: Revision | None) -> SafeString | str:
    if revision is None:
        return NOTHING
    address = picture_address("thumb", revision)
    return format_html('<img class="desk-thumb" src="{}" alt="" width="96" height="72" loading="lazy">', address)
