"""What all workers together know of a provider: whether it works at the moment, and how much it was given lately."""

from __future__ import annotations

from django.db import models

from editor.models.user import User


class ProviderState(models.Model):
    """One row a provider, changed by conditional UPDATEs only.

    `failures` counts faults in a row. Until `open_until` nothing is sent; after it one submission may try, and until
    `probing_until` the others wait for what it finds. `taken` holds [seconds since 1970, submission] for each job
    handed over within the provider's rate window; `version` grows with each change of it. Where `off_since` is set a
    reviewer switched the provider off: nothing new is begun there, what runs there goes on.
    """

    slug = models.CharField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)
    probing_until = models.DateTimeField(null=True, blank=True)
    taken = models.JSONField(default=list)
    version = models.PositiveBigIntegerField(default=0)
    last_fault = models.CharField(max_length=500, blank=True)
    last_fault_at = models.DateTimeField(null=True, blank=True)
    off_since = models.DateTimeField(null=True, blank=True)
    off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    off_reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.slug
