"""Every order and submission with its calls, to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from editor.actions.closings import close_again, look_at_closing
from editor.actions.errors import Refused
from editor.addresses import picture_address
from editor.admin.desk import desk
from editor.models import Call, Order, RemoteOrder, Revision, Submission, User
from editor.providers import registry
from editor.templatetags.costs import cost
from editor.templatetags.eraser import duration, provider_label

if TYPE_CHECKING:
    OrderAdmin = admin.ModelAdmin[Order]
    SubmissionAdmin = admin.ModelAdmin[Submission]
    RemoteOrderAdmin = admin.ModelAdmin[RemoteOrder]
    SubmissionRows = admin.TabularInline[Submission, Order]
    CallRows = admin.StackedInline[Call, Submission]
else:
    # Django's classes take no type parameters while the program runs.
    OrderAdmin = SubmissionAdmin = RemoteOrderAdmin = admin.ModelAdmin
    SubmissionRows, CallRows = admin.TabularInline, admin.StackedInline

Lookups = list[tuple[str, str]]
NOTHING = "–"


class Read:
    """Rows are read here and changed in the app, where its rules hold."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return isinstance(request.user, User) and request.user.sees_everything

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


class SubmissionInline(Read, SubmissionRows):
    model = Submission
    fields = readonly_fields = ("service", "state", "took", "costs", "reference", "created_by", "created_at")
    show_change_link = True
    extra = 0
    verbose_name_plural = "removals"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        # The row's own name tells its order's.
        return super().get_queryset(request).select_related("created_by", "order__photo").order_by("-pk")

    @admin.display(description="Service")
    def service(self, submission: Submission) -> str:
        return provider_label(submission.provider)

    @admin.display(description="Took")
    def took(self, submission: Submission) -> str:
        return duration(submission.seconds) or NOTHING

    @admin.display(description="Cost")
    def costs(self, submission: Submission) -> str:
        return cost(submission) or NOTHING


@admin.register(Order, site=desk)
class OrderDesk(Read, OrderAdmin):
    list_display = ("picture", "name", "owner", "state", "removals", "created_at")
    list_display_links = ("picture", "name")
    list_filter = ("state", ByProvider, "created_at")
    list_select_related = ("photo", "owner", "head")
    search_fields = (
        "photo__name",
        "owner__username",
        "owner__first_name",
        "owner__last_name",
        "submissions__reference",
    )
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-id")
    list_per_page = 50
    fields = readonly_fields = ("picture", "name", "size", "owner", "state", "created_at", "updated_at")
    inlines = (SubmissionInline,)

    class Media:
        css = {"all": ["css/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        whole = super().get_queryset(request).select_related("photo", "owner", "head")
        return whole.annotate(asked=Count("submissions", distinct=True))

    def view_on_site(self, order: Order) -> str:
        return reverse("order", args=[order.pk])

    @admin.display(description="Picture")
    def picture(self, order: Order) -> SafeString | str:
        return thumbnail(order.head)

    @admin.display(description="Photo", ordering="photo__name")
    def name(self, order: Order) -> str:
        return order.photo.name

    @admin.display(description="Size")
    def size(self, order: Order) -> str:
        return f"{order.photo.width} × {order.photo.height} px, {order.photo.format}"

    @admin.display(description="Removals", ordering="asked")
    def removals(self, order: Order) -> int:
        asked: int = getattr(order, "asked", 0)
        return asked


@admin.register(RemoteOrder, site=desk)
class RemoteOrderDesk(Read, RemoteOrderAdmin):
    """Orders that services keep, and how closing them went."""

    list_display = ("name", "service", "remote_id", "state", "sentence")
    list_filter = ("state", ByProvider)
    list_select_related = ("order__photo",)
    search_fields = ("order__photo__name", "account__order_id")
    ordering = ("-id",)
    list_per_page = 50
    fields = readonly_fields = ("name", "service", "remote_id", "state", "sentence", "attempts", "next_at")
    actions = ("look", "close")

    def view_on_site(self, remote: RemoteOrder) -> str:
        return reverse("order", args=[remote.order_id])

    @admin.action(description="Look again whether the service closed them", permissions=["view"])
    def look(self, request: HttpRequest, remotes: QuerySet[RemoteOrder]) -> None:
        self._each(request, remotes, look_at_closing, "asked about")

    @admin.action(description="Try again to close them at the service", permissions=["view"])
    def close(self, request: HttpRequest, remotes: QuerySet[RemoteOrder]) -> None:
        self._each(request, remotes, close_again, "tried again")

    def _each(self, request: HttpRequest, remotes: QuerySet[RemoteOrder], act: Callable[..., None], done: str) -> None:
        asked = 0
        for remote in remotes:
            try:
                act(actor=request.user, remote=remote)
            except Refused as refused:
                self.message_user(request, f"{remote}: {refused.sentence}", messages.WARNING)
            else:
                asked += 1
        if asked:
            self.message_user(request, f"{asked} {done}. A worker is at it.")

    @admin.display(description="Photo", ordering="order__photo__name")
    def name(self, remote: RemoteOrder) -> str:
        return remote.order.photo.name

    @admin.display(description="Service", ordering="provider")
    def service(self, remote: RemoteOrder) -> str:
        return provider_label(remote.provider)

    @admin.display(description="Its order there")
    def remote_id(self, remote: RemoteOrder) -> str:
        return str(remote.account.get("order_id", NOTHING))


class CallInline(Read, CallRows):
    model = Call
    fields = readonly_fields = ("method", "url", "status", "ms", "at", "request", "response", "error")
    extra = 0
    verbose_name_plural = "calls, without keys"


@admin.register(Submission, site=desk)
class SubmissionDesk(Read, SubmissionAdmin):
    list_display = ("picture", "name", "service", "state", "took", "costs", "created_by", "created_at")
    list_display_links = ("picture", "name")
    list_filter = ("state", ByProvider, "created_at")
    list_select_related = ("order__photo", "parent", "result", "created_by")
    search_fields = ("order__photo__name", "reference", "created_by__username", "error_sentence")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-id")
    list_per_page = 50
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
    service, took, costs = SubmissionInline.service, SubmissionInline.took, SubmissionInline.costs

    class Media:
        css = {"all": ["css/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def view_on_site(self, submission: Submission) -> str:
        return reverse("order", args=[submission.order_id])

    @admin.display(description="Picture")
    def picture(self, submission: Submission) -> SafeString | str:
        return thumbnail(submission.result or submission.parent)

    @admin.display(description="Photo", ordering="order__photo__name")
    def name(self, submission: Submission) -> str:
        return submission.order.photo.name
