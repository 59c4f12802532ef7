"""What services may cost in a month: set here, kept to where removals are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from editor.actions.money.budgets import standings
from editor.actions.money.prices import price_of
from editor.admin.desk import desk
from editor.admin.forms import BudgetForm, outside
from editor.admin.reading import is_reviewer
from editor.models import Budget
from editor.providers import registry

if TYPE_CHECKING:
    BudgetAdmin = admin.ModelAdmin[Budget]
else:
    # Django's classes take no type parameters while the program runs.
    BudgetAdmin = admin.ModelAdmin


@admin.register(Budget, site=desk)
class BudgetDesk(BudgetAdmin):
    """Whoever changed one is in Django's admin log."""

    form = BudgetForm

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_reviewer(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_reviewer(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_reviewer(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_reviewer(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_reviewer(request)

    def save_model(self, request: HttpRequest, obj: Budget, form: Any, change: bool) -> None:  # noqa: FBT001
        """With another amount, its reviewers are warned anew."""
        if {"amount", "warn_at"} & set(form.changed_data):
            obj.warned_for = None
        super().save_model(request, obj, form, change)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        shown = {
            "title": gettext("Budgets"),
            "standings": standings(),
            "currency": settings.PRICE_CURRENCY,
            "unpriced": _unpriced(),
        }
        return TemplateResponse(request, "admin/budgets.html", desk.each_context(request) | shown)


def _unpriced() -> list[str]:
    """The services that are set up and whose price is not known: nothing of theirs is counted."""
    ready = registry.ready(settings.PROVIDER_CONFIG)
    return [cls.label for cls in ready if outside(cls.slug) and price_of(cls.slug)[0] is None]
