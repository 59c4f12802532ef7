"""What the lists of the desk share: they are read, filtered by service, and show a picture."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.addresses import picture_address
from editor.models import Order, Revision, Submission, User
from editor.providers import registry

Lookups = list[tuple[str, str]]
NOTHING = "–"


def is_reviewer(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.sees_everything


class Read:
    """Rows are read here and changed in the app, where its rules hold. `heading` names the list, `one` a row's page."""

    heading: Promise
    one: Promise

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        shown: HttpResponse = super().changelist_view(request, {"title": self.heading})  # type: ignore[misc]
        return shown

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        titled = {"title": self.one, "subtitle": None}
        shown: HttpResponse = super().change_view(request, object_id, form_url, titled)  # type: ignore[misc]
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


class ByState(admin.ChoicesFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext("state")


class ByProvider(admin.SimpleListFilter):
    title = _("service")
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


def column(field: str, name: Any) -> Any:
    """A field under a name that can be translated: its own is Python's."""

    @admin.display(description=name)
    def value(row: Model) -> Any:
        shown = getattr(row, f"get_{field}_display", None)
        return shown() if shown else getattr(row, field)

    value.__name__ = field
    return value


STATE = column("state", _("State"))


def thumbnail(revision: Revision | None) -> SafeString | str:
    if revision is None:
        return NOTHING
    address = picture_address("thumb", revision)
    return format_html('<img class="desk-thumb" src="{}" alt="" width="96" height="72" loading="lazy">', address)
