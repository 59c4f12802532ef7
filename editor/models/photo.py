"""The upload: bytes that are never touched."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.db import models
from django.db.models.functions import Lower

from editor.models.user import User


def original_path(_photo: Photo, filename: str) -> str:
    """A storage name that tells nothing and cannot collide; the suffix is kept for people who restore backups."""
    return f"originals/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class Photo(models.Model):
    """Width and height are upright pixels; `note` is a sentence about how the file was read, or empty."""

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="photos")
    name = models.CharField(max_length=255)
    original = models.FileField(upload_to=original_path)
    sha256 = models.CharField(max_length=64, db_index=True)
    byte_size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=16)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    note = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    """When the original was deleted because it was old."""

    class Meta:
        indexes = [models.Index(Lower("name"), "id", name="photo_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def megapixels(self) -> float:
        return self.width * self.height / 1e6
