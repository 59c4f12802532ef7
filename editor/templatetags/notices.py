"""What people are told, in words; and the bell that says how much of it is unread."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.news.notices import MOST_COUNTED, unread_count
from editor.models import Notification, User

register = template.Library()

Kind = Notification.Kind
SENTENCES: dict[str, str] = {
    Kind.MENTIONED: _("%(who)s mentioned you"),
    Kind.COMMENTED: _("%(who)s commented"),
    Kind.ASSIGNED: _("%(who)s gave you this photo"),
    Kind.TO_REVIEW: _("%(who)s handed this photo over for review"),
    Kind.CHANGES_ASKED: _("%(who)s asked for changes"),
    Kind.APPROVED: _("%(who)s approved this photo"),
    Kind.FINALISED: _("%(who)s finalised this photo"),
    Kind.REOPENED: _("%(who)s reopened this photo"),
    Kind.BUDGET: _("Spending came near its budget"),
}
ICONS: dict[str, str] = {
    Kind.MENTIONED: "at-sign",
    Kind.COMMENTED: "message-circle",
    Kind.ASSIGNED: "user-round",
    Kind.TO_REVIEW: "send",
    Kind.CHANGES_ASKED: "pencil",
    Kind.APPROVED: "circle-check",
    Kind.FINALISED: "lock",
    Kind.REOPENED: "lock-open",
    Kind.BUDGET: "circle-alert",
}


@register.filter
def notice(told: Notification) -> SafeString:
    """Who did what, with the name set apart."""
    who = format_html('<bdi class="who">{}</bdi>', _who(told))
    text = conditional_escape(gettext(SENTENCES[told.kind]))
    return mark_safe(text % {"who": who})  # noqa: S308 (every part is escaped)


@register.filter
def notice_text(told: Notification) -> str:
    """The same where no markup is."""
    return gettext(SENTENCES[told.kind]) % {"who": _who(told)}


def _who(told: Notification) -> str:
    return told.actor.called if told.actor else "Eraser"


@register.filter
def notice_icon(told: Notification) -> str:
    return ICONS[told.kind]


@register.inclusion_tag("_bell.html")
def bell(person: User) -> dict[str, Any]:
    """The way to what one was told; costs one question."""
    return bell_facts(person)


def bell_facts(person: User) -> dict[str, Any]:
    count = unread_count(person)
    return {"unread": count, "shown": f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)}
