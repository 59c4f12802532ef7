"""The heartbeat of a running step: keeps the lease, tells the person what is happening, hears the cancel button."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from editor.actions.removals.calls import record_call
from editor.http import Call
from editor.models import Submission
from editor.models.submission import fitting

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
"""How often the row is touched: a cancel is heard, and progress is seen, within this time."""


def lease_end() -> datetime:
    """Until when a row that is touched now is ours."""
    return timezone.now() + timedelta(seconds=settings.SUBMISSION_LEASE_SECONDS)


class Lease:
    """A `Control` for the provider while the block runs; use as a context manager.

    `canceled` tells that the person asked to stop, `lost` that the row is not ours any more.
    """

    def __init__(self, pk: int, token: UUID, stopping: Callable[[], bool]) -> None:
        self.canceled = False
        self.lost = False
        self.stopping = stopping
        self._pk = pk
        self._mine = Submission.objects.filter(pk=pk, lease_token=token)
        self._doing = ""
        self._fraction: float | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{pk}", daemon=True)

    def stopped(self) -> bool:
        return self.canceled or self.lost or self.stopping()

    def report(self, doing: str, fraction: float | None = None) -> None:
        self._doing, self._fraction = fitting(doing, 200), fraction

    def record(self, call: Call) -> None:
        record_call(self._pk, call)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(TICK_SECONDS):
                self._touch()
        finally:
            connection.close()

    def _touch(self) -> None:
        try:
            ours = self._mine.update(lease_until=lease_end(), doing=self._doing, fraction=self._fraction)
            self.lost = not ours
            self.canceled = self._mine.filter(cancel_requested=True).exists()
        except (DatabaseError, InterfaceError):
            # A busy or restarting database is no reason to drop the work: the lease spans many beats.
            log.warning("The lease of a submission could not be renewed this time.", exc_info=True)
            connection.close()
