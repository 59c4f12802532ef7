"""`manage.py erase`: photo and mask in, picture out, by the same path as on the pages."""

from __future__ import annotations

import json
import logging
import sys
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from editor.management import prepare
from editor.management.batch import Pair, pairs
from editor.management.erasing import CannotErase, Wish, erase
from editor.management.output import file_error
from editor.management.progress import Progress, bar
from editor.management.report import Report
from editor.models import Role, Submission, User
from editor.providers import registry
from eraser_site.supervisor import CannotStart

STOPPED = 130
"""What a shell expects of a program that was ended by Ctrl-C."""

HOW = "Give PHOTO, MASK and --output OUT, or --batch PHOTOS MASKS OUT."


class Command(BaseCommand):
    help = "Removes what MASK covers from PHOTO and writes OUT; or does so for a folder of photos."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("photo", nargs="?", type=Path, metavar="PHOTO")
        parser.add_argument(
            "mask",
            nargs="?",
            type=Path,
            metavar="MASK",
            help="a PNG of the photo's upright size: #7878CD on transparent, white on black, or any with alpha",
        )
        parser.add_argument("--output", type=Path, metavar="OUT", help="a .png, .jpg, .jpeg or .webp file")
        parser.add_argument("--batch", nargs=3, type=Path, metavar=("PHOTOS", "MASKS", "OUT"), help="three folders")
        parser.add_argument("--provider", default=registry.DEFAULT, help="who removes (see manage.py providers)")
        parser.add_argument("--seed", type=int, help="makes the result repeatable where the provider allows it")
        parser.add_argument(
            "--crops",
            choices=("one", "several"),
            default="one",
            help="send far-apart parts of the mask one by one: finer, and each is billed",
        )
        parser.add_argument("--finalise", action="store_true", help="close the order with the result")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self.progress = Progress(self.stderr)
        # What went wrong is said in a sentence here; the details are kept in the submission's row.
        logging.disable(logging.CRITICAL)
        try:
            code = self._batch(options) if options["batch"] else self._one(options)
        finally:
            logging.disable(logging.NOTSET)
        sys.exit(code)

    def _one(self, options: dict[str, Any]) -> int:
        try:
            report = self._erase_one(options)
        except (CannotErase, CannotStart) as problem:
            code = problem.code if isinstance(problem, CannotErase) else "database"
            report = Report(provider=options["provider"], code=code, sentence=str(problem))
        self._print(options, report.as_dict())
        if not report.code:
            self.progress.say(f"{options['output']} is written; it is order {report.order}.")
            return 0
        self.progress.say(report.sentence)
        return STOPPED if report.stopped else 1

    def _erase_one(self, options: dict[str, Any]) -> Report:
        if not (options["photo"] and options["mask"] and options["output"]):
            raise CannotErase("usage", HOW)
        wish = _wish(options, photo=options["photo"], mask=options["mask"], output=options["output"])
        return erase(wish, _actor(), partial(self._show, wish.photo.name), self.progress.say)

    def _batch(self, options: dict[str, Any]) -> int:
        photos, masks, out = options["batch"]
        try:
            if options["photo"] or options["output"]:
                raise CannotErase("usage", HOW)
            out.mkdir(parents=True, exist_ok=True)
            return self._erase_all(pairs(photos, masks, out), options, _actor())
        except (CannotErase, CannotStart, OSError) as problem:
            self.progress.say(file_error(problem) if isinstance(problem, OSError) else str(problem))
            return 1

    def _erase_all(self, found: list[Pair], options: dict[str, Any], actor: User) -> int:
        if not found:
            raise CannotErase("batch", f"There are no photos in {options['batch'][0]}.")
        failed = 0
        for number, pair in enumerate(found):
            report = self._pair(pair, options, actor, f"{bar(number, len(found))} {pair.photo.name}")
            self._print(options, {"photo": pair.photo.name, **report.as_dict()})
            if report.stopped:
                self.progress.say(f"Stopped at {pair.photo.name}: {number} of {len(found)} photos were looked at.")
                return STOPPED
            if report.code:
                failed += 1
                self.progress.say(f"{pair.photo.name}: {report.sentence}")
        self.progress.say(f"{bar(len(found), len(found))} {len(found) - failed} done, {failed} failed.")
        return 1 if failed else 0

    def _pair(self, pair: Pair, options: dict[str, Any], actor: User, head: str) -> Report:
        if pair.problem:
            return Report(provider=options["provider"], code="no_pair", sentence=pair.problem)
        self.progress.show(head)
        wish = _wish(options, photo=pair.photo, mask=pair.mask, output=pair.output)
        return erase(wish, actor, partial(self._show, head), self.progress.say)

    def _print(self, options: dict[str, Any], facts: dict[str, Any]) -> None:
        if options["json"]:
            self.progress.clear()
            self.stdout.write(json.dumps(facts))

    def _show(self, head: str, submission: Submission) -> None:
        part = f" (part {submission.part} of {submission.parts})" if submission.parts > 1 else ""
        doing = submission.doing or submission.get_state_display()
        self.progress.show(f"{head}{part}: {doing}", submission.fraction)


def _actor() -> User:
    """Whose orders these are: the owner's, else a reviewer's. Raises CannotErase, CannotStart."""
    prepare.migrate()
    actor = prepare.owner() or User.objects.filter(groups__name=Role.REVIEWER, is_active=True).order_by("pk").first()
    if actor is None:
        raise CannotErase("nobody", "Nobody runs this Eraser yet. Make an account with manage.py createsuperuser.")
    return actor


def _wish(options: dict[str, Any], *, photo: Path, mask: Path, output: Path) -> Wish:
    return Wish(
        photo=photo,
        mask=mask,
        output=output,
        provider=options["provider"],
        seed=options["seed"],
        finalise=options["finalise"],
        in_parts=options["crops"] == "several",
    )
