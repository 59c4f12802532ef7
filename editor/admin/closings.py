"""The orders that services keep, and how closing them went."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editor.actions.errors import Refused
from editor.actions.providers.closings import close_again, look_at_closing
from editor.admin.desk import desk
from editor.admin.reading import NOTHING, STATE, ByProvider, ByState, Read, column
from editor.models import RemoteOrder
from editor.templatetags.eraser import provider_label
from editor.templatetags.texts import translated

if TYPE_CHECKING:
    RemoteOrderAdmin = admin.ModelAdmin[RemoteOrder]
else:
    # Django's classes take no type parameters while the program runs.
    RemoteOrderAdmin = admin.ModelAdmin


@admin.register(RemoteOrder, site=desk)
class RemoteOrderDesk(Read, RemoteOrderAdmin):
    """Orders that services keep, and how closing them went."""

    heading = _("Closings")
    one = _("Closing")
    list_display = ("name", "service", "remote_id", STATE, "told")
    list_filter = (("state", ByState), ByProvider)
    list_select_related = ("order__photo",)
    search_fields = ("order__photo__name", "account__order_id")
    ordering = ("-id",)
    sortable_by = ()
    list_per_page = 50
    fields = readonly_fields = (
        *("name", "service", "remote_id", STATE, "told"),
        column("attempts", _("Attempts")),
        column("next_at", _("Next attempt")),
    )
    actions = ("look", "close")

    def view_on_site(self, remote: RemoteOrder) -> str:
        return reverse("order", args=[remote.order_id])

    @admin.action(description=_("Look again whether the service closed them"), permissions=["view"])
    def look(self, request: HttpRequest, remotes: QuerySet[RemoteOrder]) -> None:
        self._each(request, remotes, look_at_closing)

    @admin.action(description=_("Try again to close them at the service"), permissions=["view"])
    def close(self, request: HttpRequest, remotes: QuerySet[RemoteOrder]) -> None:
        self._each(request, remotes, close_again)

    def _each(self, request: HttpRequest, remotes: QuerySet[RemoteOrder], act: Callable[..., None]) -> None:
        asked = 0
        for remote in remotes:
            try:
                act(actor=request.user, remote=remote)
            except Refused as refused:
                self.message_user(request, f"{remote}: {translated(refused.sentence)}", messages.WARNING)
            else:
                asked += 1
        if asked:
            said = ngettext("A worker is at %(count)s of them.", "A worker is at %(count)s of them.", asked)
            self.message_user(request, said % {"count": asked})

    @admin.display(description=_("Photo"), ordering="order__photo__name")
    def name(self, remote: RemoteOrder) -> str:
        return remote.order.photo.name

    @admin.display(description=_("Service"), ordering="provider")
    def service(self, remote: RemoteOrder) -> str:
        return provider_label(remote.provider)

    @admin.display(description=_("Its order there"))
    def remote_id(self, remote: RemoteOrder) -> str:
        return str(remote.account.get("order_id", NOTHING))

    @admin.display(description=_("How it went"))
    def told(self, remote: RemoteOrder) -> str:
        return translated(remote.sentence) or NOTHING
