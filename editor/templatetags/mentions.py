"""Texts of people with whom they address standing out."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from editor.actions.news.mentions import mentions
from editor.models import User

register = template.Library()


@register.filter
def mentioning(text: str, people: Iterable[User]) -> SafeString:
    """The text, escaped, with the handles of these people (`comment.mentions.all`) marked."""
    at, parts = 0, []
    for each in mentions(text, people):
        handle = format_html(
            '<span class="mention" title="{}">{}</span>', each.person.called, text[each.begin : each.end]
        )
        parts += [(text[at : each.begin],), (handle,)]
        at = each.end
    return format_html_join("", "{}", [*parts, (text[at:],)])
