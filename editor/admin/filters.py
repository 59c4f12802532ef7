"""By what the orders of the desk are narrowed down."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.desk.attention import failed_last
from editor.admin.reading import Lookups
from editor.models import Listing, Order, Role, Submission, User

LISTINGS = 20
"""The newest are offered; the search finds the others by address and reference."""


class ByDay(admin.DateFieldListFilter):
    """When it was added."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext("added")


class ByTrouble(admin.SimpleListFilter):
    title = _("removals")
    parameter_name = "removals"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("unknown", _("Outcome unknown")), ("failed", _("Failed last")), ("running", _("Running"))]  # type: ignore[list-item]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        asked = {
            "unknown": Submission.objects.filter(state=Submission.State.OUTCOME_UNKNOWN),
            "failed": failed_last(),
            "running": Submission.objects.active(),
        }.get(self.value() or "")
        return queryset if asked is None else queryset.filter(pk__in=asked.values("order"))


class ByPerson(admin.SimpleListFilter):
    """By one of a group's people."""

    role: Role
    field: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        people = User.objects.filter(groups__name=self.role).order_by("first_name", "username")
        return [(str(person.pk), person.called) for person in people]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        word = self.value() or ""
        return queryset.filter(**{self.field: int(word)}) if word.isdecimal() and len(word) < 19 else queryset


class ByAgent(ByPerson):
    title, parameter_name, role, field = _("agent"), "agent", Role.AGENT, "listing__agent"


class ByDesigner(ByPerson):
    title, parameter_name, role, field = _("designer"), "designer", Role.DESIGNER, "designer"


class ByListing(admin.SimpleListFilter):
    title = _("listing")
    parameter_name = "listing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        newest = {listing.pk: listing for listing in Listing.objects.order_by("-pk")[:LISTINGS]}
        word = request.GET.get(self.parameter_name, "")
        if word.isdecimal() and len(word) < 19 and int(word) not in newest:
            newest |= Listing.objects.in_bulk([int(word)])
        return [(str(pk), listing.address) for pk, listing in newest.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        word = self.value() or ""
        return queryset.filter(listing=int(word)) if word.isdecimal() and len(word) < 19 else queryset
