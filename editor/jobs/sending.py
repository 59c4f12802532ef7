"""A submission as the job an adapter gets: pictures fitted to the service, opened when they are first looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from PIL import Image

from editor.actions.accounts import account_for
from editor.actions.fitting import fit_limits, plan_from
from editor.actions.pictures import open_picture
from editor.actions.publishing import publisher
from editor.actions.result import open_mask
from editor.imaging.errors import PictureError
from editor.imaging.fit import CannotFit, Plan, Prepared, prepare
from editor.jobs.words import UNREADABLE, Unreadable
from editor.models import Submission
from editor.providers.base import Capabilities, Job, Unsupported

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Material:
    """What goes to the provider; `plan` is None where it takes the whole picture, decoded.

    `members` are the submissions whose pictures these are, where they are more than one.
    """

    pictures: tuple[Image.Image, ...]
    mask: Image.Image
    encoded: tuple[tuple[bytes, str], ...]
    plan: Plan | None
    members: list[int] | None = None


class LazyJob(Job):
    """A job whose pictures are opened and fitted when somebody first looks at them: a poll never does."""

    def __init__(self, load: Callable[[], Material], **facts: Any) -> None:
        # The fields of the pictures stay unset: the properties below stand for them.
        for name, value in {"_load": load, **facts}.items():
            object.__setattr__(self, name, value)

    _load: Callable[[], Material]

    @cached_property
    def material(self) -> Material:
        """Raises Unsupported, Unreadable."""
        return self._load()

    @cached_property
    def pictures(self) -> tuple[Image.Image, ...]:
        return self.material.pictures

    @cached_property
    def mask(self) -> Image.Image:
        return self.material.mask

    @cached_property
    def encoded(self) -> tuple[tuple[bytes, str], ...]:
        return self.material.encoded


def job_of(submission: Submission, facts: Capabilities) -> LazyJob:
    return LazyJob(
        lambda: _material(submission, facts),
        seed=submission.seed,
        mask_kind=submission.mask_kind,
        account=account_for(submission),
        publish=publisher(submission),
    )


def plan_facts(plan: Plan | None) -> dict[str, Any] | None:
    """The plan as the row keeps it."""
    return None if plan is None else asdict(plan)


def _material(submission: Submission, facts: Capabilities) -> Material:
    try:
        together = members(submission)
        pictures = [open_picture(each.parent) for each in together]
        mask = open_mask(submission)
        pks = [each.pk for each in together] if len(together) > 1 else None
        if facts.image_source == "picture":
            return Material(tuple(pictures), mask, (), None, pks)
        return replace(_fitted(pictures, mask, submission, facts), members=pks)
    except CannotFit as error:
        raise Unsupported(error.sentence, detail=error.code) from error
    except (PictureError, OSError) as error:
        log.exception("Submission %s: a stored picture could not be read.", submission.pk)
        raise Unreadable(UNREADABLE, detail=repr(error)) from error


def members(submission: Submission) -> list[Submission]:
    """The submission and those it leads, in the order their pictures are sent."""
    followers = submission.followers.active().select_related("order__photo", "parent__order__photo").order_by("pk")
    return [submission, *followers]


def _fitted(pictures: list[Image.Image], mask: Image.Image, submission: Submission, facts: Capabilities) -> Material:
    """One plan for all: where a picture needs a smaller one than those before it, all are done anew with that."""
    limits, plan = fit_limits(facts), plan_from(submission.plan)
    while True:
        fitted: list[Prepared] = []
        for picture in pictures:
            fitted.append(prepare(picture, mask, limits, plan))
            if fitted[-1].plan != (plan or fitted[-1].plan):
                break
            plan = fitted[-1].plan
        else:
            return Material(
                tuple(each.picture for each in fitted),
                fitted[0].mask,
                tuple((each.data, each.media_type) for each in fitted),
                plan,
            )
        plan = fitted[-1].plan
