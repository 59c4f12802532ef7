"""What all workers together know of a provider: whether it works at the moment, and how much it was given lately."""

from __future__ import annotations

from django.db import models


class ProviderState(models.Model):
    """One row a provider, changed by conditional UPDATEs only.

    `failures` counts faults in a row. Until `open_until` nothing is sent; after it one submission may try, and until
    `probing_until` the others wait for what it finds. `taken` holds [seconds since 1970, submission] for each job
    handed over within the provider's rate window; `version` grows with each change of it.
    """

    slug = models.CharField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)
    probing_until = models.DateTimeField(null=True, blank=True)
    taken = models.JSONField(default=list)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.slug
