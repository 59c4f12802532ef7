"""The audit row: who did what to an order, and when. Rows are added, never changed and never deleted.

Python refuses here; a trigger in the database (editor/timeline.py) refuses an UPDATE that comes another way.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from editor.models.order import Order
from editor.models.user import User


class Unchangeable(Exception):
    """What is written in the timeline stays."""


class EventQuerySet(models.QuerySet["Event"]):
    def for_timeline(self) -> EventQuerySet:
        """With what a line of it shows, newest first."""
        return self.select_related("actor", "order__photo", "order__head").order_by("-pk")

    def update(self, **_facts: Any) -> NoReturn:
        raise Unchangeable

    def delete(self) -> NoReturn:
        raise Unchangeable


class Event(models.Model):
    class Kind(models.TextChoices):
        UPLOADED = "uploaded", "uploaded the photo"
        SUBMITTED = "submitted", "asked for things to be removed"
        SUCCEEDED = "succeeded", "got a result"
        FAILED = "failed", "got no result"
        CANCELED = "canceled", "canceled a removal"
        STEPPED_BACK = "stepped_back", "went back to a revision"
        FINALISED = "finalised", "finalised the order"
        LOOKED_AGAIN = "looked_again", "asked what became of a removal"
        OPENED_REMOTE = "opened_remote", "opened a service's order"
        CLOSED_REMOTE = "closed_remote", "closed the order at the service"
        CLOSING_ASKED = "closing_asked", "asked whether the service closed its order"
        CLOSING_AGAIN = "closing_again", "had the service told again that its order is done"
        NOT_CLOSED_REMOTE = "not_closed_remote", "could not close the order at the service"
        LISTED = "listed", "put the photo into a listing"
        ASSIGNED = "assigned", "gave the photo to a designer"
        HANDED_OVER = "handed_over", "handed the photo over for review"
        TAKEN_BACK = "taken_back", "took the photo back out of review"
        APPROVED = "approved", "approved the photo"
        CHANGES_ASKED = "changes_asked", "asked for changes"
        COMMENTED = "commented", "commented"
        RESOLVED = "resolved", "ticked a comment off"
        REOPENED = "reopened", "reopened the order"
        DROPPED = "dropped", "deleted old files"
        DOWNLOADED = "downloaded", "downloaded the listing"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=32, choices=Kind.choices)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["order", "-id"], name="event_of_order")]

    def __str__(self) -> str:
        return f"{self.kind} on order {self.order_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise Unchangeable
