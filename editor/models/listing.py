"""A listing: the property whose photos belong together."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from editor.models.access import own_ways
from editor.models.planning import hidden
from editor.models.user import User


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_to(self, user: User) -> ListingQuerySet:
        """Those of this person, those they are the agent of, those with a photo that is theirs; all for a reviewer."""
        ways = ways_to_see(user)
        return self if ways is None else self.filter(reduce(or_, ways))

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
            models.Index(fields=["due", "id"], name="listing_due"),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("listing", args=[self.pk])


def ways_to_see(user: User) -> list[Q] | None:
    """What makes a listing one that this person sees: any of these conditions. None where that is all of them."""
    from editor.models.order import Order

    if user.sees_everything:
        return None
    theirs = hidden(reduce(or_, own_ways(user)))
    photos = Order.objects.filter(*theirs, listing=OuterRef("pk"))
    return [Q(owner=user), Q(agent=user), Q(Exists(photos))]
