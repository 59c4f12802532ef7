"""The objects a service found in a revision, each as a mask: asked for once, by somebody who pressed for it."""

from __future__ import annotations

import uuid

from django.db import models

from editor.models.order import Revision
from editor.models.user import User


def objects_path(_objects: ObjectList, _filename: str) -> str:
    return f"objects/{uuid.uuid4().hex}.zip"


class ObjectList(models.Model):
    """One row a revision. It stands there, `asking`, before the call that may bill is made, so that is made once.

    `masks` holds 1-bit PNGs of `width` by `height`, best first, named 0.png, 1.png …
    """

    class State(models.TextChoices):
        ASKING = "asking", "Asking"
        WAITING = "waiting", "Waiting for the service"
        READY = "ready", "Here"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="objects_found")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.ASKING)
    request_id = models.CharField(max_length=200, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)
    masks = models.FileField(upload_to=objects_path, blank=True)

    def __str__(self) -> str:
        return f"objects of revision {self.revision_id}"
