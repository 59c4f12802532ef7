"""The page from which old files are deleted: ages, what would go, and, once confirmed, how far it is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from editor.actions.desk.clearing import start_clearing
from editor.actions.desk.retention import Ages, survey
from editor.actions.errors import Refused
from editor.forms import first_sentence
from editor.forms.desk import RetentionForm
from editor.models import Clearing, User

RUNS = 10
"""How many of the latest are listed."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retention_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """A query counts what would go; POST, from below that table, has it deleted."""
    if request.method == "POST":
        return _start(request)
    form = RetentionForm(request.GET or None, initial=asdict(Ages.of_settings()))
    ages = form.ages() if request.GET and form.is_valid() else None
    tallies = survey(ages) if ages else []
    shown = {
        "title": gettext("Old files"),
        "form": form,
        "ages": ages,
        "tallies": tallies,
        "files": sum(tally.files for tally in tallies),
        "bytes": sum(tally.bytes for tally in tallies),
        **_runs(),
    }
    return TemplateResponse(request, "admin/retention.html", context | shown)


@never_cache
@require_safe
def retention_progress(request: HttpRequest) -> HttpResponse:
    """How far the run is, and those before it; it asks again until the run has ended."""
    return render(request, "admin/_clearings.html", _runs())


def _start(request: HttpRequest) -> HttpResponse:
    form = RetentionForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return redirect("admin:retention")
    try:
        run = start_clearing(actor=cast("User", request.user), ages=form.ages())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        said = ngettext("%(files)s file is being deleted.", "%(files)s files are being deleted.", run.expected)
        messages.success(request, said % {"files": run.expected})
    return redirect("admin:retention")


def _runs() -> dict[str, Any]:
    runs = list(Clearing.objects.select_related("asked_by").order_by("-pk")[:RUNS])
    return {"runs": runs, "running": any(run.ended_at is None for run in runs)}
