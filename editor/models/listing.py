"""A listing: the property whose photos belong together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from editor.models.user import User


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_to(self, user: User) -> ListingQuerySet:
        """Those of this person, those they are the agent of, those with a photo that is theirs; all for a reviewer."""
        if user.sees_everything:
            return self
        # The photos are looked up by themselves: a join would show a listing once for each of them.
        from editor.models.order import Order

        theirs = Order.objects.visible_to(user).filter(listing__isnull=False)
        return self.filter(Q(owner=user) | Q(agent=user) | Q(pk__in=theirs.values("listing")))

    def editable_by(self, user: User) -> ListingQuerySet:
        """Those whose facts this person may change, and to which they may add photos."""
        return self if user.sees_everything else self.filter(Q(owner=user) | Q(agent=user))


class Listing(models.Model):
    """`reference` is the office's or the MLS's own number; `owner` is who made it, `agent` who approves its photos."""

    address = models.CharField(max_length=200)
    reference = models.CharField(max_length=64, blank=True)
    agent = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="listings_as_agent")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="listings")
    due = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agent", "-id"], name="listing_of_agent"),
            models.Index(fields=["owner", "-id"], name="listing_of_owner"),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("listing", args=[self.pk])
