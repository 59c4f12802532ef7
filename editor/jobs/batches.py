"""Submissions of one batch that a service takes as one task: one leads and is sent, the others follow.

A follower looks at its lead from time to time. It gets its own answer from there and goes on by itself; it ends as its
lead ends; and it is promoted where the lead was canceled before anything was sent.
"""

from __future__ import annotations

from django.utils import timezone

from editor.actions.removals.waking import wake
from editor.jobs.rows import State, change
from editor.jobs.turns import NotYet
from editor.jobs.words import INTERNAL
from editor.marking import gettext_noop as _
from editor.models import Submission
from editor.models.submission import storable
from editor.providers.base import BadResponse, Done, ProviderError

LOOK_SECONDS = 5.0
TOGETHER = "Sent together with the other photos"


class LeadEnded(ProviderError):
    """Carries the words of the lead's end."""

    def __init__(self, lead: Submission) -> None:
        super().__init__(lead.error_sentence or INTERNAL, detail=lead.error_detail)
        self.code = lead.error_code or "lead_ended"  # type: ignore[misc]  # each end has its own


def follow(submission: Submission) -> None:
    """Bring a follower up to where its lead is. Returns where it may go on by itself. Raises NotYet, ProviderError."""
    lead = submission.lead
    if lead is None:
        return
    if lead.state == State.CANCELED and not lead.may_be_billed:
        _promote(submission, lead)
        return
    if lead.is_active:
        raise NotYet(LOOK_SECONDS, TOGETHER)
    change(submission, may_be_billed=lead.state == State.OUTCOME_UNKNOWN)
    raise LeadEnded(lead)


def _promote(submission: Submission, lead: Submission) -> None:
    """The first that comes leads what is left of the batch."""
    others = Submission.objects.active().filter(lead=lead).exclude(pk=submission.pk)
    if Submission.objects.filter(pk=submission.pk, lead=lead).update(lead=None):
        submission.lead = None
        others.update(lead=submission)


def share(submission: Submission, done: Done, facts: dict[str, object]) -> None:
    """Give each follower its own answer. Raises BadResponse where there is not one for each picture that was sent."""
    sent = submission.members or [submission.pk]
    if len(done.results) != len(sent):
        raise BadResponse(
            _("The service did not answer with a picture for each photo."),
            detail=f"{len(done.results)} results for {len(sent)} pictures",
        )
    for pk, result in list(zip(sent, done.results, strict=True))[1:]:
        answer = storable({"url": result.url, "failure": result.failure, "account": {}, "raw": {}})
        # Also one that ended with its lead as unknown: somebody looked again, and here it is.
        waiting = Submission.objects.filter(
            pk=pk, state__in=[*Submission.ACTIVE, State.OUTCOME_UNKNOWN], answer__isnull=True
        )
        if waiting.update(answer=answer, lead=None, next_at=timezone.now(), ended_at=None, **facts):
            wake(pk)
