"""The timeline in words: each event a sentence of who did what, with which revision or service, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.models import Comment, Event, Order, RemoteOrder, Submission, User
from editor.templatetags.eraser import provider_label
from editor.templatetags.texts import translated

register = template.Library()

Kind = Event.Kind
Data = Mapping[str, Any]

SENTENCES: dict[str, str | Callable[[Data], str]] = {
    Kind.UPLOADED: _("%(who)s added the photo."),
    Kind.SUBMITTED: _("%(who)s had %(service)s remove something from %(picture)s."),
    Kind.SUCCEEDED: _("%(service)s gave %(picture)s."),
    Kind.FAILED: _("%(service)s removed nothing."),
    Kind.CANCELED: _("%(who)s canceled a removal by %(service)s."),
    Kind.STEPPED_BACK: _("%(who)s went back to %(picture)s."),
    Kind.FINALISED: _("%(who)s finalised the order with %(picture)s."),
    Kind.LOOKED_AGAIN: _("%(who)s asked %(service)s what became of a removal."),
    Kind.OPENED_REMOTE: _("%(who)s opened an order of %(service)s here."),
    Kind.CLOSED_REMOTE: _("%(service)s was told that the order is done."),
    Kind.CLOSING_ASKED: _("%(who)s had %(service)s asked whether its order is closed."),
    Kind.CLOSING_AGAIN: _("%(who)s had %(service)s told again that the order is done."),
    Kind.NOT_CLOSED_REMOTE: lambda data: (
        _("It is not known whether %(service)s heard that the order is done.")
        if data.get("state") == RemoteOrder.State.UNKNOWN
        else _("%(service)s could not be told that the order is done.")
    ),
    Kind.LISTED: lambda data: (
        _("%(who)s put the photo into %(listing)s.")
        if data.get("listing")
        else _("%(who)s took the photo out of its listing.")
    ),
    Kind.ASSIGNED: lambda data: (
        _("%(who)s gave the photo to %(designer)s.")
        if data.get("designer")
        else _("%(who)s took the photo from its designer.")
    ),
    Kind.HANDED_OVER: _("%(who)s handed %(picture)s over for review."),
    Kind.TAKEN_BACK: lambda data: (
        _("%(who)s withdrew the approval.")
        if data.get("now") == Order.State.IN_REVIEW
        else _("%(who)s took the photo back out of review.")
    ),
    Kind.APPROVED: _("%(who)s approved %(picture)s."),
    Kind.CHANGES_ASKED: _("%(who)s asked for changes to %(picture)s."),
    Kind.COMMENTED: _("%(who)s commented on %(picture)s."),
    Kind.RESOLVED: _("%(who)s ticked a comment off."),
    Kind.REOPENED: _("%(who)s reopened the order."),
    Kind.DROPPED: _("%(who)s deleted old files."),
    Kind.DOWNLOADED: _("%(who)s downloaded the listing."),
}
"""One for every kind, of what its event's data hold: `revision` (a number), `provider`, `listing` (its address then),
the keys of a `submission`, a `comment` and a `designer`, which are looked up; `reason` is quoted below."""

ICONS: dict[str, str] = {
    Kind.UPLOADED: "image-up",
    Kind.SUBMITTED: "eraser",
    Kind.SUCCEEDED: "check",
    Kind.FAILED: "circle-alert",
    Kind.CANCELED: "x",
    Kind.STEPPED_BACK: "undo-2",
    Kind.FINALISED: "lock",
    Kind.NOT_CLOSED_REMOTE: "circle-alert",
    Kind.LISTED: "images",
    Kind.ASSIGNED: "user-round",
    Kind.HANDED_OVER: "send",
    Kind.TAKEN_BACK: "undo-2",
    Kind.APPROVED: "circle-check",
    Kind.CHANGES_ASKED: "pencil",
    Kind.COMMENTED: "message-circle",
    Kind.RESOLVED: "check",
    Kind.REOPENED: "lock-open",
    Kind.DROPPED: "trash-2",
    Kind.DOWNLOADED: "download",
}
USUAL_ICON = "refresh-cw"


@dataclass(frozen=True)
class Line:
    """An event as it is shown. `quote` is what somebody said, and whom they mention; or why a service did nothing."""

    event: Event
    sentence: SafeString
    quote: str
    icon: str
    mentioned: list[User]


@register.filter
def lines(events: Iterable[Event]) -> list[Line]:
    """As they are shown: `Event.objects.for_timeline()`, and one question more for each kind of thing they name."""
    shown = list(events)
    known = _Known(shown)
    return [
        Line(
            event,
            _sentence(event, known),
            known.quote(event),
            ICONS.get(event.kind, USUAL_ICON),
            known.mentioned(event),
        )
        for event in shown
    ]


class _Known:
    """What the data of these events point to."""

    def __init__(self, events: Collection[Event]) -> None:
        def named(key: str) -> set[int]:
            return {event.data[key] for event in events if isinstance(event.data.get(key), int)}

        self.submissions = _found(Submission.objects.defer("error_detail"), named("submission"))
        self.comments = _found(Comment.objects.prefetch_related("mentions"), named("comment"))
        self.people = _found(User.objects, named("designer"))

    def values(self, event: Event) -> dict[str, str]:
        data = event.data
        submission = self.submissions.get(data.get("submission"))
        designer = self.people.get(data.get("designer"))
        provider = data.get("provider") or (submission.provider if submission else "")
        return {
            "who": event.actor.called if event.actor else "Eraser",
            "service": provider_label(provider) if provider else gettext("The service"),
            "picture": _picture(data.get("revision")),
            "designer": designer.called if designer else gettext("somebody"),
            "listing": str(data.get("listing") or gettext("a listing")),
        }

    def quote(self, event: Event) -> str:
        if event.kind == Kind.FAILED:
            submission = self.submissions.get(event.data.get("submission"))
            return translated(submission.error_sentence) if submission else ""
        comment = self.comments.get(event.data.get("comment"))
        return comment.text if comment else str(event.data.get("reason", ""))

    def mentioned(self, event: Event) -> list[User]:
        comment = self.comments.get(event.data.get("comment"))
        return list(comment.mentions.all()) if comment else []


def _found(rows: Any, keys: set[int]) -> dict[Any, Any]:
    return rows.in_bulk(keys) if keys else {}


def _picture(number: int | None) -> str:
    if number is None:
        return gettext("the photo")
    return gettext("revision %(number)s") % {"number": number} if number else gettext("the original")


def _sentence(event: Event, known: _Known) -> SafeString:
    """People's words in it are escaped, and set apart: a name may run from right to left."""
    words = SENTENCES.get(event.kind, "%(who)s")
    text = gettext(words if isinstance(words, str) else words(event.data))
    values = {name: format_html("<bdi>{}</bdi>", value) for name, value in known.values(event).items()}
    values["who"] = format_html('<bdi class="who">{}</bdi>', known.values(event)["who"])
    return mark_safe(conditional_escape(text) % values)  # noqa: S308 (every part is escaped)
