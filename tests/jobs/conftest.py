"""Dana's services, disk and submissions."""

import pytest

from tests.services import disk, services

__all__ = ["disk", "services"]


@pytest.fixture(autouse=True)
def no_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction keeps SQLite's other writers out: on a slow machine a beat would wait for all of it.

    Tests about the beat set their own.
    """
    monkeypatch.setattr("editor.lease.TICK_SECONDS", 3600)
