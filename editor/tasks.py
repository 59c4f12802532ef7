"""The thin face toward the queue engine: it wakes submissions, their rows decide."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task, on_startup

from editor import jobs
from editor.actions.desk import clearing
from editor.actions.news.digest import people_to_mail, send_digest
from editor.actions.people import forgotten
from editor.actions.removals.publishing import tidy_published
from editor.models import clearing_due, closing_due, opening_due, submission_due

log = logging.getLogger(__name__)

SECOND_SWEEP_AFTER = 2
"""Seconds past the lease at which a starting worker sweeps again: for what its killed predecessor held."""


@db_task()  # type: ignore[untyped-decorator]
def advance(pk: int) -> None:
    """Take a submission one step on, and come back when the row says so."""
    delay = jobs.advance(pk, HUEY.stopping.is_set)
    if delay is not None:
        advance.schedule((pk,), delay=delay)


@db_task()  # type: ignore[untyped-decorator]
def close(pk: int) -> None:
    """Take the closing of a service's order one step on."""
    delay = jobs.close(pk)
    if delay is not None:
        close.schedule((pk,), delay=delay)


@db_task()  # type: ignore[untyped-decorator]
def bring(pk: int) -> None:
    """Bring a service's order here."""
    jobs.bring(pk)


@db_task()  # type: ignore[untyped-decorator]
def mail_new_password(email: str, *, site: str, language: str) -> None:
    """Here and not while somebody waits: how long the answer takes would say whether the address is known."""
    forgotten.mail_new_password(email, site=site, language=language)


@db_task()  # type: ignore[untyped-decorator]
def clear(pk: int) -> None:
    """Take a run that deletes old files one step on; other work gets its turn between two steps."""
    if clearing.step(pk):
        clear(pk)


@db_task()  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Wake every submission that is due, or whose worker died, unless a message for it waits already."""
    tidy_published()
    for pk in jobs.closings_due():
        close(pk)
    for pk in jobs.openings_due():
        bring(pk)
    for pk in clearing.clearings_due():
        clear(pk)
    forgotten = jobs.due()
    # Without this look, a long backlog would grow by a message for each of its rows every minute.
    woken = _woken() if forgotten else set()
    for pk in forgotten:
        if pk not in woken:
            advance(pk)


def _woken() -> set[int]:
    """The submissions for which a message waits in the queue to be taken now."""
    name = advance.task_class.__name__
    return {task.args[0] for task in HUEY.pending() if task.name == name and task.eta is None}


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep_every_minute() -> None:
    """What no wake-up reached, for whatever reason, is taken up within a minute."""
    sweep.call_local()


@db_task()  # type: ignore[untyped-decorator]
def mail_digest(pk: int) -> None:
    """Mail a person what they have not read."""
    send_digest(pk)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def mail_digests() -> None:
    """A message each, so that a slow mail server holds up one digest and not all."""
    for pk in people_to_mail():
        mail_digest(pk)


@on_startup()  # type: ignore[untyped-decorator]
def sweep_at_start() -> None:
    """What lay about when this worker started, and what its predecessor still holds a lease on."""
    sweep()
    sweep.schedule(delay=settings.SUBMISSION_LEASE_SECONDS + SECOND_SWEEP_AFTER)


@receiver(submission_due)
def wake(pk: int, **_kwargs: Any) -> None:
    """Enqueue; an unreachable queue is survived, the sweep finds the row later."""
    try:
        advance(pk)
    except Exception:
        log.exception("The queue did not take submission %s; the next sweep will.", pk)


@receiver(closing_due)
def wake_closing(pk: int, **_kwargs: Any) -> None:
    try:
        close(pk)
    except Exception:
        log.exception("The queue did not take the closing %s; the next sweep will.", pk)


@receiver(opening_due)
def wake_opening(pk: int, **_kwargs: Any) -> None:
    try:
        bring(pk)
    except Exception:
        log.exception("The queue did not take the opening %s; the next sweep will.", pk)


@receiver(clearing_due)
def wake_clearing(pk: int, **_kwargs: Any) -> None:
    try:
        clear(pk)
    except Exception:
        log.exception("The queue did not take the clearing %s; the next sweep will.", pk)
