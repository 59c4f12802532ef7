"""An order: one photo, its revisions and its outcome. A revision: an immutable picture in its history."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.models.access import Act, orders_for
from editor.models.listing import Listing
from editor.models.photo import Photo
from editor.models.user import User

if TYPE_CHECKING:
    from editor.models.submission import Submission


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> OrderQuerySet:
        """The orders this person may see; who that is stands in `access.py`."""
        return self.open_to(user, Act.SEE)

    def open_to(self, user: User, act: Act) -> OrderQuerySet:
        """The orders with which this person may do this."""
        where = orders_for(user, act)
        return self if where is None else self.filter(where)

    def for_list(self) -> OrderQuerySet:
        """With everything a list row shows, newest first."""
        whole = ("photo", "owner", "head", "listing", "designer")
        return self.select_related(*whole).order_by("-created_at", "-id")


def in_sight(user: User) -> Q:
    """For rows with an `order`: those whose order this person sees. Asked of each row; a list of all could be long."""
    where = orders_for(user, Act.SEE)
    return Q() if where is None else Q(Exists(Order.objects.filter(where, pk=OuterRef("order"))))


class Order(models.Model):
    """`owner` uploaded it, `designer` is to paint it, `position` is its place in the listing."""

    class State(models.TextChoices):
        OPEN = "open", _("To paint")
        IN_REVIEW = "in_review", _("To review")
        CHANGES_ASKED = "changes_asked", _("Changes asked")
        APPROVED = "approved", _("Approved")
        FINALISED = "finalised", _("Finalised")
        CANCELED = "canceled", _("Canceled")

    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="order")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    head = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    position = models.PositiveIntegerField(default=0)
    designer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="given_orders")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="order_own_list"),
            models.Index(fields=["-created_at", "-id"], name="order_list"),
            models.Index(fields=["designer", "-created_at", "-id"], name="order_given_list"),
            models.Index(fields=["state", "-created_at", "-id"], name="order_state_list"),
            models.Index(fields=["-updated_at", "-id"], name="order_changed_list"),
            models.Index(fields=["listing", "position", "id"], name="order_of_listing"),
            models.Index(fields=["owner", "state"], name="order_own_state"),
            models.Index(fields=["designer", "state"], name="order_given_state"),
        ]

    def __str__(self) -> str:
        return gettext("Order %(number)s: %(name)s") % {"number": self.pk, "name": self.photo.name}


def picture_path(_revision: Revision, _filename: str) -> str:
    return f"revisions/{uuid.uuid4().hex}.png"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: User) -> RevisionQuerySet:
        return self.filter(in_sight(user))

    def for_history(self) -> RevisionQuerySet:
        """With who, when, provider and seconds, newest first."""
        return self.select_related("created_by", "parent", "submission").order_by("-number")


class Revision(models.Model):
    """Number 0 is the upright photo itself (no picture file of its own); later ones are lossless PNGs.

    The parent is the revision that was painted on.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    picture = models.FileField(upload_to=picture_path, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    dropped_at = models.DateTimeField(null=True, blank=True)
    """When its picture was deleted because it was old; its renditions stay."""

    submission: Submission

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"Revision {self.number} of order {self.order_id}"

    @property
    def is_original(self) -> bool:
        return self.number == 0

    @property
    def is_dropped(self) -> bool:
        """Whether its picture was deleted because it was old."""
        return bool(self.order.photo.dropped_at if self.is_original else self.dropped_at)


def rendition_path(_rendition: Rendition, filename: str) -> str:
    return f"renditions/{uuid.uuid4().hex}-{filename}"


class Rendition(models.Model):
    """A file derived from a revision by a spec; it can be deleted and made again."""

    class Spec(models.TextChoices):
        PROXY = "proxy", "Proxy"
        THUMB = "thumb", "Thumbnail"
        TILES = "tiles", "Tiles"

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="renditions")
    spec = models.CharField(max_length=16, choices=Spec.choices)
    file = models.FileField(upload_to=rendition_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "spec"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.spec} of revision {self.revision_id}"
