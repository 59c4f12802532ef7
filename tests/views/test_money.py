"""What services cost and how they did: figures of a period, charts with their tables, and each table as CSV."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor.actions.money.figures import Period, figures
from editor.models import Order, Submission, User
from tests.making import make_listing, make_order, make_submission
from tests.views.test_admin import page, queries

State = Submission.State
pytestmark = pytest.mark.django_db


def asked(order: Order, provider: str = "bria", days_ago: int = 0, seconds: float | None = None, **facts: Any) -> None:
    """A removal that began so many days ago, and took so long where it has ended."""
    submission = make_submission(order, **{"state": State.SUCCEEDED, **facts})
    moment = timezone.now() - timedelta(days=days_ago)
    changed: dict[str, Any] = {"provider": provider, "created_at": moment}
    if seconds is not None:
        changed |= {"started_at": moment, "ended_at": moment + timedelta(seconds=seconds)}
    Submission.objects.filter(pk=submission.pk).update(**changed)


def paid(order: Order, price: str, provider: str = "bria", **facts: Any) -> None:
    asked(order, provider, price=Decimal(price), currency=facts.pop("currency", "USD"), **facts)


def of_days(days: int) -> Period:
    today = timezone.localdate()
    return Period(first=today - timedelta(days=days - 1), last=today)


def table(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{reverse('admin:money')}?csv={name}{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_median_and_p95_are_of_the_nearest_rank_and_apart_by_service(order: Order) -> None:
    for seconds in range(1, 101):
        asked(order, "bria", seconds=seconds)
    for seconds in (2, 4, 9):
        asked(order, "local", seconds=seconds)
    asked(order, "bria", seconds=900, state=State.FAILED)
    found = figures(of_days(7))
    assert (found.seconds["bria"].median, found.seconds["bria"].p95) == (50.5, 95)
    assert (found.seconds["local"].median, found.seconds["local"].p95) == (4, 9)
    assert found.whole_seconds
    assert found.whole_seconds.count == 103
    assert not found.is_sample


def test_of_very_many_results_the_latest_tell_the_seconds(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.actions.money.figures.SAMPLE", 2)
    for seconds in (100, 3, 5):
        asked(order, seconds=seconds)
    found = figures(of_days(7))
    assert found.is_sample
    assert found.seconds["bria"].median == 4


def test_the_rate_counts_what_ended_and_was_not_canceled(order: Order) -> None:
    for state, times in ((State.SUCCEEDED, 6), (State.FAILED, 1), (State.OUTCOME_UNKNOWN, 1)):
        for _ in range(times):
            asked(order, state=state)
    asked(order, state=State.CANCELED)
    asked(order, state=State.QUEUED)
    counts = figures(of_days(7)).services["bria"]
    assert (counts.removals, counts.rate) == (10, 0.75)
    assert figures(of_days(7), "local").whole.rate is None


def test_money_is_what_was_billed_and_what_may_have_been_stands_apart(order: Order, settings: Any) -> None:
    settings.PROVIDER_PRICES = {"bria": Decimal("0.05")}
    paid(order, "0.02")
    paid(order, "0.24", "aihomedesign", credits=6.0)
    paid(order, "7.00", currency="CHF")
    asked(order, state=State.OUTCOME_UNKNOWN, may_be_billed=True)
    asked(order, state=State.CANCELED, may_be_billed=True)
    asked(order, state=State.CANCELED)
    found = figures(of_days(7))
    assert (found.whole.money, found.whole.may_cost) == (Decimal("0.26"), Decimal("0.10"))
    assert found.services["aihomedesign"].credits == 6
    assert found.foreign == [("CHF", Decimal("7"))]


def test_every_day_of_the_period_is_there_and_no_other(order: Order) -> None:
    paid(order, "0.02", days_ago=2)
    paid(order, "0.02", days_ago=6)
    paid(order, "9.00", days_ago=7)
    days = figures(of_days(7)).days
    assert [float(day.whole.money) for day in days] == [0.02, 0, 0, 0, 0.02, 0, 0]


def test_agents_and_listings_come_with_what_theirs_cost_the_dearest_first(dana: User, agnes: User, amos: User) -> None:
    elm, pine = make_listing(agnes, agent=agnes, reference="MLS-7"), make_listing(amos, agent=amos, address="3 Pine Rd")
    paid(make_order(dana, listing=elm), "0.02")
    paid(make_order(dana, listing=pine), "0.24", "aihomedesign")
    paid(make_order(dana, listing=pine), "0.02")
    paid(make_order(dana), "0.01")
    found = figures(of_days(7))
    assert [(group.label, float(group.whole.money)) for group in found.agents] == [
        ("Amos", 0.26),
        ("Agnes", 0.02),
        ("No agent", 0.01),
    ]
    assert [group.label for group in found.listings] == ["3 Pine Rd", "12 Elm Street (MLS-7)", "In no listing"]


def test_rhea_sees_charts_with_titles_and_failures_in_words(order: Order, rhea_client: Client) -> None:
    paid(order, "1.50", credits=1.0)
    asked(order, state=State.FAILED, error_code="out_of_credit")
    asked(order, state=State.OUTCOME_UNKNOWN, error_code="unheard_of")
    html = page(rhea_client, "admin:money")
    for words in ("$1.50", "Out of credit", "unheard_of", '<title id="money-chart-title">', "1 of BRIA", "33 %"):
        assert words in html
    assert "style=" not in html
    assert html.count('class="column"') == 60


def test_one_service_has_a_page_of_its_own_and_others_are_not_in_it(order: Order, rhea_client: Client) -> None:
    paid(order, "1.50")
    paid(order, "7.25", "aihomedesign")
    html = page(rhea_client, "admin:money_of", "bria")  # type: ignore[arg-type]
    assert "$1.50" in html
    assert "$7.25" not in html
    assert rhea_client.get(reverse("admin:money_of", args=["nobody"])).status_code == 404
    assert reverse("admin:money_of", args=["bria"]) in page(rhea_client, "admin:services")


@pytest.mark.parametrize(
    ("query", "days"),
    [("?span=7", 7), ("?span=90", 90), ("?span=own&first=2026-01-30&last=2026-02-02", 4), ("?span=century", 30)],
)
def test_the_period_is_picked(query: str, days: int, rhea_client: Client) -> None:
    html = page(rhea_client, "admin:money", query=query)
    assert html.count('class="column"') == 2 * days


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("&first=2026-02-02&last=2026-01-30", "Name the day it begins with"),
        ("&first=2026-02-02", "Name the day it begins with"),
        ("&first=1026-02-02&last=2026-01-30", "A year at most"),
        ("&first=yesterday&last=2026-01-30", "Write days as 2026-01-31."),
    ],
)
def test_a_period_that_makes_no_sense_is_told_and_the_usual_one_shown(
    query: str, sentence: str, rhea_client: Client
) -> None:
    html = page(rhea_client, "admin:money", query=f"?span=own{query}")
    assert sentence in html
    assert html.count('class="column"') == 60


def test_each_table_is_there_as_csv_of_the_same_period(order: Order, agnes: User, rhea_client: Client) -> None:
    order.listing = make_listing(agnes, agent=agnes)
    order.save()
    paid(order, "0.02", seconds=4, credits=1.0)
    asked(order, state=State.FAILED, error_code="rejected")
    paid(order, "9.00", days_ago=8)
    service = table(rhea_client, "services", "&span=7")[0]
    assert (service["service"], service["money"], service["success_rate"]) == ("BRIA", "0.02", "0.5")
    assert (service["median_seconds"], service["currency"]) == ("4.0", "USD")
    assert table(rhea_client, "kinds") == [
        {"service": "BRIA", "code": "rejected", "outcome": "failed", "count": "1"},
    ]
    assert [row["day"] for row in table(rhea_client, "days", "&span=7")] == [timezone.localdate().isoformat()]
    assert table(rhea_client, "agents")[0]["agent"] == "Agnes"
    assert table(rhea_client, "listings")[0]["listing"] == "12 Elm Street"
    assert rhea_client.get(reverse("admin:money") + "?csv=secrets").status_code == 404


def test_no_cell_is_taken_for_a_formula(dana: User, rhea_client: Client) -> None:
    paid(make_order(dana, listing=make_listing(dana, address='=HYPERLINK("https://else.example")')), "0.02")
    assert table(rhea_client, "listings")[0]["listing"].startswith("'=")


def test_the_page_asks_as_often_however_much_there_is(dana: User, rhea_client: Client) -> None:
    paid(make_order(dana), "0.02")
    few = queries(rhea_client, "admin:money")
    for number in range(12):
        listing = make_listing(dana, agent=dana, address=f"{number} Elm Street")
        paid(make_order(dana, listing=listing), "0.02", provider=("bria", "local", "iopaint")[number % 3])
        asked(make_order(dana, listing=listing), state=State.FAILED, error_code=f"code {number}")
    assert queries(rhea_client, "admin:money") == few


def test_only_a_reviewer_sees_what_is_spent(
    dana_client: Client, agnes_client: Client, anonymous_client: Client
) -> None:
    for address in (reverse("admin:money"), reverse("admin:money_of", args=["bria"])):
        assert dana_client.get(address).status_code == 404
        assert agnes_client.get(f"{address}?csv=days").status_code == 404
        assert anonymous_client.get(address).status_code == 302
