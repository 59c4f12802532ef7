"""Scripts fetched all at once: without a bundler, a browser learns of a module only when it has read the one above."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

IMPORT = re.compile(r"""^(?:import\s+|(?:import|export)\b[^'"=]*\bfrom\s*)['"](\.{1,2}/[^'"]+)['"]""", re.MULTILINE)


@register.simple_tag
@cache
def preloaded(entry: str) -> SafeString:
    """A `modulepreload` for every module that the static file `entry` imports, and those import, itself included."""
    links = ((static(name),) for name in imported(entry))
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)


def imported(entry: str) -> list[str]:
    """Names of static files, the entry first; each once, though it be imported in a circle."""
    found = [entry]
    for name in found:
        here = dirname(name)
        for path in IMPORT.findall(_source(name)):
            other = normpath(join(here, path))
            if other not in found:
                found.append(other)
    return found


def _source(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"There is no static file {name}.")
    return Path(path).read_text(encoding="utf-8")
