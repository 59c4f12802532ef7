"""The page's language: what scripts say in it, and sentences that were kept in English before anybody read them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JavaScriptCatalog

register = template.Library()

BETWEEN = re.compile(r"(?<=[.?!]) ")


@register.simple_tag
def script_texts() -> SafeString:
    """What `static/texts.js` reads: English to the page's language, empty where that is English."""
    return json_script(_catalogue(get_language() or settings.LANGUAGE_CODE), "texts")


@register.filter
def translated(sentence: str) -> str:
    """A sentence kept in the database, in the reader's language where it is one that is known beforehand.

    Of several that were put together each that is known.
    """
    left, said = [part for part in BETWEEN.split(sentence) if part], []
    while left:
        joined = [" ".join(left[:count]) for count in range(len(left), 0, -1)]
        english = next((text for text in joined if gettext(text) != text), left[0])
        said.append(gettext(english))
        left = left[len(BETWEEN.split(english)) :]
    return " ".join(said)


@cache
def _catalogue(language: str) -> dict[str, Any]:
    """Each English text with its translation; those with a number have a list: one, many."""
    if language == settings.LANGUAGE_CODE:
        return {}
    view = JavaScriptCatalog()
    view.translation = DjangoTranslation(
        language, domain="djangojs", localedirs=[str(path) for path in settings.LOCALE_PATHS]
    )
    return dict(view.get_catalog())
