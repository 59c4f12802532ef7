"""Taking a submission up sooner than planned."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from editor.models import Submission, submission_due


def wake(pk: int) -> None:
    """Tell whoever runs the queue, once the transaction around this is committed."""
    transaction.on_commit(partial(submission_due.send_robust, Submission, pk=pk))


def wake_by_remote(provider: str, **remote: str) -> int:
    """Let those jobs of a provider be asked about now whose remote holds these facts; how many there are.

    Only one that waits for its next poll is touched: who holds one asks anyway, and nothing is begun by this.
    """
    now = timezone.now()
    facts = {f"remote__{name}": value for name, value in remote.items()}
    waiting = Submission.objects.unheld(now).filter(provider=provider, state=Submission.State.PROCESSING, **facts)
    woken = list(waiting.filter(repeatable=True).values_list("pk", flat=True))
    for pk in woken:
        if Submission.objects.unheld(now).filter(pk=pk, next_at__gt=now).update(next_at=now):
            wake(pk)
    return len(woken)


def wake_waiting(provider: str) -> None:
    """Let those be taken up now that wait, unsent, for the provider to take more; not those that back off."""
    now = timezone.now()
    unsent = Submission.objects.unheld(now).filter(state=Submission.State.QUEUED, remote__isnull=True, attempts=0)
    for pk in unsent.filter(provider=provider, next_at__gt=now).values_list("pk", flat=True):
        if unsent.filter(pk=pk).update(next_at=now):
            wake(pk)
