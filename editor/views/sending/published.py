"""Pictures for services that fetch what they work on: no sign-in, a signed link that lives for minutes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from editor.actions.removals.publishing import published
from editor.views.files import guarded


@login_not_required
@require_safe
def picture(request: HttpRequest) -> HttpResponseBase:
    """The picture of a genuine link while its submission is at work; 404 for everything else."""
    row = published(request.GET.get("picture", ""))
    if row is None:
        raise Http404
    try:
        file = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = guarded(FileResponse(file, content_type=row.media_type))
    response["Cache-Control"] = "private, no-store"
    return response
