"""A submission that gave nothing, or whose outcome is unknown: asked about again, or submitted anew."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.orders import check_may, lock_open_order, take_back
from editor.actions.photos.pictures import MASK_DROPPED
from editor.actions.removals.submit import CLOSED, Portion, submit_mask
from editor.actions.removals.waking import wake
from editor.models import Act, Event, Submission, User
from editor.providers import registry

State = Submission.State
KNOWN = _("What became of this is known already.")
CANNOT_ASK = _(
    "This service cannot be asked about a removal whose answer was lost. Submit it anew, which may be billed."
)


def can_look_again(submission: Submission) -> bool:
    """Whether something free can tell more: kept bytes, a link to the result, or the service by what it told us."""
    if submission.state != State.OUTCOME_UNKNOWN:
        return False
    if submission.delivery or (submission.answer or {}).get("url"):
        return True
    known = submission.provider in registry.PROVIDERS and submission.remote is not None
    return known and registry.facts(submission.provider, settings.PROVIDER_CONFIG).can_look_again


def look_again(*, actor: User, submission: Submission) -> None:
    """Let a worker ask what became of it, for nothing; a result that is found is placed. Raises Refused."""
    check_may(actor, Act.PAINT, submission.order)
    submission.refresh_from_db()
    if submission.is_active:
        return
    if submission.state != State.OUTCOME_UNKNOWN:
        raise Refused(KNOWN)
    if not can_look_again(submission):
        raise Refused(CANNOT_ASK)
    with transaction.atomic():
        locked = lock_open_order(submission.order, CLOSED)
        if not _go_on(submission):
            return
        take_back(locked, actor)
        Event.objects.create(
            order=submission.order, actor=actor, kind=Event.Kind.LOOKED_AGAIN, data={"submission": submission.pk}
        )
        wake(submission.pk)


def _go_on(submission: Submission) -> int:
    return Submission.objects.filter(pk=submission.pk, state=State.OUTCOME_UNKNOWN).update(
        state=State.PROCESSING,
        looking=True,
        repeatable=True,
        may_be_billed=True,
        cancel_requested=False,
        attempts=0,
        deadline_at=None,
        next_at=timezone.now(),
        ended_at=None,
        error_code="",
        error_sentence="",
        error_detail="",
    )


def submit_anew(*, actor: User, submission: Submission, key: UUID) -> Submission:
    """The same mask once more, as a submission of its own, which may be billed again.

    The same `key` gives the same one. Raises Refused.
    """
    if submission.is_active or submission.state == State.SUCCEEDED:
        raise Refused(gettext("This is not lost: there is nothing to submit anew."))
    if submission.mask_dropped_at:
        raise Refused(MASK_DROPPED)
    with submission.mask.open("rb") as mask:
        mask_png = mask.read()
    return submit_mask(
        actor=actor,
        order=submission.order,
        parent=submission.parent,
        mask_png=mask_png,
        provider=submission.provider,
        key=key,
        mask_kind=Submission.MaskKind(submission.mask_kind),
        seed=submission.seed,
        group=submission.group,
        portion=Portion(split=submission.split, part=submission.part, parts=submission.parts),
    )


def anew_key(submission: Submission) -> UUID:
    """The key under which a submission is submitted anew: from two tabs, or after a reload, that is one press still."""
    return uuid5(submission.key, "anew")


def resent(submissions: Iterable[Submission]) -> set[int]:
    """Of these, the ones of unknown outcome whose mask was submitted anew."""
    unknown = {anew_key(each): each for each in submissions if each.state == State.OUTCOME_UNKNOWN}
    if not unknown:
        return set()
    orders = {each.order_id for each in unknown.values()}
    found: set[UUID] = set(Submission.objects.filter(order__in=orders, key__in=unknown).values_list("key", flat=True))
    return {each.pk for key, each in unknown.items() if key in found}
