"""The orders that services keep, and how closing them went."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editor.actions.errors import Refused
from editor.actions.providers.closings import close_again, look_at_closing
from editor.admin.desk import desk
from editor.admin.reading import NOTHING, ByProvider, Read
from editor.models import RemoteOrder
from editor.templatetags.eraser import provider_label

if TYPE_CHECKING:
    RemoteOrderAdmin = admin.ModelAdmin[RemoteOrder]
else:
    # Django's classes take no type parameters while the program runs.
    RemoteOrderAdmin = admin.ModelAdmin


@admin.register(RemoteOrder, site=desk)
class RemoteOrderDesk(Read, RemoteOrderAdmin):
    """Orders that services keep, and how closing them went."""

    heading = _("Closings")
    list_display = ("name", "service", "remote_id", "state", "sentence")
    list_filter = ("state", ByProvider)
    list_select_related = ("order__photo",)
    search_fields = ("order__photo__name", "account__order_id")
    ordering = ("-id",)
    sortable_by = ()
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
