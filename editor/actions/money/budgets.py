"""What services may cost in a calendar month: counted, warned of once a month, and kept to.

Counted is what removals accepted this month have cost, what those that run will cost, and what those may have cost
whose outcome nobody knows. Where a service's price is not known there is nothing to count. Who accepts a removal
holds the budgets' rows until it is there: of two at once the second counts the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.money.prices import in_cents, money, price_of
from editor.actions.news.telling import tell
from editor.models import Budget, Notification, Role, Submission, User
from editor.providers import registry

State = Submission.State
ALL = ""
IN_DOUBT = (State.OUTCOME_UNKNOWN, State.CANCELED)
"""How a removal can end that may have been billed and whose price nobody was told."""

OWN = _(
    "%(used)s of the %(amount)s that %(service)s may cost this month is used: choose another service, or ask a "
    "reviewer for a larger budget."
)
SHARED = _(
    "%(used)s of the %(amount)s that all services may cost this month is used: take the built-in engine instead of "
    "%(service)s, or ask a reviewer for a larger budget."
)


@dataclass(frozen=True, kw_only=True)
class Used:
    """Of one month, in the currency of the prices: `spent`, what `running` ones will cost, and what is in doubt."""

    spent: Decimal = Decimal(0)
    running: Decimal = Decimal(0)
    doubtful: Decimal = Decimal(0)

    @property
    def whole(self) -> Decimal:
        return self.spent + self.running + self.doubtful

    def __add__(self, other: Used) -> Used:
        return Used(
            spent=self.spent + other.spent,
            running=self.running + other.running,
            doubtful=self.doubtful + other.doubtful,
        )


@dataclass(frozen=True)
class Standing:
    """A budget and what is used of it this month."""

    budget: Budget
    used: Used

    @property
    def label(self) -> str:
        return label_of(self.budget)

    @property
    def left(self) -> Decimal:
        return max(Decimal(0), self.budget.amount - self.used.whole)

    @property
    def percent(self) -> int:
        if not self.budget.amount:
            return 100
        return int(self.used.whole * 100 / self.budget.amount)

    @property
    def near(self) -> bool:
        return self.percent >= self.budget.warn_at

    @property
    def over(self) -> bool:
        return self.used.whole >= self.budget.amount

    def takes(self, price: Decimal) -> bool:
        return not self.budget.stops or self.used.whole + price <= self.budget.amount

    @property
    def words(self) -> str:
        """ "$41.20 of $50.00 for BRIA is used this month" """
        said = gettext("%(used)s of %(amount)s for %(service)s is used this month (%(percent)s %%).")
        return said % {**_amounts(self), "service": label_of(self.budget), "percent": self.percent}


def label_of(budget: Budget) -> str:
    known = registry.PROVIDERS.get(budget.provider)
    if budget.provider == ALL:
        return gettext("all services together")
    return known.label if known else budget.provider


def month_began(now: datetime) -> datetime:
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def standings() -> list[Standing]:
    """Every budget, that of all services first. Two queries."""
    return _standings(list(Budget.objects.order_by("provider")))


def check_budgets(slug: str) -> None:
    """Raises Refused where one more removal would go beyond a budget, as things stand now."""
    price, _currency = price_of(slug)
    if price:
        _check(slug, price, _standings(list(Budget.objects.filter(provider__in=(slug, ALL)))))


def keep_to_budgets(slug: str) -> None:
    """The same for whoever accepts one, within that transaction and before its other locks; warns near the end.

    All budgets are locked, also by who asks for something free: those who accept several at once would otherwise
    hold one and wait for another. Raises Refused.
    """
    budgets = list(Budget.objects.select_for_update().order_by("pk"))
    price, _currency = price_of(slug)
    if not price:
        return
    standing = _standings([each for each in budgets if each.provider in (slug, ALL)])
    _check(slug, price, standing)
    for each in standing:
        _warn(Standing(each.budget, each.used + Used(running=price)))


def budget_note(slug: str, standing: list[Standing]) -> str:
    """What the picker says of a service's budgets (of all `standing` ones): used up, or nearly; else empty."""
    price, _currency = price_of(slug)
    mine = [each for each in standing if each.budget.provider in (slug, ALL)]
    if not price:
        return ""
    try:
        _check(slug, price, mine)
    except Refused as refused:
        return refused.sentence
    return next((each.words for each in mine if each.near), "")


def _standings(budgets: list[Budget]) -> list[Standing]:
    if not budgets:
        return []
    used = used_since(month_began(timezone.now()))
    everything = sum(used.values(), Used())
    return [Standing(each, everything if each.provider == ALL else used.get(each.provider, Used())) for each in budgets]


def used_since(moment: datetime) -> dict[str, Used]:
    """By service, what removals accepted since then cost. One query."""
    unpriced = Q(price=None)
    rows = Submission.objects.filter(created_at__gte=moment).order_by().values("provider")
    counted = rows.annotate(
        spent=Sum("price", filter=Q(currency=settings.PRICE_CURRENCY)),
        running=Count("pk", filter=unpriced & Q(state__in=Submission.ACTIVE)),
        doubtful=Count("pk", filter=unpriced & Q(state__in=IN_DOUBT, may_be_billed=True)),
    )
    return {row["provider"]: _used(**row) for row in counted}


def _used(*, provider: str, spent: Decimal | None, running: int, doubtful: int) -> Used:
    price = price_of(provider)[0] or Decimal(0)
    return Used(spent=spent or Decimal(0), running=running * price, doubtful=doubtful * price)


def _check(slug: str, price: Decimal, standing: list[Standing]) -> None:
    full = next((each for each in standing if not each.takes(price)), None)
    if full is not None:
        sentence = SHARED if full.budget.provider == ALL else OWN
        raise Refused(gettext(sentence) % {**_amounts(full), "service": registry.PROVIDERS[slug].label})


def _amounts(standing: Standing) -> dict[str, str]:
    currency = settings.PRICE_CURRENCY
    return {"amount": money(standing.budget.amount, currency), "used": money(in_cents(standing.used.whole), currency)}


def _warn(standing: Standing) -> None:
    month: date = month_began(timezone.now()).date()
    mine = Budget.objects.filter(pk=standing.budget.pk).exclude(warned_for=month)
    if standing.near and mine.update(warned_for=month):
        reviewers = User.objects.filter(groups__name=Role.REVIEWER, is_active=True)
        tell(reviewers, Notification.Kind.BUDGET, actor=None, words=standing.words)
