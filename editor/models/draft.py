"""The unfinished mask of one person on one order."""

from __future__ import annotations

from django.db import models

from editor.models.order import Order, Revision
from editor.models.submission import Submission
from editor.models.user import User


class Draft(models.Model):
    """`mask` is the masked PNG; `version` grows with each save so that a stale tab is noticed.

    `blank` tells a mask that was sent or cleared, and so holds nothing, from an unfinished one. `mask_kind` is as of a
    submission.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    mask = models.BinaryField()
    blank = models.BooleanField(default=False)
    mask_kind = models.CharField(max_length=16, choices=Submission.MaskKind.choices, default=Submission.MaskKind.MANUAL)
    version = models.PositiveBigIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.person} on order {self.order_id}"
