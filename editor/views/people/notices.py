"""What a person was told: the bell, the page of all of it, and the way to what it is about."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from editor.actions.news.notices import read, read_all
from editor.models import Notification, User
from editor.models.notification import NotificationQuerySet
from editor.templatetags.notices import bell_facts
from editor.views.asking import Request

Kind = Notification.Kind
TO_LOOK_AT = {Kind.MENTIONED, Kind.COMMENTED, Kind.TO_REVIEW, Kind.CHANGES_ASKED}
"""What is said or shown on the screen of the review, beside the picture it is about."""
PAGE = 30
UNCHANGED = 204


@never_cache
@require_safe
def bell(request: Request) -> HttpResponse:
    """The bell by itself; nothing where it would show what the page shows already (`?unread=`)."""
    facts = bell_facts(request.user)
    if request.GET.get("unread") == str(facts["unread"]):
        return HttpResponse(status=UNCHANGED)
    return render(request, "_bell.html", facts)


@never_cache
@require_safe
def notifications(request: Request) -> HttpResponse:
    """A page of what one was told, newest first; `?before=` goes on there, `?unread=1` leaves the rest out."""
    told = Notification.objects.shown_to(request.user)
    only_unread = request.GET.get("unread") == "1"
    shown, more = _page(told.unread() if only_unread else told, before := _key(request.GET.get("before")))
    context = {
        "notices": shown,
        "day_before": _day(told, before),
        "only_unread": only_unread,
        "earlier": _earlier(shown, only_unread=only_unread) if more else "",
        "is_begin": not before,
    }
    partial = request.htmx and not request.htmx.history_restore_request
    response = render(request, "_notices.html" if partial else "notices.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


# HEAD is not answered: whoever only looks at a link has not read what it leads to.
@never_cache
@require_GET
def open_notification(request: Request, pk: int) -> HttpResponseRedirect:
    """Marks it read and goes to what it is about; a browser that only fetches ahead marks nothing."""
    notice = get_object_or_404(Notification.objects.shown_to(request.user), pk=pk)
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        read(actor=request.user, notice=notice)
    return redirect(_place(notice, request.user))


@require_POST
def read_notifications(request: Request) -> HttpResponseRedirect:
    """Marks all of them read, up to the newest that the page showed."""
    read_all(actor=request.user, newest=_key(request.POST.get("newest")))
    return redirect("notifications")


def _place(notice: Notification, reader: User) -> str:
    if notice.order_id is not None and notice.comment_id is not None:
        return f"{reverse('review', args=[notice.order_id])}#comment-{notice.comment_id}"
    if notice.order_id is not None:
        return reverse("review" if notice.kind in TO_LOOK_AT else "order", args=[notice.order_id])
    if notice.kind == Kind.BUDGET and reader.sees_everything:
        return reverse("admin:editor_budget_changelist")
    return reverse("notifications")


def _page(told: NotificationQuerySet, before: int) -> tuple[list[Notification], bool]:
    behind = told.filter(pk__lt=before) if before else told
    found = list(behind.for_list().prefetch_related("comment__mentions")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def _day(told: NotificationQuerySet, before: int) -> Any:
    """When the one above came: its day has its heading already."""
    return told.filter(pk=before).values_list("created_at", flat=True).first() if before else None


def _earlier(shown: list[Notification], *, only_unread: bool) -> str:
    return f"{reverse('notifications')}?before={shown[-1].pk}{'&unread=1' if only_unread else ''}"


def _key(word: str | None) -> int:
    return int(word) if word and word.isdecimal() and len(word) < 19 else 0
