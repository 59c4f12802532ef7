"""Calls over the wire, kept beside the submission they were made for."""

from __future__ import annotations

import editor.http
from editor.models import Call
from editor.models.submission import fitting


def record_call(submission: int, call: editor.http.Call) -> None:
    """Redacted already, by the door it went through."""
    Call.objects.create(
        submission_id=submission,
        method=call.method[:8],
        url=fitting(call.url, 2000),
        status=call.status,
        ms=call.milliseconds,
        request=fitting(call.request, 10_000),
        response=fitting(call.response, 10_000),
        error=fitting(call.error, 10_000),
    )


class Unwatched:
    """A `Control` for calls that nobody waits in front of; kept with a submission where there is one."""

    def __init__(self, submission: int | None = None) -> None:
        self._submission = submission

    def stopped(self) -> bool:
        return False

    def report(self, doing: str, fraction: float | None = None) -> None:
        return

    def record(self, call: editor.http.Call) -> None:
        if self._submission is not None:
            record_call(self._submission, call)
