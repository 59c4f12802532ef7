"""What a service, or all of them together, may cost in a calendar month."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Budget(models.Model):
    """`provider` is a slug, empty for all services together. Amounts are in the currency of the prices.

    From `warn_at` percent the reviewers are told, once a month (`warned_for` is the first day of that month). Where
    it `stops`, nothing that would go beyond the amount is accepted.
    """

    provider = models.CharField(max_length=32, blank=True, unique=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    warn_at = models.PositiveSmallIntegerField(default=80, validators=[MaxValueValidator(100)])
    stops = models.BooleanField(default=True)
    warned_for = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("budget")

    def __str__(self) -> str:
        return gettext("Budget of %(service)s") % {"service": self.provider or gettext("all services together")}
