"""One photo erased from the shell: the same actions and jobs as on the pages, from a file to a file."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.photos.pictures import open_picture, original_source, photo_limits
from editor.actions.photos.upload import upload_photo
from editor.actions.providers.standing import off_sentence, switched_off
from editor.actions.removals.parting import submit_in_parts
from editor.actions.removals.preview import preview
from editor.actions.removals.submit import SEEDS, cancel_submission, submit_mask
from editor.actions.review.finalise import finalise
from editor.imaging.errors import PictureError
from editor.imaging.export import export
from editor.imaging.foreign import read_any_mask
from editor.imaging.mask import write_mask
from editor.imaging.photo import inspect
from editor.management.output import Output, file_error
from editor.management.report import Report, how_it_ended, tell
from editor.models import Order, RemoteOrder, Revision, Submission, User
from editor.providers import registry

LOOK = 0.2
"""Seconds between two looks at the row while somebody works on it."""

State = Submission.State


class CannotErase(Exception):
    """Why there is no result: a code for programs, one sentence for the person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for; `seed` None lets one be drawn, `in_parts` sends far-apart parts of the mask one by one."""

    photo: Path
    mask: Path
    output: Path
    provider: str
    seed: int | None = None
    finalise: bool = False
    in_parts: bool = False


Watch = Callable[[Submission], None]
"""Called with the row as it stands now, again and again while it is worked on."""
Say = Callable[[str], None]
"""Told what stays to be read: what is about to be sent, where it costs more than usual."""


def erase(wish: Wish, actor: User, watch: Watch, say: Say) -> Report:
    """Never raises for what is wrong with a wish: the report says it. Ctrl-C cancels."""
    report = Report(provider=wish.provider)
    try:
        _erase(wish, actor, watch, say, report)
    except (PictureError, CannotErase) as problem:
        report.code, report.sentence = problem.code, problem.sentence
    except Refused as refusal:
        report.code, report.sentence = "refused", refusal.sentence
    except OSError as error:
        report.code, report.sentence = "file", file_error(error)
    except KeyboardInterrupt:
        report.status, report.stopped = State.CANCELED, True
        report.code, report.sentence = State.CANCELED, _stopped(report)
    return report


def _erase(wish: Wish, actor: User, watch: Watch, say: Say, report: Report) -> None:
    _check(wish)
    with Output.beside(wish.output, wish.photo, wish.mask) as output:
        submissions = _submit(wish, actor, report, say)
        report.stopped = _finish(submissions, actor, watch)
        ended = how_it_ended(submissions)
        tell(submissions, ended, report)
        if report.stopped or ended.result is None:
            raise CannotErase(ended.error_code or State.CANCELED, _why(submissions, ended))
        output.write(_encoded(ended.result, output))
        if wish.finalise:
            finalise(actor=actor, order=ended.order, revision=ended.result)
        output.keep()
    if wish.finalise:
        _close(ended.order, report)


def _stopped(report: Report) -> str:
    if report.order is None:
        return "Stopped before anything was sent."
    return f"Stopped. Order {report.order} keeps the photo and shows what became of it."


def _check(wish: Wish) -> None:
    known = registry.PROVIDERS
    if wish.provider not in known:
        raise CannotErase(
            "unknown_provider", f"There is no provider {wish.provider!r}. There is: {', '.join(sorted(known))}."
        )
    if missing := known[wish.provider].missing_settings(settings.PROVIDER_CONFIG):
        raise CannotErase("not_configured", f"{known[wish.provider].label} needs the setting {' and '.join(missing)}.")
    if (off := switched_off(wish.provider)) is not None:
        raise CannotErase("switched_off", off_sentence(known[wish.provider].label, off))
    if wish.seed is not None and not 0 <= wish.seed < SEEDS:
        raise CannotErase("seed", f"The seed must be between 0 and {SEEDS - 1}.")


def _submit(wish: Wish, actor: User, report: Report, say: Say) -> list[Submission]:
    """The mask is read before anything is stored: a bad one leaves no order behind."""
    with wish.photo.open("rb") as photo:
        facts = inspect(photo, photo_limits())
        mask = write_mask(read_any_mask(_mask_bytes(wish.mask), (facts.width, facts.height)))
        order = upload_photo(actor=actor, file=photo, name=wish.photo.name)
    report.order = order.pk
    common: dict[str, Any] = {
        "actor": actor,
        "order": order,
        "parent": _head(order),
        "mask_png": mask,
        "provider": wish.provider,
        "key": uuid.uuid4(),
        "seed": wish.seed,
    }
    if not wish.in_parts:
        return [submit_mask(**common)]
    say(_foreseen(order, mask, wish.provider))
    return submit_in_parts(**common)


def _foreseen(order: Order, mask_png: bytes, provider: str) -> str:
    """What is about to be sent and paid for."""
    foreseen = preview(order=order, mask_png=mask_png, provider=provider)
    return foreseen.in_parts.sentence if foreseen.in_parts else f"The mask goes as one. {foreseen.sentence}"


def _mask_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(settings.PHOTO_MAX_BYTES + 1)
    if len(data) > settings.PHOTO_MAX_BYTES:
        raise CannotErase("mask_too_large", f"The mask is larger than {settings.PHOTO_MAX_BYTES // 2**20} MB.")
    return data


def _head(order: Order) -> Revision:
    if order.head is None:
        raise CannotErase("order", "This order has no picture.")
    return order.head


def _finish(submissions: list[Submission], actor: User, watch: Watch) -> bool:
    """Take them on in a thread until they have ended, here or in a worker. Tells whether Ctrl-C canceled them."""
    stopping = threading.Event()
    pks = [each.pk for each in submissions]
    hands = threading.Thread(target=partial(_work, pks, stopping), name="erase", daemon=True)
    stopped = False
    try:
        hands.start()
        _follow(submissions, watch)
    except KeyboardInterrupt:
        stopped = True
        for each in submissions:
            cancel_submission(actor=actor, submission=each)
        _follow(submissions, watch)
    finally:
        stopping.set()
    hands.join()
    return stopped


def _follow(submissions: list[Submission], watch: Watch) -> None:
    for each in submissions:
        each.refresh_from_db()
        while each.is_active:
            watch(each)
            time.sleep(LOOK)
            each.refresh_from_db()


def _work(pks: list[int], stopping: threading.Event) -> None:
    try:
        while not stopping.is_set() and (left := _active(pks)):
            stopping.wait(min(_step(pk, stopping) for pk in left))
    finally:
        connection.close()


def _active(pks: list[int]) -> list[int]:
    return list(Submission.objects.active().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


def _step(pk: int, stopping: threading.Event) -> float:
    try:
        delay = jobs.advance(pk, stopping.is_set)
    except (DatabaseError, InterfaceError):
        # The row is as it was: it is taken up again when its lease has lapsed.
        delay = None
    return LOOK if delay is None else min(delay, LOOK)


def _close(order: Order, report: Report) -> None:
    """Have the service's own order closed, here or by a worker, as long as it takes."""
    for remote in order.remote_orders.exclude(state=RemoteOrder.State.OPEN):
        while remote.state in RemoteOrder.CLOSING:
            jobs.close(remote.pk)
            remote.refresh_from_db()
            if remote.state in RemoteOrder.CLOSING:
                time.sleep(LOOK)
        report.remote_order = remote.state
        if remote.state != RemoteOrder.State.CLOSED:
            raise CannotErase("not_closed", f"The result is written, but: {remote.sentence}")


def _why(submissions: list[Submission], ended: Submission) -> str:
    if ended.result:
        return f"Stopped, but the result had come already: it is in order {ended.order_id}."
    done = sum(each.result is not None for each in submissions)
    kept = f" {done} of {len(submissions)} parts came: see order {ended.order_id}." if done else ""
    if ended.state == State.CANCELED:
        what = "the rest was not removed" if done else "nothing was removed"
        return f"Canceled; {what}. {ended.note}".strip() + kept
    return ended.error_sentence + kept


def _encoded(revision: Revision, output: Output) -> bytes:
    picture = open_picture(revision)
    with original_source(revision.order.photo) as source:
        return export(picture, output.kind, source, keep_location=True)
