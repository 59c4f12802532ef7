"""How services did and what they cost in a period: by day, service, agent and listing, in so many questions.

Money is what removals cost by the prices that were set when they were done. What those may have cost whose outcome
nobody knows, or that were canceled too late, stands apart, by the prices as they are set now.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext

from editor.actions.money.budgets import IN_DOUBT
from editor.actions.money.prices import price_of
from editor.models import Submission, User
from editor.models.submission import SubmissionQuerySet

State = Submission.State
SAMPLE = 10_000
"""Of so many of the latest results of a period the seconds are looked at: more would tell the same, and take longer."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole days in the server's time zone, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def began(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def ended(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Removals of one service, by how they ended, with what they cost."""

    removals: int = 0
    done: int = 0
    failed: int = 0
    unknown: int = 0
    credits: float = 0.0
    money: Decimal = Decimal(0)
    may_cost: Decimal = Decimal(0)

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})

    @property
    def rate(self) -> float | None:
        """Which part of those that ended, and were not canceled, gave a result."""
        ended = self.done + self.failed + self.unknown
        return self.done / ended if ended else None


@dataclass(frozen=True)
class Group:
    """The removals of one day, agent or listing, apart by service."""

    label: str
    by_service: dict[str, Counts] = field(default_factory=dict)

    @property
    def whole(self) -> Counts:
        return sum(self.by_service.values(), Counts())


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """How long results took: one half was faster than `median`, 95 of 100 took no longer than `p95`."""

    count: int
    median: float
    p95: float


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How often a service failed in one way; `unknown` where nobody knows how those ended."""

    service: str
    code: str
    unknown: bool
    count: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    days: list[Group]
    agents: list[Group]
    listings: list[Group]
    kinds: list[Kind]
    seconds: dict[str, Seconds]
    whole_seconds: Seconds | None
    is_sample: bool
    foreign: list[tuple[str, Decimal]]
    """Money in currencies that prices are not set in any more: nothing above counts it."""

    @property
    def services(self) -> dict[str, Counts]:
        found: dict[str, Counts] = {}
        for day in self.days:
            for slug, counts in day.by_service.items():
                found[slug] = found.get(slug, Counts()) + counts
        return dict(sorted(found.items(), key=lambda item: (-item[1].money, -item[1].removals)))

    @property
    def whole(self) -> Counts:
        return sum(self.services.values(), Counts())


def figures(period: Period, slug: str | None = None) -> Figures:
    """Of all services, or of one. Six queries."""
    asked = Submission.objects.filter(created_at__gte=period.began, created_at__lt=period.ended).order_by()
    if slug is not None:
        asked = asked.filter(provider=slug)
    seconds, taken = _seconds(asked)
    return Figures(
        days=_days(asked, period),
        agents=_grouped(asked, _agent, "agent", "agent__first_name", "agent__last_name", "agent__username"),
        listings=_grouped(asked, _listing, "pk", "address", "reference"),
        kinds=_kinds(asked),
        seconds=seconds,
        whole_seconds=_summed(taken),
        is_sample=len(taken) == SAMPLE,
        foreign=_foreign(asked),
    )


def _counted(asked: SubmissionQuerySet, *keys: str) -> Iterable[dict[str, Any]]:
    doubtful = Q(price=None, may_be_billed=True, state__in=IN_DOUBT)
    rows: Iterable[dict[str, Any]] = asked.values(*keys, "provider").annotate(
        removals=Count("pk"),
        done=Count("pk", filter=Q(state=State.SUCCEEDED)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        unknown=Count("pk", filter=Q(state=State.OUTCOME_UNKNOWN)),
        credited=Sum("credits"),
        money=Sum("price", filter=Q(currency=settings.PRICE_CURRENCY)),
        doubtful=Count("pk", filter=doubtful),
    )
    return rows


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(
        removals=row["removals"],
        done=row["done"],
        failed=row["failed"],
        unknown=row["unknown"],
        credits=row["credited"] or 0.0,
        money=row["money"] or Decimal(0),
        may_cost=row["doubtful"] * (price_of(row["provider"])[0] or Decimal(0)),
    )


def _days(asked: SubmissionQuerySet, period: Period) -> list[Group]:
    """All of the period, also those on which nothing happened."""
    groups = {day: Group(day.isoformat()) for day in period.days}
    for row in _counted(asked.annotate(day=TruncDate("created_at")), "day"):
        groups[row["day"]].by_service[row["provider"]] = _counts(row)
    return list(groups.values())


def _grouped(asked: SubmissionQuerySet, label: Callable[..., str], key: str, *facts: str) -> list[Group]:
    """By something of the order's listing, the dearest first."""
    names = [f"order__listing__{name}" for name in (key, *facts)]
    groups: dict[Any, Group] = {}
    for row in _counted(asked, *names):
        group = groups.setdefault(row[names[0]], Group(label(*(row[name] for name in names))))
        group.by_service[row["provider"]] = _counts(row)
    return sorted(groups.values(), key=lambda group: (-group.whole.money, -group.whole.removals, group.label))


def _agent(pk: int | None, first: str | None, last: str | None, username: str | None) -> str:
    if pk is None:
        return gettext("No agent")
    return User(first_name=first or "", last_name=last or "", username=username or "").called


def _listing(pk: int | None, address: str | None, reference: str | None) -> str:
    if pk is None:
        return gettext("In no listing")
    return f"{address} ({reference})" if reference else str(address)


def _kinds(asked: SubmissionQuerySet) -> list[Kind]:
    failed = asked.filter(state__in=(State.FAILED, State.OUTCOME_UNKNOWN))
    rows = failed.values("provider", "error_code", "state").annotate(number=Count("pk"))
    found = [
        Kind(
            service=row["provider"],
            code=row["error_code"],
            unknown=row["state"] == State.OUTCOME_UNKNOWN,
            count=row["number"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda kind: (-kind.count, kind.service, kind.code))


def _seconds(asked: SubmissionQuerySet) -> tuple[dict[str, Seconds], list[float]]:
    """By service and all together, of the latest `SAMPLE` results; any database could only sort them, too."""
    done = asked.filter(state=State.SUCCEEDED, started_at__isnull=False, ended_at__isnull=False).order_by("-pk")
    taken: dict[str, list[float]] = {}
    for slug, started, ended in done.values_list("provider", "started_at", "ended_at")[:SAMPLE]:
        if started and ended:
            taken.setdefault(slug, []).append((ended - started).total_seconds())
    summed = {slug: _summed(each) for slug, each in taken.items()}
    return {slug: each for slug, each in summed.items() if each}, [each for all_of in taken.values() for each in all_of]


def _summed(taken: list[float]) -> Seconds | None:
    if not taken:
        return None
    ordered = sorted(taken)
    nearest = max(0, math.ceil(0.95 * len(ordered)) - 1)
    return Seconds(count=len(ordered), median=statistics.median(ordered), p95=ordered[nearest])


def _foreign(asked: SubmissionQuerySet) -> list[tuple[str, Decimal]]:
    other = asked.filter(price__isnull=False).exclude(currency=settings.PRICE_CURRENCY)
    return list(other.values_list("currency").annotate(money=Sum("price")).order_by("currency"))
