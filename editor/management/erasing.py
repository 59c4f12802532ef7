"""One photo erased from the shell: the same actions and jobs as on the pages, from a file to a file."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.finalise import finalise
from editor.actions.pictures import open_picture, photo_limits
from editor.actions.submit import SEEDS, cancel_submission, submit_mask
from editor.actions.upload import upload_photo
from editor.imaging.errors import PictureError
from editor.imaging.export import export
from editor.imaging.foreign import read_any_mask
from editor.imaging.mask import write_mask
from editor.imaging.photo import inspect
from editor.management.output import Output, file_error
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
    """What is asked for; `seed` None lets one be drawn."""

    photo: Path
    mask: Path
    output: Path
    provider: str
    seed: int | None = None
    finalise: bool = False


@dataclass(kw_only=True)
class Report:
    """What became of a wish. `order` is an id, `revision` a number in the order's history.

    `remote_order` tells how the closing of the service's own order went, where it keeps one.

    `stopped` tells that the person pressed Ctrl-C, whatever the submission came to by then.
    """

    status: str = State.FAILED
    provider: str
    reference: str = ""
    credits: float = 0.0
    price: str | None = None
    currency: str = ""
    seed: int | None = None
    calls: int = 0
    remote_order: str | None = None
    seconds: float | None = None
    order: int | None = None
    revision: int | None = None
    code: str = ""
    sentence: str = ""
    stopped: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The shape `--json` prints; `error` is null after a success."""
        return {
            "status": self.status,
            "provider": self.provider,
            "reference": self.reference,
            "credits": self.credits,
            "price": self.price,
            "currency": self.currency,
            "seed": self.seed,
            "calls": self.calls,
            "remote_order": self.remote_order,
            "seconds": self.seconds,
            "order": self.order,
            "revision": self.revision,
            "error": {"code": self.code, "message": self.sentence} if self.code else None,
        }


Watch = Callable[[Submission], None]
"""Called with the row as it stands now, again and again while it is worked on."""


def erase(wish: Wish, actor: User, watch: Watch) -> Report:
    """Never raises for what is wrong with a wish: the report says it. Ctrl-C cancels."""
    report = Report(provider=wish.provider)
    try:
        _erase(wish, actor, watch, report)
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


def _erase(wish: Wish, actor: User, watch: Watch, report: Report) -> None:
    _check(wish)
    with Output.beside(wish.output, wish.photo, wish.mask) as output:
        submission = _submit(wish, actor, report)
        report.stopped = _finish(submission, actor, watch)
        _tell(submission, report)
        if report.stopped or submission.result is None:
            raise CannotErase(submission.error_code or State.CANCELED, _why(submission))
        output.write(_encoded(submission.result, output))
        if wish.finalise:
            finalise(actor=actor, order=submission.order, revision=submission.result)
        output.keep()
    if wish.finalise:
        _close(submission.order, report)


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
    if wish.seed is not None and not 0 <= wish.seed < SEEDS:
        raise CannotErase("seed", f"The seed must be between 0 and {SEEDS - 1}.")


def _submit(wish: Wish, actor: User, report: Report) -> Submission:
    """The mask is read before anything is stored: a bad one leaves no order behind."""
    with wish.photo.open("rb") as photo:
        facts = inspect(photo, photo_limits())
        mask = write_mask(read_any_mask(_mask_bytes(wish.mask), (facts.width, facts.height)))
        order = upload_photo(actor=actor, file=photo, name=wish.photo.name)
    report.order = order.pk
    return submit_mask(
        actor=actor,
        order=order,
        parent=_head(order),
        mask_png=mask,
        provider=wish.provider,
        key=uuid.uuid4(),
        seed=wish.seed,
    )


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


def _finish(submission: Submission, actor: User, watch: Watch) -> bool:
    """Take it on in a thread until it has ended, here or in a worker. Tells whether Ctrl-C canceled it."""
    stopping = threading.Event()
    hands = threading.Thread(target=partial(_work, submission.pk, stopping), name="erase", daemon=True)
    stopped = False
    try:
        hands.start()
        _follow(submission, watch)
    except KeyboardInterrupt:
        stopped = True
        cancel_submission(actor=actor, submission=submission)
        _follow(submission, watch)
    finally:
        stopping.set()
    hands.join()
    return stopped


def _follow(submission: Submission, watch: Watch) -> None:
    submission.refresh_from_db()
    while submission.is_active:
        watch(submission)
        time.sleep(LOOK)
        submission.refresh_from_db()


def _work(pk: int, stopping: threading.Event) -> None:
    try:
        while not stopping.is_set() and Submission.objects.active().filter(pk=pk).exists():
            stopping.wait(_step(pk, stopping))
    finally:
        connection.close()


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


def _tell(submission: Submission, report: Report) -> None:
    report.status, report.reference = submission.state, submission.reference
    report.credits, report.calls = submission.credits, submission.calls.count()
    report.price = None if submission.price is None else str(submission.price.normalize())
    report.currency = submission.currency
    report.seed = submission.seed if submission.seed_used is None else submission.seed_used
    report.seconds = None if submission.seconds is None else round(submission.seconds, 3)
    report.revision = submission.result.number if submission.result else None


def _why(submission: Submission) -> str:
    if submission.result:
        return f"Stopped, but the result had come already: it is in order {submission.order_id}."
    if submission.state == State.CANCELED:
        return f"Canceled; nothing was removed. {submission.note}".strip()
    return submission.error_sentence


def _encoded(revision: Revision, output: Output) -> bytes:
    with revision.order.photo.original.open("rb") as source:
        return export(open_picture(revision), output.kind, cast("BinaryIO", source), keep_location=True)
