"""Whether a submission may begin at its provider now; one that may not waits, with a sentence, and costs nothing."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from editor.actions.providers.standing import may_begin, off_sentence, pause_sentence, switched_off, take_turn
from editor.jobs.words import WAITED, WornOut
from editor.models import Submission
from editor.providers.base import Capabilities, Provider

WAIT_LIMIT = timedelta(hours=1)
OFF_SECONDS = 60.0
"""Between two looks at a provider that is switched off; who switches it on wakes those that wait."""


class NotYet(Exception):
    """Nothing was sent; ask again in `seconds`. `doing` is what the person is told meanwhile."""

    def __init__(self, seconds: float, doing: str) -> None:
        super().__init__(doing)
        self.seconds, self.doing = seconds, doing


def wait_for_turn(submission: Submission, provider: Provider, facts: Capabilities) -> None:
    """Returns where it may begin, or has begun. Raises NotYet; WornOut for one that waited long enough."""
    if submission.remote is not None or submission.looking:
        return
    if (off := switched_off(provider.slug)) is not None:
        raise _not_yet(submission, OFF_SECONDS, f"{off_sentence(provider.label, off)} Waiting.")
    if facts.image_source == "picture":
        return
    if (until := may_begin(provider.slug)) is not None:
        delay = max(1.0, (until - timezone.now()).total_seconds())
        raise _not_yet(submission, delay, f"{pause_sentence(provider.label, until)} Waiting.")
    if facts.rate is not None and (delay := take_turn(provider.slug, facts.rate, submission.pk)):
        raise _not_yet(submission, delay, f"{provider.label} takes no more for now. Waiting for a turn.")


def _not_yet(submission: Submission, seconds: float, doing: str) -> NotYet | WornOut:
    waited_out = submission.created_at + WAIT_LIMIT < timezone.now()
    return WornOut(WAITED) if waited_out else NotYet(seconds, doing)
