"""Every removal with its calls, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.admin.capped import CappedPaginator
from editor.admin.desk import desk
from editor.admin.filters import ByDay
from editor.admin.reading import NOTHING, ByProvider, Read, thumbnail
from editor.models import Call, Submission
from editor.templatetags.costs import cost
from editor.templatetags.eraser import duration, provider_label

if TYPE_CHECKING:
    SubmissionAdmin = admin.ModelAdmin[Submission]
    CallRows = admin.StackedInline[Call, Submission]
else:
    # Django's classes take no type parameters while the program runs.
    SubmissionAdmin, CallRows = admin.ModelAdmin, admin.StackedInline


class CallInline(Read, CallRows):
    model = Call
    fields = readonly_fields = ("method", "url", "status", "ms", "at", "request", "response", "error")
    extra = 0
    verbose_name_plural = "calls, without keys"


@admin.register(Submission, site=desk)
class SubmissionDesk(Read, SubmissionAdmin):
    heading = _("Removals")
    list_display = ("picture", "name", "service", "state", "took", "costs", "created_by", "created_at")
    list_display_links = ("name",)
    list_filter = ("state", ByProvider, ("created_at", ByDay))
    list_select_related = ("order__photo", "parent", "result", "created_by")
    search_fields = ("order__photo__name", "reference", "created_by__username", "error_sentence")
    ordering = ("-created_at", "-id")
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    show_full_result_count = False
    fields = readonly_fields = (
        "picture",
        "name",
        "service",
        "state",
        "created_by",
        "created_at",
        "took",
        "costs",
        "reference",
        "seed",
        "seed_used",
        "mask_pixels",
        "attempts",
        "note",
        "error_sentence",
        "error_detail",
        "plan",
        "remote",
    )
    inlines = (CallInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, {"title": gettext("Removal"), "subtitle": None})

    def view_on_site(self, submission: Submission) -> str:
        return reverse("order", args=[submission.order_id])

    @admin.display(description="Picture")
    def picture(self, submission: Submission) -> SafeString | str:
        return thumbnail(submission.result or submission.parent)

    @admin.display(description="Photo", ordering="order__photo__name")
    def name(self, submission: Submission) -> str:
        return submission.order.photo.name

    @admin.display(description="Service")
    def service(self, submission: Submission) -> str:
        return provider_label(submission.provider)

    @admin.display(description="Took")
    def took(self, submission: Submission) -> str:
        return duration(submission.seconds) or NOTHING

    @admin.display(description="Cost")
    def costs(self, submission: Submission) -> str:
        return cost(submission) or NOTHING
