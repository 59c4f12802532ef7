"""The dry run: what would go, counted, and nothing is touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editor.actions.desk.retention.due import Ages, Kind, old_files, orders_behind

AT_ONCE = 200
"""Orders held in memory at a time."""


@dataclass
class Tally:
    """How many files of a kind, their bytes, and the last change of the order that was left alone longest."""

    kind: Kind
    files: int = 0
    bytes: int = 0
    oldest: datetime | None = None


def survey(ages: Ages) -> list[Tally]:
    """One for each kind."""
    tallies = {kind: Tally(kind) for kind in Kind}
    now, reached = timezone.now(), 0
    while orders := list(orders_behind(reached, ages, now)[:AT_ONCE]):
        reached = orders[-1].pk
        for order in orders:
            for old in old_files(order, ages, now):
                tally = tallies[old.kind]
                tally.files += 1
                tally.bytes += old.bytes
                tally.oldest = min(tally.oldest or order.updated_at, order.updated_at)
    return list(tallies.values())
