"""An order of a service's on its way here: asked for by its id, brought by a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.dispatch import Signal

from editor.models.order import Order
from editor.models.user import User

opening_due = Signal()
"""Sent after commit with `pk` when a worker can bring a service's order."""


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user: User) -> OpeningQuerySet:
        return self if user.sees_everything else self.filter(asked_by=user)

    def due(self, now: datetime) -> OpeningQuerySet:
        """What a worker should take up: not ended, and nobody holds it."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=now), state=Opening.State.ASKED)

    def end(self, state: str, **facts: object) -> int:
        """Move those not ended yet to an end state; returns how many."""
        return self.filter(state=Opening.State.ASKED).update(state=state, lease_until=None, doing="", **facts)


class Opening(models.Model):
    """Nothing about it bills: one that a dead worker held is taken up again."""

    class State(models.TextChoices):
        ASKED = "asked", "On its way"
        DONE = "done", "Here"
        FAILED = "failed", "Not opened"
        CANCELED = "canceled", "Canceled"

    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=32)
    remote_id = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=State.choices, default=State.ASKED)
    doing = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sentence = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "provider", "remote_id"],
                name="opening_once_at_a_time",
                condition=Q(state="asked"),
            ),
        ]
        indexes = [models.Index(fields=["lease_until"], name="opening_due", condition=Q(state="asked"))]

    def __str__(self) -> str:
        return f"order {self.remote_id} of {self.provider}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ASKED
