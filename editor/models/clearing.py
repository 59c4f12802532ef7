"""A run that deletes old files, asked for by a reviewer and done by a worker, step by step."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.dispatch import Signal

from editor.models.user import User

clearing_due = Signal()
"""Sent after commit with `pk` when a worker can take a run one step on."""


class ClearingQuerySet(models.QuerySet["Clearing"]):
    def active(self) -> ClearingQuerySet:
        return self.filter(ended_at=None)

    def due(self, now: datetime) -> ClearingQuerySet:
        """What a worker should take up: not ended, and nobody holds it."""
        return self.active().filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Clearing(models.Model):
    """`originals`, `masks` and `results` are ages in days, None where that kind is kept.

    `reached` is the last order that was looked at: whoever takes the run up goes on behind it.
    """

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    originals = models.PositiveIntegerField(null=True, blank=True)
    masks = models.PositiveIntegerField(null=True, blank=True)
    results = models.PositiveIntegerField(null=True, blank=True)
    finalised_originals = models.BooleanField(default=False)

    expected = models.PositiveIntegerField(default=0)
    """How many files the dry run had counted."""
    files = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = ClearingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"clearing of {self.started_at:%Y-%m-%d %H:%M}"
