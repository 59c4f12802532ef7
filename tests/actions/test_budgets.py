"""What services may cost in a month: counted with what runs, warned of once, and kept to by everybody at once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from editor.actions.errors import Refused
from editor.actions.money.budgets import Standing, month_began, standings
from editor.actions.removals.parting import submit_in_parts
from editor.actions.removals.preview import preview
from editor.actions.removals.several import submit_batch, submit_to_several
from editor.models import Budget, Notification, Order, Submission, User
from editor.views.painting.offers import offers
from tests.asking import advance_until_ended, ask, at_once
from tests.making import make_order, make_submission, mask_png
from tests.services import Services, painted, pending

State = Submission.State
FULL = r"of the \$1\.00 that Paid may cost this month is used: choose another service, or ask a reviewer"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paid(services: Services, settings: Any) -> None:
    """Two services that cost money, one whose price nobody knows, and one that is free."""
    for slug in ("paid", "dear", "unpriced"):
        services.add(slug, pending(), painted(), bills=True)
    services.add("free")
    settings.PROVIDER_PRICES = {"paid": Decimal("0.40"), "dear": Decimal("0.50")}
    settings.PRICE_CURRENCY = "USD"


def make_budget(provider: str = "paid", amount: str = "1.00", **facts: Any) -> Budget:
    return Budget.objects.create(provider=provider, amount=Decimal(amount), **facts)


def standing(provider: str = "paid") -> Standing:
    return next(each for each in standings() if each.budget.provider == provider)


def paid_for(order: Order, price: str, **fields: Any) -> Submission:
    facts: dict[str, Any] = {"state": State.SUCCEEDED, "price": Decimal(price), "currency": "USD", **fields}
    submission = make_submission(order, **facts)
    Submission.objects.filter(pk=submission.pk).update(provider="paid")
    return submission


def test_what_runs_counts_until_the_budget_is_used_up(order: Order) -> None:
    make_budget()
    ask(order, "paid")
    ask(order, "paid")
    assert (standing().used.running, standing().left) == (Decimal("0.80"), Decimal("0.20"))
    with pytest.raises(Refused, match=r"\$0\.80 " + FULL):
        ask(order, "paid")
    with pytest.raises(Refused, match=FULL):
        preview(order=order, mask_png=mask_png(), provider="paid")
    assert Submission.objects.count() == 2


def test_what_was_spent_counts_and_a_removal_that_failed_makes_room(order: Order) -> None:
    make_budget()
    advance_until_ended(ask(order, "paid"))
    assert standing().used.spent == Decimal("0.40")
    second = ask(order, "paid")
    Submission.objects.filter(pk=second.pk).end(State.FAILED)
    assert standing().used.whole == Decimal("0.40")
    ask(order, "paid")


def test_what_may_have_been_billed_counts_too(order: Order) -> None:
    make_budget()
    for state, billed in ((State.OUTCOME_UNKNOWN, True), (State.CANCELED, True), (State.CANCELED, False)):
        make_submission(order, state=state, may_be_billed=billed)
    Submission.objects.update(provider="paid")
    assert standing().used.doubtful == Decimal("0.80")
    with pytest.raises(Refused, match=FULL):
        ask(order, "paid")


def test_last_month_and_other_currencies_are_not_counted(order: Order) -> None:
    make_budget()
    old = paid_for(order, "9.00")
    Submission.objects.filter(pk=old.pk).update(created_at=month_began(timezone.now()) - timedelta(seconds=1))
    paid_for(order, "9.00", currency="CHF")
    assert standing().used.whole == 0
    ask(order, "paid")


def test_a_budget_of_all_services_counts_them_together_and_names_the_one_that_is_asked(order: Order) -> None:
    make_budget("", "1.00")
    ask(order, "paid")
    ask(order, "dear")
    with pytest.raises(Refused, match=r"\$0\.90 of the \$1\.00 that all services may cost .* instead of Paid"):
        ask(order, "paid")
    ask(order, "free")
    ask(order, "unpriced")


def test_the_built_in_engine_and_a_service_without_a_price_are_never_stopped(order: Order) -> None:
    for slug in ("free", "unpriced", "local"):
        make_budget(slug, "0.00")
        ask(order, slug)


def test_a_budget_that_does_not_stop_only_warns(order: Order, rhea: User) -> None:
    make_budget(stops=False)
    for _ in range(4):
        ask(order, "paid")
    assert standing().over
    assert Notification.objects.get().person == rhea


def test_reviewers_are_told_once_a_month(order: Order, rhea: User) -> None:
    make_budget(amount="2.00", warn_at=50)
    ask(order, "paid")
    ask(order, "paid")
    assert not Notification.objects.exists()
    ask(order, "paid")
    told = Notification.objects.get()
    assert (told.person, told.kind) == (rhea, Notification.Kind.BUDGET)
    assert told.words == "$1.20 of $2.00 for Paid is used this month (60 %)."
    ask(order, "paid")
    assert Notification.objects.count() == 1
    Budget.objects.update(warned_for=month_began(timezone.now()).date() - timedelta(days=1))
    ask(order, "paid")
    assert Notification.objects.count() == 2


def test_several_services_a_batch_and_parts_are_counted_together_and_all_kept_or_none(
    order: Order,
) -> None:
    make_budget("", "0.80")
    common: dict[str, Any] = {"actor": order.owner, "mask_png": mask_png(), "key": uuid.uuid4()}
    assert order.head
    with pytest.raises(Refused, match="all services may cost"):
        submit_to_several(order=order, parent=order.head, providers=["paid", "dear"], **common)
    three = [order, make_order(order.owner), make_order(order.owner)]
    with pytest.raises(Refused, match="all services may cost"):
        submit_batch(orders=three, provider="paid", **common)
    assert not Submission.objects.exists()
    assert len(submit_batch(orders=three[:2], provider="paid", **common)) == 2
    with pytest.raises(Refused, match="all services may cost"):
        submit_in_parts(order=order, parent=order.head, provider="paid", **common | {"key": uuid.uuid4()})


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_at_once_only_so_many_slip_in_as_the_budget_holds(order: Order, rhea: User) -> None:
    make_budget(amount="1.00", warn_at=50)
    orders = [make_order(order.owner) for _ in range(4)]
    answers = at_once(*[partial(ask, each, "paid") for each in orders])
    assert sorted(type(each).__name__ for each in answers) == ["Refused", "Refused", "Submission", "Submission"]
    assert Submission.objects.count() == 2
    assert Notification.objects.filter(person=rhea).count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_compare_services_the_other_way_round_do_not_wait_for_each_other(order: Order) -> None:
    for slug in ("paid", "dear", ""):
        make_budget(slug, "9.00")

    def compare(each: Order, *providers: str) -> object:
        assert each.head
        return submit_to_several(
            actor=each.owner,
            order=each,
            parent=each.head,
            mask_png=mask_png(),
            providers=providers,
            key=uuid.uuid4(),
        )

    order.owner  # noqa: B018  # fetched before the threads
    answers = at_once(partial(compare, order, "free", "paid", "dear"), partial(compare, order, "dear", "paid"))
    assert [len(each) for each in answers if isinstance(each, list)] == [3, 2]


def test_the_picker_says_when_a_budget_is_near_and_when_it_is_used_up(order: Order) -> None:
    make_budget(warn_at=40)

    def note() -> str:
        return next(str(each["note"]) for each in offers(order.owner) if each["slug"] == "paid")

    assert note() == ""
    ask(order, "paid")
    assert note() == "$0.40 of $1.00 for Paid is used this month (40 %)."
    ask(order, "paid")
    assert "choose another service" in note()
