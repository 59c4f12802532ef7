"""The order a service keeps for one of ours: what its next round needs, and its closing."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.models.order import Order, Revision

closing_due = Signal()
"""Sent after commit with `pk` when a remote order can be closed at its service."""


class RemoteOrderQuerySet(models.QuerySet["RemoteOrder"]):
    def due(self, now: datetime) -> RemoteOrderQuerySet:
        """What a worker should close: its time has come, nobody holds it."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, state__in=RemoteOrder.CLOSING, next_at__lte=now)


class RemoteOrder(models.Model):
    """`account` is what the provider told to keep for the order's next job.

    `revision` is the one whose picture the service has last, if it is one of ours to the pixel. `closing` is the
    account of the revision the order was finalised with. A call to close is announced (`sending`) before it is made.
    `looking` tells that the next call only asks whether the order is closed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DUE = "due", _("To be closed")
        SENDING = "sending", _("Being closed")
        CLOSED = "closed", _("Closed")
        FAILED = "failed", _("Not closed")
        UNKNOWN = "unknown", _("Not known")

    CLOSING = (State.DUE, State.SENDING)
    NOT_CLOSED = (State.FAILED, State.UNKNOWN)

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="remote_orders")
    provider = models.CharField(max_length=32)
    account = models.JSONField(default=dict)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    closing = models.JSONField(default=dict)
    looking = models.BooleanField(default=False)
    sentence = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = RemoteOrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "provider"], name="remote_order_once")]
        indexes = [
            models.Index(fields=["state", "-id"], name="remote_order_state_list"),
            models.Index(fields=["next_at"], name="closing_due", condition=Q(state__in=["due", "sending"])),
        ]

    def __str__(self) -> str:
        return gettext("Order %(number)s at %(service)s") % {"number": self.order_id, "service": self.provider}
