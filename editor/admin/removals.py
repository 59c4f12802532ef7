"""Every removal with its calls, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editor.admin.capped import CappedPaginator
from editor.admin.desk import desk
from editor.admin.filters import ByDay
from editor.admin.reading import NOTHING, STATE, ByProvider, ByState, Read, column, thumbnail
from editor.models import Call, Submission
from editor.templatetags.costs import cost
from editor.templatetags.eraser import duration, provider_label
from editor.templatetags.texts import translated

if TYPE_CHECKING:
    SubmissionAdmin = admin.ModelAdmin[Submission]
    CallRows = admin.StackedInline[Call, Submission]
else:
    # Django's classes take no type parameters while the program runs.
    SubmissionAdmin, CallRows = admin.ModelAdmin, admin.StackedInline


BY = column("created_by", _("Sent by"))
WHEN = column("created_at", _("Sent"))


class CallInline(Read, CallRows):
    model = Call
    fields = readonly_fields = (
        column("method", _("Method")),
        column("url", _("Address")),
        column("status", _("Status")),
        column("ms", _("Milliseconds")),
        column("at", _("When")),
        column("request", _("Request")),
        column("response", _("Answer")),
        column("error", _("Error")),
    )
    extra = 0
    verbose_name = _("Call")
    verbose_name_plural = _("Calls, without keys")


@admin.register(Submission, site=desk)
class SubmissionDesk(Read, SubmissionAdmin):
    heading = _("Removals")
    one = _("Removal")
    list_display = ("picture", "name", "service", STATE, "took", "costs", BY, WHEN)
    list_display_links = ("name",)
    list_filter = (("state", ByState), ByProvider, ("created_at", ByDay))
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
        STATE,
        BY,
        WHEN,
        "took",
        "costs",
        column("reference", _("The service's own name for it")),
        column("seed", _("Seed")),
        column("seed_used", _("Seed that was used")),
        column("mask_pixels", _("Pixels in the mask")),
        column("attempts", _("Attempts")),
        column("note", _("Note")),
        "sentence",
        column("error_detail", _("Error in detail")),
        column("plan", _("How it was fitted to the service")),
        column("remote", _("What is kept of the service")),
    )
    inlines = (CallInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def view_on_site(self, submission: Submission) -> str:
        return reverse("order", args=[submission.order_id])

    @admin.display(description=_("Picture"))
    def picture(self, submission: Submission) -> SafeString | str:
        return thumbnail(submission.result or submission.parent)

    @admin.display(description=_("Photo"), ordering="order__photo__name")
    def name(self, submission: Submission) -> str:
        return submission.order.photo.name

    @admin.display(description=_("Service"))
    def service(self, submission: Submission) -> str:
        return provider_label(submission.provider)

    @admin.display(description=_("What people were told"))
    def sentence(self, submission: Submission) -> str:
        return translated(submission.error_sentence)

    @admin.display(description=_("Took"))
    def took(self, submission: Submission) -> str:
        return duration(submission.seconds) or NOTHING

    @admin.display(description=_("Cost"))
    def costs(self, submission: Submission) -> str:
        return cost(submission) or NOTHING
