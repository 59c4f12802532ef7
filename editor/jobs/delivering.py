"""From a provider's answer to a new revision. Nothing here bills, and every step can be made again from the row."""

from __future__ import annotations

import logging
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from editor.actions.money.prices import price_of
from editor.actions.photos.files import files_undone_on_error
from editor.actions.photos.pictures import open_picture
from editor.actions.removals.fetching import RESULT_BYTES, fetched
from editor.actions.removals.fitting import plan_from
from editor.actions.removals.result import Outcome, record_result
from editor.imaging.errors import PictureError
from editor.imaging.fit import WrongShape, put_back, unfitted
from editor.imaging.limits import Limits
from editor.imaging.photo import open_upright
from editor.jobs.batches import share
from editor.jobs.rows import Again, State, cancel, change, token_of
from editor.jobs.words import NOT_STORED, UNREADABLE, WRONG_SIZE, NotStored, Unreadable
from editor.lease import Lease
from editor.marking import gettext_noop as _
from editor.models import Submission
from editor.models.submission import fitting, storable
from editor.providers import registry
from editor.providers.base import BadResponse, Canceled, Done, ProviderError, Rejected, Result
from editor.providers.service import Service

log = logging.getLogger(__name__)

UNUSABLE = {
    "not_a_picture": "gave back something that is not a picture.",
    "empty": "gave back an empty file.",
    "truncated": "gave back a picture that is cut short.",
    "too_long_side": "gave back a picture far larger than what was sent.",
    "too_many_pixels": "gave back a picture far larger than what was sent.",
}
"""By the code of the gate that every picture passes."""


def keep(submission: Submission, done: Done, lease: Lease) -> Again:
    """Commit what the provider answered, the costs first, then go on to the picture."""
    costs = _costs(submission, done)
    share(submission, done, costs | safe(submission))
    result = done.results[0]
    change(submission, **costs)
    if submission.members and Submission.objects.filter(pk=submission.pk, cancel_requested=True).exists():
        return cancel(submission)
    if result.failure:
        raise Rejected(result.failure)
    if result.picture is not None:
        return _place(submission, result.picture, lease)
    if result.data is not None:
        _store(submission, result.data, _answer(done, result))
        return place(submission, lease)
    change(submission, answer=_answer(done, result), **safe(submission))
    return deliver(submission, lease)


def safe(submission: Submission) -> dict[str, object]:
    """From here on no call bills: whatever is lost is made again."""
    may_be_billed = submission.may_be_billed or submission.state == State.SUBMITTING
    return {
        "state": State.PROCESSING,
        "repeatable": True,
        "looking": False,
        "may_be_billed": may_be_billed,
        "attempts": 0,
    }


def _costs(submission: Submission, done: Done) -> dict[str, object]:
    price, currency = price_of(submission.provider)
    return {
        "reference": fitting(done.reference, 200),
        "credits": done.credits / max(1, len(done.results)),
        "note": fitting(done.note, 500),
        "seed_used": done.seed if done.seed is not None and 0 <= done.seed < 2**63 else None,
        "price": price,
        "currency": currency,
    }


def _answer(done: Done, result: Result) -> dict[str, object]:
    answer: dict[str, object] = storable({"url": result.url, "account": done.account, "raw": done.raw})
    return answer


def deliver(submission: Submission, lease: Lease) -> Again:
    """Fetch the result's link, keep the bytes. Raises ProviderError."""
    lease.report("Fetching the result")
    answer = submission.answer or {}
    if answer.get("failure"):
        raise Rejected(str(answer["failure"]))
    provider = registry.build(submission.provider, settings.PROVIDER_CONFIG)
    if not isinstance(provider, Service) or not answer.get("url"):
        raise BadResponse(_("The service told no place where the result lies."))
    _store(submission, fetched(provider, str(answer["url"]), lease), answer)
    return place(submission, lease)


def _store(submission: Submission, data: bytes, answer: dict[str, object]) -> None:
    try:
        with files_undone_on_error() as saved:
            saved.store(submission.delivery, "delivery", ContentFile(data))
            change(submission, delivery=submission.delivery.name, answer=answer, **safe(submission))
    except OSError as error:
        submission.delivery = ""
        raise _not_stored(submission, error) from error


def place(submission: Submission, lease: Lease) -> Again:
    """From the kept bytes to a revision. Raises ProviderError."""
    again = _place(submission, _decoded(submission), lease)
    _forget_delivery(submission)
    return again


def _decoded(submission: Submission) -> Image.Image:
    """The delivered picture, through the same gate as every upload."""
    limits = Limits(max_bytes=RESULT_BYTES, max_pixels=settings.PHOTO_MAX_PIXELS)
    try:
        with submission.delivery.open("rb") as file:
            return open_upright(cast("BinaryIO", file), limits)
    except PictureError as error:
        # A link may bring it whole when it is fetched anew; these bytes never will.
        _forget_delivery(submission)
        name = registry.PROVIDERS[submission.provider].label
        raise BadResponse(
            f"{name} {UNUSABLE.get(error.code, 'gave back a picture that cannot be read.')}",
            detail=f"{error.code}: {error.sentence}",
        ) from error
    except OSError as error:
        raise Unreadable(UNREADABLE, detail=repr(error)) from error


def _place(submission: Submission, picture: Image.Image, lease: Lease) -> Again:
    if lease.canceled and submission.repeatable and not submission.may_be_billed:
        raise Canceled("")
    lease.report("Placing the result")
    whole, painted_on = _full_size(submission, picture)
    outcome = Outcome(
        picture=whole,
        painted_on=painted_on,
        reference=submission.reference,
        credits=submission.credits,
        note=submission.note,
        account=(submission.answer or {}).get("account", {}),
    )
    try:
        record_result(submission=submission, lease_token=token_of(submission), outcome=outcome)
    except PictureError as error:
        log.exception("Submission %s: a stored picture could not be read.", submission.pk)
        raise Unreadable(UNREADABLE, detail=repr(error)) from error
    except OSError as error:
        raise _not_stored(submission, error) from error
    return None


def _full_size(submission: Submission, picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The result in the photo's size, and the picture that was painted on where it had to be decoded for that."""
    plan = plan_from(submission.plan)
    size = submission.order.photo.size
    if plan is None:
        if picture.size != size:
            raise BadResponse(WRONG_SIZE, detail=f"{picture.size} instead of {size}")
        return picture, None
    try:
        if plan.is_whole:
            return unfitted(picture, plan), None
        painted_on = open_picture(submission.parent)
        return put_back(picture, plan, painted_on), painted_on
    except WrongShape as error:
        _forget_delivery(submission)
        raise BadResponse(error.sentence, detail=f"{picture.size} for {plan.sent}") from error
    except (PictureError, OSError) as error:
        raise Unreadable(UNREADABLE, detail=repr(error)) from error


def _not_stored(submission: Submission, error: OSError) -> ProviderError:
    log.exception("Submission %s: its result could not be stored.", submission.pk)
    # A free step brings the same result again, and the disk may have room by then.
    return NotStored(NOT_STORED, detail=repr(error), retry_after=0.0 if submission.repeatable else None)


def _forget_delivery(submission: Submission) -> None:
    """The bytes are not needed any more: placed, or of no use."""
    name = str(submission.delivery.name or "")
    if not name:
        return
    Submission.objects.filter(pk=submission.pk, delivery=name).update(delivery="")
    submission.delivery = ""
    try:
        default_storage.delete(name)
    except OSError:
        log.warning("The delivery %s is not needed any more, but could not be deleted.", name, exc_info=True)
