"""What people say about an order's picture, and what they want changed in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from editor.models.order import Order, Revision, in_sight
from editor.models.user import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> CommentQuerySet:
        return self.filter(in_sight(user))

    def open_requests(self) -> CommentQuerySet:
        """Changes asked for and not ticked off."""
        return self.filter(kind=Comment.Kind.CHANGE, resolved_at=None)


class Comment(models.Model):
    """Said of `revision`; pinned to the point (`x`, `y`) in upright pixels, or to none."""

    class Kind(models.TextChoices):
        REMARK = "remark", "Comment"
        CHANGE = "change", "Change request"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.REMARK)
    text = models.TextField(max_length=2000)
    x = models.PositiveIntegerField(null=True, blank=True)
    y = models.PositiveIntegerField(null=True, blank=True)
    mentions = models.ManyToManyField(User, related_name="+", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__isnull=False, y__isnull=False),
                name="comment_at_a_whole_point",
            ),
        ]
        indexes = [models.Index(fields=["order", "id"], name="comment_of_order")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.author} on order {self.order_id}"
