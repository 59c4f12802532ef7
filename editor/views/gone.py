"""What is gone is said calmly: to pages and pictures what was deleted as old, to scripts also what is not theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from editor.actions.photos.pictures import Dropped
from editor.templatetags.texts import translated
from editor.views.asking import by_script, refusal

FORBIDDEN, NOT_FOUND, GONE = 403, 404, 410
NOT_THERE = _("This is not there for you any more: it was deleted, or given to somebody else.")


class TellsWhatIsGone:
    """Middleware: a sentence in the place of an error; a page that a script has no use for goes to nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if by_script(request) and (answer := _to_script(exception)):
            return answer
        if not isinstance(exception, Dropped):
            return None
        sentence = translated(exception.sentence)
        answer = render(request, "410.html", {"sentence": sentence}, status=GONE)
        # Files come back with a backup.
        answer["Cache-Control"] = "private, no-cache"
        return answer


def _to_script(exception: Exception) -> HttpResponse | None:
    """None for what is no business of this."""
    match exception:
        case Dropped():
            return refusal(exception.sentence, GONE)
        case Http404():
            return refusal(NOT_THERE, NOT_FOUND)
        case PermissionDenied():
            return refusal(str(exception), FORBIDDEN) if exception.args else None
        case _:
            return None
