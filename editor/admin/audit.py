"""The page from which the timeline is taken as a file, and who took it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.desk.auditing import Format, events, export
from editor.forms.desk import AuditForm
from editor.models import Event, User

EXPORTS = 20
"""How many of the latest are listed."""
LINES_A_PIECE = 200
TYPES = {Format.CSV: "text/csv; charset=utf-8", Format.JSONL: "application/jsonl; charset=utf-8"}


@never_cache
@require_safe
def audit_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    """The filters and how many events they find; `?as=csv` or `jsonl` is the file."""
    form = AuditForm(request.GET)
    if form.is_valid() and request.GET.get("as"):
        return _file(request, form)
    shown = {
        "title": gettext("The timeline as a file"),
        "form": form,
        "found": events(form.chosen()).count() if form.is_valid() else None,
        "exports": _exports(),
    }
    return TemplateResponse(request, "admin/audit.html", context | shown)


def _file(request: HttpRequest, form: AuditForm) -> HttpResponseBase:
    kind: Format = form.cleaned_data["as"]
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPES[kind])
    lines = export(actor=cast("User", request.user), chosen=form.chosen(), kind=kind)
    response = StreamingHttpResponse(_pieces(lines), content_type=TYPES[kind])
    name = f"timeline-{timezone.localdate():%Y-%m-%d}.{kind.value}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Accel-Buffering"] = "no"
    return response


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """Some lines together: one by one they would be sent in packets of a hundred bytes."""
    kept: list[str] = []
    for each in lines:
        kept.append(each)
        if len(kept) == LINES_A_PIECE:
            yield "".join(kept)
            kept.clear()
    yield "".join(kept)


def _exports() -> list[LogEntry]:
    of_events = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Event))
    return list(of_events.select_related("user").order_by("-pk")[:EXPORTS])
