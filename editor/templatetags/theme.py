"""The colours a page comes in: what this browser's cookie says."""

from __future__ import annotations

from django import template
from django.template.context import Context

register = template.Library()

COOKIE = "theme"
THEMES = ("auto", "light", "dark")
"""Django's own admin calls them so, too, and keeps the choice under the same name in the browser's storage."""


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """One of `THEMES`; `auto` on pages that know no request."""
    request = context.get("request")
    chosen = request.COOKIES.get(COOKIE) if request else None
    return chosen if chosen in THEMES else "auto"
