"""`manage.py retention`: which files are old enough to go, and with --delete, letting them go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from editor.actions.desk.retention import Ages, Kind, Tally, drop, finish_halfway, orders_behind, survey

HEAD = ("kind", "older than", "files", "size", "oldest")
AT_ONCE = 200


class Command(BaseCommand):
    help = "Lists what of closed orders is old enough to be deleted; nothing is deleted without --delete."

    def add_arguments(self, parser: CommandParser) -> None:
        for kind in Kind:
            setting = f"RETENTION_{kind.upper()}_DAYS"
            parser.add_argument(f"--{kind}", type=int, metavar="DAYS", help=f"their age, 0 keeps them ({setting})")
        parser.add_argument(
            "--finalised-originals", action="store_true", help="originals of finalised orders, too; else they are kept"
        )
        parser.add_argument("--delete", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        ages = _ages(options)
        if ages.least is None:
            raise CommandError("Give an age in days, as in --masks 90, or set RETENTION_MASKS_DAYS and the like.")
        tallies = survey(ages)
        self._print(ages, tallies)
        if options["delete"]:
            self._delete(ages)
        elif any(tally.files for tally in tallies):
            self.stdout.write("Nothing was deleted. Add --delete to do it.")

    def _print(self, ages: Ages, tallies: list[Tally]) -> None:
        rows = [HEAD, *(_row(ages, tally) for tally in tallies)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def _delete(self, ages: Ages) -> None:
        finished = finish_halfway()
        if finished:
            self.stdout.write(f"{finished} files of an earlier run were deleted.")
        files = size = reached = 0
        now = timezone.now()
        while orders := list(orders_behind(reached, ages, now)[:AT_ONCE]):
            reached = orders[-1].pk
            for order in orders:
                dropped, freed = drop(actor=None, order=order, ages=ages)
                files, size = files + dropped, size + freed
        self.stdout.write(f"{files} files were deleted, {_size(size)}.")


def _ages(options: dict[str, Any]) -> Ages:
    """Those of the options, else of the settings. Raises CommandError."""
    given = {kind.value: options[kind] for kind in Kind if options[kind] is not None}
    if any(days < 0 for days in given.values()):
        raise CommandError("An age is a number of days, or 0 to keep that kind.")
    days = {kind: days or None for kind, days in given.items()}
    return replace(Ages.of_settings(), **days, finalised_originals=options["finalised_originals"])


def _row(ages: Ages, tally: Tally) -> tuple[str, ...]:
    days = ages.of(tally.kind)
    oldest = f"{tally.oldest:%Y-%m-%d}" if tally.oldest else ""
    return tally.kind.value, "kept" if days is None else f"{days} days", str(tally.files), _size(tally.bytes), oldest


def _size(count: int) -> str:
    return filesizeformat(count).replace("\N{NO-BREAK SPACE}", " ")
