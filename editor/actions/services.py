"""How every service stands: set up or not, paused or not, what it was asked lately. Names of settings, never values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from editor.actions.prices import money, price_of
from editor.models import ProviderState, Submission
from editor.providers import registry
from editor.providers.base import Provider

LATELY = timedelta(days=30)
State = Submission.State


@dataclass(frozen=True, kw_only=True)
class ServiceShown:
    """`given` are the settings that have a value, `missing` and `faults` what keeps the service from being used."""

    label: str
    slug: str
    given: list[str]
    missing: list[str]
    faults: list[str]
    price: str
    paused_until: datetime | None
    failures: int
    done: int
    failed: int
    unknown: int


def services() -> list[ServiceShown]:
    states = {state.slug: state for state in ProviderState.objects.all()}
    counts = {row["provider"]: row for row in _counts()}
    return [_shown(cls, states.get(cls.slug), counts.get(cls.slug, {})) for cls in registry.PROVIDERS.values()]


def _counts() -> list[dict[str, Any]]:
    lately = Submission.objects.filter(created_at__gte=timezone.now() - LATELY).order_by()
    wanted = {"done": State.SUCCEEDED, "failed": State.FAILED, "unknown": State.OUTCOME_UNKNOWN}
    counted = {name: Count("pk", filter=Q(state=state)) for name, state in wanted.items()}
    return [dict(row) for row in lately.values("provider").annotate(**counted)]


def _shown(provider: type[Provider], state: ProviderState | None, counts: dict[str, Any]) -> ServiceShown:
    config = settings.PROVIDER_CONFIG
    price, currency = price_of(provider.slug)
    open_until = state.open_until if state else None
    given = [setting for setting in provider.settings if config.get(setting.name)]
    return ServiceShown(
        label=provider.label,
        slug=provider.slug,
        given=[setting.name for setting in given],
        missing=provider.missing_settings(config),
        faults=[f"{each.name} {fault}" for each in given if (fault := each.fault(config[each.name]))],
        price=money(price, currency) if price else "",
        paused_until=open_until if open_until and open_until > timezone.now() else None,
        failures=state.failures if state else 0,
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        unknown=counts.get("unknown", 0),
    )
