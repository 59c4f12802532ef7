"""How Eraser's pages say things: icons, how long ago, how long it took, who did it."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.listings.glance import REMOVING, WORDS, standing_of
from editor.actions.orders import may
from editor.addresses import picture_address, picture_parts
from editor.models import Act, Order, Photo, Revision, Submission, User
from editor.providers.registry import PROVIDERS

register = template.Library()

ICON = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'

STAGE = (1600, 760)
"""The largest size that compared pictures are laid out at, in CSS pixels."""

WAITING = {
    Submission.State.QUEUED: _("Waiting for its turn"),
    Submission.State.SUBMITTING: _("Handing over the photo"),
    Submission.State.PROCESSING: _("Working on it"),
}
ENDINGS = {
    Submission.State.FAILED: _("Nothing was removed"),
    Submission.State.OUTCOME_UNKNOWN: _("It is not known how this ended"),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it decorates the words beside it, so it is hidden from screen readers."""
    return format_html(ICON, _sprite(), name)


@cache
def _sprite() -> str:
    """Looked up once: a list of cards would otherwise spend a tenth of its time here."""
    return static("vendor/lucide/icons.svg")


@register.simple_tag
def picture(name: str, revision: Revision) -> str:
    """The address of the revision's `proxy` or `thumb`."""
    return picture_address(name, revision)


@register.simple_tag
def picture_data(revision: Revision, order: Order) -> str:
    """The same for scripts that show it at any size, as JSON."""
    width, height = order.photo.size
    return json.dumps({"image": {"width": width, "height": height}, **picture_parts(revision, order.photo.size)})


@register.filter
def stage(photo: Photo) -> dict[str, int]:
    """The size to lay compared pictures out at, known before any pixel has come."""
    scale = min(STAGE[0] / photo.width, STAGE[1] / photo.height)
    return {"width": max(1, round(photo.width * scale)), "height": max(1, round(photo.height * scale))}


@register.filter
def ago(moment: datetime) -> str:
    """The largest unit only: "3 hours ago" needs no time zone and no arithmetic."""
    if (timezone.now() - moment).total_seconds() < 60:
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter
def duration(seconds: float | None) -> str:
    """0.4 s, 12 s, 2 min 5 s; empty for None."""
    if seconds is None:
        return ""
    if seconds < 10:
        return f"{number_format(max(seconds, 0.1), 1)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@register.filter
def provider_label(slug: str) -> str:
    """The name people know a provider by; a slug that is no longer registered stands for itself."""
    found = PROVIDERS.get(slug)
    return gettext(found.label) if found else slug


@register.filter
def person(user: User) -> str:
    return user.called


@register.filter
def title_of(revision: Revision) -> str:
    return gettext("Original") if revision.is_original else gettext("Revision %(number)s") % {"number": revision.number}


@register.filter
def elapsed(submission: Submission) -> float:
    """Seconds since it was asked for: the wait in the queue is waiting, too."""
    return (timezone.now() - submission.created_at).total_seconds()


@register.filter
def doing(submission: Submission) -> str:
    """What is happening now, in the worker's own words where it has said something."""
    return submission.doing or str(WAITING[Submission.State(submission.state)])


STANDING_ICONS = {
    "open": "brush",
    REMOVING: "loader-circle",
    "in_review": "eye",
    "changes_asked": "pencil",
    "approved": "check",
    "finalised": "lock",
    "canceled": "x",
}


@register.filter
def standing(order: Order) -> str:
    """How the photo stands, at a glance."""
    return standing_of(order)


@register.filter
def standing_words(standing: str) -> str:
    return str(WORDS[standing])


@register.filter
def standing_icon(standing: str) -> str:
    return STANDING_ICONS[standing]


@register.simple_tag
def place(request: HttpRequest) -> str:
    """Which of the site's places the page belongs to."""
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    return "listings" if "listing" in name else "photos" if name == "orders" else ""


@register.simple_tag(takes_context=True, name="may")
def may_now(context: template.Context, act: str, order: Order) -> bool:
    """Whether the page's reader can do this act (`Act`) with the order as it stands."""
    return may(context["user"], Act(act), order)


@register.filter
def path_of(url: str) -> str:
    """An address without its host: every call of a list goes to the same one."""
    return urlsplit(url).path or url


@register.filter
def ending(submission: Submission) -> str:
    return str(ENDINGS[Submission.State(submission.state)])
