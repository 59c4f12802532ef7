"""Asking for things to be removed, and taking the question back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from PIL import Image

from editor.actions.errors import Refused
from editor.actions.money.budgets import check_budgets, keep_to_budgets
from editor.actions.orders import check_may, check_own, lock_open_order, take_back
from editor.actions.photos.files import SavedFiles, files_undone_on_error
from editor.actions.photos.pictures import check_kept
from editor.actions.providers.standing import off_sentence, pause_sentence, paused_until, switched_off
from editor.actions.removals.fitting import fit_limits
from editor.actions.removals.waking import wake
from editor.imaging.fit import CannotFit, Plan, plan
from editor.imaging.mask import read_mask
from editor.models import Act, Event, Order, Revision, Submission, User
from editor.providers import registry

State = Submission.State
CLOSED = _("This order is closed. Its agent can reopen it, so that you can go on with it.")
MAY_COUNT = _("The service had begun already, so it may count this removal all the same.")
SEEDS = 2**32 - 1
"""Seeds lie in 0..4294967294, the range every service accepts that takes one."""


@dataclass(frozen=True, kw_only=True)
class Portion:
    """Which part of a split mask a submission is for."""

    split: UUID | None = None
    part: int = 1
    parts: int = 1


WHOLE = Portion()


def submit_mask(
    *,
    actor: User,
    order: Order,
    parent: Revision,
    mask_png: bytes,
    provider: str,
    key: UUID,
    mask_kind: Submission.MaskKind = Submission.MaskKind.MANUAL,
    seed: int | None = None,
    group: UUID | None = None,
    batch: UUID | None = None,
    lead: Submission | None = None,
    portion: Portion = WHOLE,
    files: SavedFiles | None = None,
) -> Submission:
    """The submission for this press of the button: the same `key` always gives the same one.

    Those of a `group` are to be compared; those of a `batch` have one mask, and `lead` is sent for this one too.
    `files` gets to know what is stored, where a transaction around this may still fail.
    Raises PictureError for the mask, Refused for the rest.
    """
    earlier = order.submissions.filter(key=key).first()
    if earlier is not None:
        return earlier
    check_may(actor, Act.PAINT, order)
    check_own(order, parent)
    check_kept(parent)
    mask = read_mask(mask_png, order.photo.size)
    check_takes(provider, mask)
    submission = Submission(
        order=order,
        parent=parent,
        provider=provider,
        mask_kind=mask_kind,
        mask_pixels=mask.histogram()[255],
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
        key=key,
        group=group,
        batch=batch,
        lead=lead,
        split=portion.split,
        part=portion.part,
        parts=portion.parts,
        created_by=actor,
        next_at=timezone.now(),
        repeatable=registry.facts(provider, settings.PROVIDER_CONFIG).start_repeatable,
    )
    try:
        with files_undone_on_error() as saved:
            saved.store(submission.mask, "mask.png", ContentFile(mask_png))
            _save(submission)
    except IntegrityError:
        # The other half of a double click was faster.
        return order.submissions.get(key=key)
    if files is not None:
        files += saved
    return submission


def check_takes(provider: str, mask: Image.Image) -> Plan | None:
    """How a photo with this mask would be sent; None where the provider takes it whole and decoded, here.

    Raises Refused where the provider is not set up, switched off, paused, beyond its budget, or cannot take it.
    """
    config = settings.PROVIDER_CONFIG
    if provider not in {cls.slug for cls in registry.ready(config)}:
        raise Refused(gettext("This service is not set up here. Choose another one."))
    label, facts = registry.PROVIDERS[provider].label, registry.facts(provider, config)
    if (off := switched_off(provider)) is not None:
        raise Refused(gettext("%(why)s Choose another service.") % {"why": off_sentence(label, off)})
    if (until := paused_until(provider)) is not None:
        raise Refused(
            gettext("%(until)s Choose another service, or try again then.") % {"until": pause_sentence(label, until)}
        )
    check_budgets(provider)
    if facts.image_source == "picture":
        return None
    if facts.image_source == "link" and not settings.PUBLIC_BASE_URL:
        raise Refused(
            gettext("%(label)s fetches photos itself, which needs PUBLIC_BASE_URL to be set. Choose another service.")
            % {"label": label}
        )
    try:
        return plan(mask.size, mask, fit_limits(facts))
    except CannotFit as error:
        raise Refused(error.sentence) from error


def _save(submission: Submission) -> None:
    with transaction.atomic():
        keep_to_budgets(submission.provider)
        take_back(lock_open_order(submission.order, CLOSED), submission.created_by)
        submission.save()
        Event.objects.create(
            order=submission.order,
            actor=submission.created_by,
            kind=Event.Kind.SUBMITTED,
            data={
                "submission": submission.pk,
                "provider": submission.provider,
                "revision": submission.parent.number,
            },
        )
        wake(submission.pk)


def cancel_submission(*, actor: User, submission: Submission) -> None:
    """End a submission: at once where nobody is working on it, else as soon as its worker sees the wish.

    Raises Refused.
    """
    check_may(actor, Act.PAINT, submission.order)
    with transaction.atomic():
        wanted = Submission.objects.active().filter(pk=submission.pk, cancel_requested=False)
        if not wanted.update(cancel_requested=True, next_at=timezone.now()):
            return
        Event.objects.create(
            order=submission.order, actor=actor, kind=Event.Kind.CANCELED, data={"submission": submission.pk}
        )
        if not end_if_canceled(submission.pk):
            wake(submission.pk)


def end_if_canceled(pk: int) -> bool:
    """End the submission as canceled if somebody wished it and nobody holds it. Tells whether it was ended.

    A call that may bill is not called canceled while its answer is out: `submitting` is left to its worker.
    """
    free = Submission.objects.unheld(timezone.now()).exclude(state=State.SUBMITTING)
    submission = free.filter(pk=pk, cancel_requested=True).first()
    if submission is None or submission.leads_others:
        return False
    return bool(free.filter(pk=pk).end(State.CANCELED, note=cancel_note(submission)))


def cancel_note(submission: Submission) -> str:
    """What the person who cancels should know: empty where nothing can have been billed."""
    return MAY_COUNT if submission.may_be_billed else ""
