"""What went over the wire for a submission: the calls that were made, and the pictures a service may fetch."""

from __future__ import annotations

import uuid

from django.db import models

from editor.models.submission import Submission


class Call(models.Model):
    """One request to a service, redacted before it came here. Rows are added, never changed.

    `status` is None, and `error` says why, where no complete answer came.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="calls")
    method = models.CharField(max_length=8)
    url = models.CharField(max_length=2000)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    ms = models.PositiveIntegerField()
    request = models.TextField(blank=True)
    response = models.TextField(blank=True)
    error = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["submission", "id"], name="call_of_submission")]

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


def published_path(_published: Published, _filename: str) -> str:
    return f"published/{uuid.uuid4().hex}"


class Published(models.Model):
    """A picture behind a signed link, for a service that fetches what it works on; gone when the work has ended."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="published")
    file = models.FileField(upload_to=published_path)
    media_type = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"picture for submission {self.submission_id}"
