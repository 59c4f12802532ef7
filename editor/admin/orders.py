"""Every order: how it looked and looks, where it stands, whose it is and what it cost; and what is done to many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editor.admin import many
from editor.admin.capped import CappedPaginator
from editor.admin.desk import desk
from editor.admin.filters import ByAgent, ByDay, ByDesigner, ByListing, ByTrouble
from editor.admin.forms import ManyForm
from editor.admin.orderpage import order_page
from editor.admin.reading import NOTHING, ByProvider, ByState, Read, thumbnail
from editor.models import Order, Revision, Submission
from editor.templatetags.eraser import ago
from editor.templatetags.money import amount

if TYPE_CHECKING:
    OrderAdmin = admin.ModelAdmin[Order]
else:
    # Django's classes take no type parameters while the program runs.
    OrderAdmin = admin.ModelAdmin

FOUND_BY = (
    "photo__name",
    "owner__username",
    "owner__first_name",
    "owner__last_name",
    "listing__address",
    "listing__reference",
)


@admin.register(Order, site=desk)
class OrderDesk(Read, OrderAdmin):
    heading = _("Orders")
    list_display = ("pictures", "name", "stands", "of_listing", "people", "removals", "costs", "age")
    list_display_links = ("name",)
    list_filter = (("state", ByState), ByTrouble, ByProvider, ByAgent, ByDesigner, ByListing, ("created_at", ByDay))
    list_select_related = ("photo", "owner", "head", "listing__agent", "designer")
    search_fields = FOUND_BY
    search_help_text = _("Photo, person, address or reference")
    ordering = ("-created_at", "-id")
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    show_full_result_count = False
    action_form = ManyForm
    actions = (many.retry, many.look, many.cancel, many.give)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        original = Prefetch("revisions", Revision.objects.filter(number=0), to_attr="originals")
        return super().get_queryset(request).select_related(*self.list_select_related).prefetch_related(original)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """Each word must be found somewhere; a service's own name of a removal is looked for as a whole."""
        words = search_term.split()
        if not words:
            return queryset, False
        all_found = Q()
        for word in words:
            found = Q()
            for field in FOUND_BY:
                found |= Q(**{f"{field}__icontains": word})
            all_found &= found
        referred = Submission.objects.filter(reference=search_term.strip())
        return queryset.filter(all_found | Q(pk__in=referred.values("order"))), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What a row's removals are and cost is counted for the rows of the page only."""
        shown = super().get_changelist_instance(request)
        shown.result_list = _with_figures(shown.result_list)
        return shown

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        return order_page(request, int(object_id), desk.each_context(request))

    @admin.display(description=_("Before and after"))
    def pictures(self, order: Order) -> SafeString | str:
        originals: list[Revision] = getattr(order, "originals", [])
        if not originals or originals[0].pk == order.head_id:
            return format_html('<span class="pair">{}</span>', thumbnail(order.head))
        return format_html('<span class="pair">{}{}</span>', thumbnail(originals[0]), thumbnail(order.head))

    @admin.display(description=_("Photo"))
    def name(self, order: Order) -> str:
        return order.photo.name

    @admin.display(description=_("State"))
    def stands(self, order: Order) -> str:
        return render_to_string("admin/_order_state.html", {"order": order})

    @admin.display(description=_("Listing"))
    def of_listing(self, order: Order) -> str:
        return order.listing.address if order.listing else NOTHING

    @admin.display(description=_("People"))
    def people(self, order: Order) -> str:
        return render_to_string("admin/_order_people.html", {"order": order})

    @admin.display(description=_("Removals"))
    def removals(self, order: Order) -> int:
        asked: int = getattr(order, "asked", 0)
        return asked

    @admin.display(description=_("Cost"))
    def costs(self, order: Order) -> str:
        spent = getattr(order, "spent", None)
        return amount(spent, settings.PRICE_CURRENCY) if spent else NOTHING

    @admin.display(description=_("Added"))
    def age(self, order: Order) -> str:
        return ago(order.created_at)


def _with_figures(orders: Any) -> list[Order]:
    """The same rows with how many removals were `asked` for, how many run or are lost, and what was `spent`."""
    rows = list(orders)
    priced = Q(currency=settings.PRICE_CURRENCY)
    figures = (
        Submission.objects.filter(order__in=rows)
        .order_by()
        .values("order")
        .annotate(
            asked=Count("pk"),
            running=Count("pk", filter=Q(state__in=Submission.ACTIVE)),
            unknown=Count("pk", filter=Q(state=Submission.State.OUTCOME_UNKNOWN)),
            spent=Sum("price", filter=priced),
        )
    )
    by_order = {row.pop("order"): row for row in map(dict, figures)}
    for order in rows:
        order.__dict__.update(by_order.get(order.pk, {"asked": 0, "running": 0, "unknown": 0, "spent": None}))
    return rows
