"""A submission: one mask on one revision to one provider. The row says where it stands; the queue only wakes it."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.models.order import Order, Revision, in_sight
from editor.models.photo import Photo
from editor.models.user import User

submission_due = Signal()
"""Sent after commit with `pk` when a submission can be advanced: whoever runs the queue wakes it."""


def fitting(text: str, length: int) -> str:
    """A provider's words, cut to a column's length: PostgreSQL would refuse the whole row, and a result with it."""
    return _storable_text(text)[:length]


def storable(value: Any) -> Any:
    """A provider's JSON as every database keeps it: no NUL, no half of a character, no number that is none."""
    if isinstance(value, str):
        return _storable_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {_storable_text(str(name)): storable(inner) for name, inner in value.items()}
    return [storable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _storable_text(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def delivery_path(_submission: Submission, _filename: str) -> str:
    return f"deliveries/{uuid.uuid4().hex}"


def mask_path(_submission: Submission, _filename: str) -> str:
    return f"masks/{uuid.uuid4().hex}.png"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        return self.filter(in_sight(user))

    def reusable_by(self, user: User, photo: Photo) -> SubmissionQuerySet:
        """Those this person sent themselves and may still see, on photos of the same size: the latest first."""
        alike = self.visible_to(user).filter(order__photo__width=photo.width, order__photo__height=photo.height)
        kept = alike.filter(created_by=user, mask_dropped_at=None)
        return kept.select_related("order__photo", "parent").order_by("-pk")

    def active(self) -> SubmissionQuerySet:
        """Not ended yet."""
        return self.filter(state__in=Submission.ACTIVE)

    def unheld(self, now: datetime) -> SubmissionQuerySet:
        """Nobody holds a lease on it."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def due(self, now: datetime) -> SubmissionQuerySet:
        """What a worker should take up: not ended, its time has come, nobody holds it."""
        return self.active().unheld(now).filter(next_at__lte=now)

    def end(self, state: str, **facts: Any) -> int:
        """Move those not ended yet to an end state; returns how many. The only way a submission ends."""
        return self.active().update(
            state=state,
            ended_at=timezone.now(),
            lease_until=None,
            lease_token=None,
            looking=False,
            doing="",
            fraction=None,
            **facts,
        )


class Submission(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SUBMITTING = "submitting", _("Sending")
        PROCESSING = "processing", _("Removing")
        SUCCEEDED = "succeeded", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")
        OUTCOME_UNKNOWN = "outcome_unknown", _("Outcome unknown")

    ACTIVE = (State.QUEUED, State.SUBMITTING, State.PROCESSING)

    class MaskKind(models.TextChoices):
        MANUAL = "manual", "Painted by hand"
        AUTOMATIC = "automatic", "Selected automatically"

    # What was asked for.
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="submissions")
    parent = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="submissions")
    provider = models.CharField(max_length=32)
    mask = models.FileField(upload_to=mask_path)
    mask_kind = models.CharField(max_length=16, choices=MaskKind.choices, default=MaskKind.MANUAL)
    mask_pixels = models.PositiveBigIntegerField()
    mask_dropped_at = models.DateTimeField(null=True, blank=True)
    """When the mask was deleted because it was old."""
    seed = models.PositiveBigIntegerField()
    key = models.UUIDField(default=uuid.uuid4)
    group = models.UUIDField(null=True, blank=True)
    """Shared by submissions of one mask to several providers, to be compared."""
    batch = models.UUIDField(null=True, blank=True)
    """Shared by submissions of one mask on several orders."""
    lead = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followers")
    """The submission of the same batch that is sent for this one too."""
    split = models.UUIDField(null=True, blank=True)
    """Shared by submissions whose masks were one mask with parts far apart, each sent, billed and placed by itself."""
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    """Of how many parts this is which, counted from 1; one of one where the mask was not split."""
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions")
    created_at = models.DateTimeField(auto_now_add=True)

    # Where it stands.
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    next_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    remote = models.JSONField(null=True, blank=True)
    repeatable = models.BooleanField(default=False)
    """Whether the next call to the provider may be made again after its answer was lost."""
    may_be_billed = models.BooleanField(default=False)
    """Whether a call that may bill was made and not refused."""
    looking = models.BooleanField(default=False)
    """Whether the next call asks, for nothing, what became of a job whose outcome is unknown."""
    deadline_at = models.DateTimeField(null=True, blank=True)
    """Until when the provider is waited for; set when the first call is made."""
    plan = models.JSONField(null=True, blank=True)
    """How the picture was fitted to the provider, as it was sent."""
    answer = models.JSONField(null=True, blank=True)
    """What the provider said when it was done: where the result lies, its note, its account. No call bills after it."""
    delivery = models.FileField(upload_to=delivery_path, blank=True)
    """The provider's bytes as they came, kept before anything is made of them."""
    members = models.JSONField(null=True, blank=True)
    """Of one that leads: the submissions whose pictures were sent, in that order."""
    doing = models.CharField(max_length=200, blank=True)
    fraction = models.FloatField(null=True, blank=True)

    # How it ended.
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.OneToOneField(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="submission")
    reference = models.CharField(max_length=200, blank=True)
    credits = models.FloatField(default=0.0)
    price = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    seed_used = models.PositiveBigIntegerField(null=True, blank=True)
    """The seed as the provider told it; `seed` is the one that was asked for."""
    note = models.CharField(max_length=500, blank=True)
    error_code = models.CharField(max_length=32, blank=True)
    error_sentence = models.CharField(max_length=500, blank=True)
    error_detail = models.TextField(blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="submission_once_per_press")]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="submission_due",
                condition=Q(state__in=["queued", "submitting", "processing"]),
            ),
            models.Index(fields=["order", "-id"], name="submission_of_order"),
            models.Index(fields=["state", "-id"], name="submission_state_list"),
            models.Index(fields=["created_at", "provider"], name="submission_by_day"),
            models.Index(fields=["group"], name="submission_group", condition=Q(group__isnull=False)),
            models.Index(fields=["split"], name="submission_split", condition=Q(split__isnull=False)),
            models.Index(fields=["batch"], name="submission_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Submission {self.pk} of order {self.order_id} to {self.provider}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    @property
    def leads_others(self) -> bool:
        """Whether others wait for what comes of it, at a service that has it already."""
        return self.remote is not None and self.followers.active().exists()

    @property
    def seconds(self) -> float | None:
        """How long it took from the first step to the end."""
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()
