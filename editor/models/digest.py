"""When somebody's next digest may go out: the row by which two workers never send the same one."""

from __future__ import annotations

from django.db import models

from editor.models.user import User


class Digest(models.Model):
    """`tries` counts those that were begun since one was sent; each makes the wait for the next longer."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="digest")
    next_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"digest of {self.person_id}"
