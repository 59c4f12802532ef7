"""The desk's first page: what needs a person, and where everything else is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from editor.actions.desk.attention import MOST, troubles


def front_page(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    shown = {"title": gettext("Needs a person"), "troubles": troubles(), "most": MOST}
    return TemplateResponse(request, "admin/front.html", context | shown)
