"""What a person is told: in the app, and in the next digest by e-mail where they want one."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from editor.models.comment import Comment
from editor.models.order import Order
from editor.models.user import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, person: User) -> NotificationQuerySet:
        """What this person was told, but not of orders they do not see any more."""
        told = self.filter(person=person)
        if person.sees_everything:
            return told
        # Asked of each one's order: a list of all orders they see would be made anew for every bell.
        seen = Exists(Order.objects.visible_to(person).filter(pk=OuterRef("order")))
        return told.filter(Q(order=None) | Q(seen))

    def for_list(self) -> NotificationQuerySet:
        """With what a line shows, newest first."""
        return self.select_related("actor", "order__photo", "order__head", "order__listing").order_by("-pk")

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def to_mail(self) -> NotificationQuerySet:
        """What the next digest holds: nobody has read or mailed it yet."""
        return self.filter(read_at=None, mailed_at=None)


class Notification(models.Model):
    class Kind(models.TextChoices):
        MENTIONED = "mentioned", "mentioned you"
        COMMENTED = "commented", "commented"
        ASSIGNED = "assigned", "gave you a photo"
        TO_REVIEW = "to_review", "handed a photo over for review"
        CHANGES_ASKED = "changes_asked", "asked for changes"
        APPROVED = "approved", "approved a photo"
        FINALISED = "finalised", "finalised a photo"
        REOPENED = "reopened", "reopened a photo"
        BUDGET = "budget", "spending came near its budget"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    actor = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    """What else there is to say, such as the reason or the beginning of the comment."""
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_of_person"),
            models.Index(fields=["person"], name="notification_to_mail", condition=Q(read_at=None, mailed_at=None)),
            models.Index(fields=["person"], name="notification_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person}"
