"""What people do with a submission, in one line each, and what time does to it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from editor import jobs
from editor.actions.removals.submit import submit_mask
from editor.models import Event, Order, Revision, Submission
from tests.making import mask_png

Box = tuple[int, int, int, int]
LEFT: Box = (10, 20, 40, 60)
RIGHT: Box = (70, 20, 110, 60)


def ask(order: Order, provider: str, box: Box = LEFT, parent: Revision | None = None) -> Submission:
    """The owner presses *Remove items*, on the head unless told otherwise."""
    order.refresh_from_db()
    painted_on = parent or order.head
    assert painted_on is not None
    mask = mask_png(order.photo.size, box)
    return submit_mask(
        actor=order.owner, order=order, parent=painted_on, mask_png=mask, provider=provider, key=uuid.uuid4()
    )


def wait(submission: Submission) -> None:
    """So much time passes that the row is due again."""
    Submission.objects.filter(pk=submission.pk).update(next_at=timezone.now())


def worker_stays_dead(submission: Submission) -> None:
    """So much time passes that the lease of whoever held it has lapsed."""
    past = timezone.now() - timedelta(seconds=1)
    Submission.objects.filter(pk=submission.pk, lease_until__isnull=False).update(lease_until=past)


def its_deadline_passes(submission: Submission) -> None:
    """So much time passes that the provider is not waited for any longer."""
    Submission.objects.filter(pk=submission.pk).update(deadline_at=timezone.now() - timedelta(seconds=1))


def advance_until_ended(submission: Submission) -> Submission:
    """Workers take it up whenever it is due, as long as it takes."""
    for _ in range(50):
        wait(submission)
        jobs.advance(submission.pk)
        submission.refresh_from_db()
        if not submission.is_active:
            return submission
    raise AssertionError(f"{submission} never ended: {submission.state}")


def told(order: Order) -> list[str]:
    """The order's events, oldest first."""
    return list(Event.objects.filter(order=order).order_by("pk").values_list("kind", flat=True))


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Runs the actions in threads that start together; returns what each returned or raised."""
    barrier, answers = threading.Barrier(len(actions)), [object()] * len(actions)

    def run(place: int) -> None:
        try:
            barrier.wait()
            answers[place] = actions[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
