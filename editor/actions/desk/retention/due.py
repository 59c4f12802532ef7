"""Which files are old enough to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from editor.models import Order, Photo, Revision, Submission

CLOSED = (Order.State.FINALISED, Order.State.CANCELED)
UNKNOWN = Submission.State.OUTCOME_UNKNOWN


class Kind(StrEnum):
    ORIGINALS = "originals"
    MASKS = "masks"
    RESULTS = "results"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {Kind.ORIGINALS: _("Originals"), Kind.MASKS: _("Masks"), Kind.RESULTS: _("Results")}


@dataclass(frozen=True, kw_only=True)
class Ages:
    """Days after the last change of its order; None keeps that kind."""

    originals: int | None = None
    masks: int | None = None
    results: int | None = None
    finalised_originals: bool = False

    def of(self, kind: Kind) -> int | None:
        days: int | None = getattr(self, kind)
        return days

    @classmethod
    def of_settings(cls) -> Ages:
        """Those of the settings, where 0 keeps a kind."""
        return cls(
            originals=settings.RETENTION_ORIGINALS_DAYS or None,
            masks=settings.RETENTION_MASKS_DAYS or None,
            results=settings.RETENTION_RESULTS_DAYS or None,
        )

    @property
    def least(self) -> int | None:
        return min((days for kind in Kind if (days := self.of(kind)) is not None), default=None)


@dataclass(frozen=True)
class Old:
    """A file that may go; `row` is the one that points to it."""

    kind: Kind
    row: Photo | Submission | Revision

    @property
    def file(self) -> FieldFile:
        if isinstance(self.row, Photo):
            return self.row.original
        return self.row.mask if isinstance(self.row, Submission) else self.row.picture

    @property
    def bytes(self) -> int:
        """0 for a file that is gone already."""
        if isinstance(self.row, Photo):
            return self.row.byte_size
        try:
            return int(self.file.size)
        except OSError:
            return 0


def orders_behind(reached: int, ages: Ages, now: datetime) -> QuerySet[Order]:
    """Closed orders that may hold something old, behind the order `reached`, with all that `old_files` looks at."""
    if ages.least is None:
        return Order.objects.none()
    closed = Order.objects.filter(pk__gt=reached, state__in=CLOSED, updated_at__lte=now - timedelta(days=ages.least))
    whole = closed.filter(_something_left(ages)).select_related("photo", "head")
    return whole.prefetch_related("revisions", "submissions").order_by("pk")


def _something_left(ages: Ages) -> Q:
    """Leaves out what was dealt with before: each run would otherwise look at every order there ever was.

    Wider than the rule, which `old_files` knows: a finalised order with several results is looked at each time.
    """
    found = Q(pk__in=[])
    if ages.originals is not None:
        canceled = Q(state=Order.State.CANCELED)
        named = Q(head__number__gt=0) if ages.finalised_originals else Q(pk__in=[])
        found |= Q(photo__dropped_at=None) & (canceled | named)
    if ages.masks is not None:
        masks = Submission.objects.filter(order=OuterRef("pk"), mask_dropped_at=None)
        found |= Q(Exists(masks.exclude(state=UNKNOWN)))
    if ages.results is not None:
        results = Revision.objects.filter(order=OuterRef("pk"), dropped_at=None, number__gt=0)
        found |= Q(Exists(results.exclude(pk=OuterRef("head"), order__state=Order.State.FINALISED)))
    return found


def old_files(order: Order, ages: Ages, now: datetime) -> Iterator[Old]:
    """What of the order may go."""
    submissions = list(order.submissions.all())
    if order.state not in CLOSED or any(each.is_active for each in submissions):
        return
    kept = _way_to_the_head(order)
    photo = order.photo
    if _is_old(order, ages.originals, now) and photo.dropped_at is None and _original_may_go(order, ages):
        yield Old(Kind.ORIGINALS, photo)
    if _is_old(order, ages.masks, now):
        ended = (each for each in submissions if each.mask_dropped_at is None and each.state != UNKNOWN)
        yield from (Old(Kind.MASKS, each) for each in ended)
    if _is_old(order, ages.results, now):
        for each in order.revisions.all():
            if not each.is_original and each.dropped_at is None and each.pk not in kept:
                yield Old(Kind.RESULTS, each)


def _is_old(order: Order, days: int | None, now: datetime) -> bool:
    return days is not None and order.updated_at <= now - timedelta(days=days)


def _original_may_go(order: Order, ages: Ages) -> bool:
    if order.state == Order.State.CANCELED:
        return True
    is_the_final = order.head is None or order.head.is_original
    return ages.finalised_originals and not is_the_final


def _way_to_the_head(order: Order) -> set[int]:
    """The final picture of a finalised order and the revisions it grew from; a canceled one has none."""
    if order.state == Order.State.CANCELED:
        return set()
    parents = {each.pk: each.parent_id for each in order.revisions.all()}
    found: set[int] = set()
    step = order.head_id
    while step is not None:
        found.add(step)
        step = parents.get(step)
    return found
