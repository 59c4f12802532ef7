"""How every service stands: set up or not, paused or not, what it was asked lately. Names of settings, never values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from editor.actions.desk.noting import notes
from editor.actions.money.prices import money, price_of
from editor.models import ProviderState, Submission
from editor.providers import registry
from editor.providers.base import Provider
from editor.providers.faults import faults

LATELY = timedelta(days=30)
SWITCHES = 20
"""How many of the latest are listed."""
State = Submission.State


@dataclass(frozen=True, kw_only=True)
class ServiceShown:
    """`given` are the settings that have a value, `missing` and `faults` what keeps the service from being used.

    `state` is None where nothing was ever noted of the service; `paused_until` is there while it is paused.
    """

    label: str
    slug: str
    given: list[str]
    missing: list[str]
    faults: list[str]
    price: str
    state: ProviderState | None
    paused_until: datetime | None
    last_success: datetime | None
    done: int
    failed: int
    unknown: int


def services() -> list[ServiceShown]:
    states = {state.slug: state for state in ProviderState.objects.select_related("off_by")}
    counts = {row["provider"]: row for row in _counts()}
    worked = dict(_last_successes())
    return [
        _shown(cls, states.get(cls.slug), counts.get(cls.slug, {}), worked.get(cls.slug))
        for cls in registry.PROVIDERS.values()
    ]


def switches() -> QuerySet[LogEntry]:
    """Who switched a service, or ended a pause, the latest first."""
    return notes(ProviderState)[:SWITCHES]


def _last_successes() -> QuerySet[Submission, tuple[str, datetime]]:
    done = Submission.objects.filter(state=State.SUCCEEDED).order_by().values("provider")
    return done.annotate(last=Max("ended_at")).values_list("provider", "last")


def _counts() -> list[dict[str, Any]]:
    lately = Submission.objects.filter(created_at__gte=timezone.now() - LATELY).order_by()
    wanted = {"done": State.SUCCEEDED, "failed": State.FAILED, "unknown": State.OUTCOME_UNKNOWN}
    counted = {name: Count("pk", filter=Q(state=state)) for name, state in wanted.items()}
    return [dict(row) for row in lately.values("provider").annotate(**counted)]


def _shown(
    provider: type[Provider], state: ProviderState | None, counts: dict[str, Any], last_success: datetime | None
) -> ServiceShown:
    config = settings.PROVIDER_CONFIG
    price, currency = price_of(provider.slug)
    open_until = state.open_until if state else None
    return ServiceShown(
        label=provider.label,
        slug=provider.slug,
        given=[setting.name for setting in provider.settings if config.get(setting.name)],
        missing=provider.missing_settings(config),
        faults=[f"{name} {fault}" for name, fault in faults(provider, config)],
        price=money(price, currency) if price else "",
        state=state,
        paused_until=open_until if open_until and open_until > timezone.now() else None,
        last_success=last_success,
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        unknown=counts.get("unknown", 0),
    )
