"""A submission as the job an adapter gets: pictures fitted to the service, opened when they are first looked at."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from PIL import Image

from editor.actions.photos.pictures import bare_picture, open_picture
from editor.actions.providers.accounts import account_for
from editor.actions.removals.fitting import fit_limits, plan_from
from editor.actions.removals.publishing import publisher
from editor.actions.removals.result import open_mask
from editor.imaging.errors import PictureError
from editor.imaging.fit import CannotFit, FitLimits, Plan, as_stored, cut_mask, cut_picture, prepare
from editor.imaging.fit import plan as planned
from editor.jobs.words import UNREADABLE, Unreadable
from editor.models import Revision, Submission
from editor.providers.base import Capabilities, Job, Provider, Unsupported

log = logging.getLogger(__name__)


class LazyJob(Job):
    """A job whose pictures are read and fitted when somebody first looks at them.

    A poll never does; a step that sends only the mask opens no photo; a photo that may go as it is stored is not
    decoded. Looking raises Unsupported, Unreadable.
    """

    def __init__(self, submission: Submission, provider: Provider, facts: Capabilities) -> None:
        # The fields of the pictures stay unset: the properties below stand for them.
        given = {
            "submission": submission,
            "provider": provider,
            "facts": facts,
            "seed": submission.seed,
            "mask_kind": submission.mask_kind,
            "account": account_for(submission),
            "publish": publisher(submission),
        }
        for name, value in given.items():
            object.__setattr__(self, name, value)

    submission: Submission
    provider: Provider
    facts: Capabilities

    @cached_property
    def together(self) -> list[Submission]:
        """The submission and those it leads, in the order their pictures are sent."""
        followers = self.submission.followers.active().select_related("order__photo", "parent__order__photo")
        return [self.submission, *followers.order_by("pk")]

    @property
    def members(self) -> list[int] | None:
        """The submissions whose pictures these are, where they are more than one."""
        return [each.pk for each in self.together] if len(self.together) > 1 else None

    def prepare(self) -> None:
        """Read and fit all that `start` looks at: what fails here has been sent nowhere."""
        _ = (self.plan, self.mask, self.facts.image_source == "picture" and self.pictures)

    @cached_property
    def plan(self) -> Plan | None:
        """How the pictures are fitted; None where the provider takes them whole, decoded."""
        if self.facts.image_source == "picture":
            return None
        if not self.provider.sends_picture(self.account):
            with _told(self.submission):
                return planned(self.painted.size, self.painted, fit_limits(self.facts))
        return self.fitted.plan

    @cached_property
    def pictures(self) -> tuple[Image.Image, ...]:
        plan = self.plan
        with _told(self.submission):
            opened = (open_picture(each.parent) for each in self.together)
            return tuple(picture if plan is None else cut_picture(picture, plan) for picture in opened)

    @cached_property
    def mask(self) -> Image.Image:
        plan = plan_from(self.submission.plan) or self.plan
        return self.painted if plan is None else cut_mask(self.painted, plan)

    @property
    def encoded(self) -> tuple[tuple[bytes, str], ...]:
        return () if self.facts.image_source == "picture" else self.fitted.encoded

    @cached_property
    def painted(self) -> Image.Image:
        """The mask as it was painted, on the whole picture."""
        with _told(self.submission):
            return open_mask(self.submission)

    @cached_property
    def fitted(self) -> Fitted:
        with _told(self.submission):
            known = plan_from(self.submission.plan)
            return _fitted([each.parent for each in self.together], self.painted, fit_limits(self.facts), known)


@dataclass(frozen=True)
class Fitted:
    """Pictures as they go over the wire, all by one plan."""

    plan: Plan
    encoded: tuple[tuple[bytes, str], ...]


def plan_facts(plan: Plan | None) -> dict[str, Any] | None:
    """The plan as the row keeps it."""
    return None if plan is None else asdict(plan)


@contextmanager
def _told(submission: Submission) -> Iterator[None]:
    try:
        yield
    except CannotFit as error:
        raise Unsupported(error.sentence, detail=error.code) from error
    except (PictureError, OSError) as error:
        log.exception("Submission %s: a stored picture could not be read.", submission.pk)
        raise Unreadable(UNREADABLE, detail=repr(error)) from error


def _fitted(revisions: list[Revision], mask: Image.Image, limits: FitLimits, plan: Plan | None) -> Fitted:
    """One plan for all: where a picture needs a smaller one than those before it, all are done anew with that."""
    plan = plan or planned(mask.size, mask, limits)
    while True:
        encoded: list[tuple[bytes, str]] = []
        for revision in revisions:
            fits, data = _one(revision, mask, limits, plan)
            if fits != plan:
                plan = fits
                break
            encoded.append(data)
        else:
            return Fitted(plan, tuple(encoded))


def _one(revision: Revision, mask: Image.Image, limits: FitLimits, plan: Plan) -> tuple[Plan, tuple[bytes, str]]:
    """The plan that this picture fits by, and its bytes and media type."""
    untouched = plan.is_whole and plan.sent == plan.picture
    if untouched and (file := bare_picture(revision)) and (stored := as_stored(file, plan, limits)):
        return plan, stored
    made = prepare(open_picture(revision), mask, limits, plan)
    return made.plan, (made.data, made.media_type)
