"""What was deleted because it was old is said calmly, whichever page or picture asked for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from editor.actions.photos.pictures import Dropped
from editor.templatetags.texts import translated
from editor.views.asking import by_script, refusal

GONE = 410


class TellsWhatWasDropped:
    """Middleware: 410 and a sentence in the place of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Dropped):
            return None
        if by_script(request):
            return refusal(exception.sentence, GONE)
        sentence = translated(exception.sentence)
        answer = render(request, "410.html", {"sentence": sentence}, status=GONE)
        # Files come back with a backup.
        answer["Cache-Control"] = "private, no-cache"
        return answer
