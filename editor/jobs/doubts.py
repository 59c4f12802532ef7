"""What becomes of a submission whose step ended badly: tried again, failed, or not known."""

from __future__ import annotations

import secrets

from django.utils import timezone

from editor.jobs.rows import Again, State, end, release
from editor.jobs.words import KEPT, MAX_ATTEMPTS, MAY_HAVE_BILLED
from editor.models import Submission
from editor.models.submission import fitting
from editor.providers.base import NotAuthorised, OutOfCredit, ProviderError, RateLimited, Rejected, Unsupported

MAX_BACKOFF = 300.0

NOT_DONE = (Unsupported, OutOfCredit, Rejected)
"""The service's word that this job was not done."""
NOT_TAKEN = (NotAuthorised, RateLimited)
"""The service's word that this one call was not taken; it says nothing about a job it took before."""


def retry_or_give_up(submission: Submission, error: ProviderError) -> Again:
    """A service at work on a job is asked until the job's deadline; everything else is tried a few times."""
    patient = submission.may_be_billed and submission.deadline_at is not None and not _late(submission)
    if error.retry_after is None or (submission.attempts >= MAX_ATTEMPTS and not patient):
        return give_up(submission, error)
    delay = max(error.retry_after, min(MAX_BACKOFF, 2.0**submission.attempts)) * (1 + secrets.randbelow(250) / 1000)
    fresh = submission.remote is None and submission.answer is None and not submission.delivery
    return release(
        submission,
        delay,
        state=State.QUEUED if fresh else State.PROCESSING,
        # One more claim may follow: a step that kills its worker is still found out.
        attempts=min(submission.attempts, MAX_ATTEMPTS - 1) if patient else submission.attempts,
        doing=fitting(f"{error.sentence} Trying again soon.", 200),
    )


def give_up(submission: Submission, error: ProviderError) -> Again:
    """Failed, where nothing can have been billed; else the outcome is unknown, and the sentence says so."""
    state, sentence = State.FAILED, error.sentence
    if in_doubt(submission, error):
        state = State.OUTCOME_UNKNOWN
        sentence = f"{error.sentence} {KEPT if submission.delivery else MAY_HAVE_BILLED}"
    return end(submission, state, error.code, sentence, error.detail)


def in_doubt(submission: Submission, error: ProviderError) -> bool:
    """Whether the service may have done work, and billed it, whose result is not here."""
    if isinstance(error, NOT_DONE):
        return False
    call_taken = submission.state == State.SUBMITTING and not isinstance(error, NOT_TAKEN) and error.retry_after is None
    return call_taken or submission.may_be_billed


def _late(submission: Submission) -> bool:
    return submission.deadline_at is not None and submission.deadline_at <= timezone.now()
