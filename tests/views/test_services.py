"""What people see of services that cost something before they are asked: offers, what would happen, sending."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editor.actions.providers.switching import switch_off
from editor.models import Order, ProviderState, User
from editor.providers import registry
from tests.making import make_submission, mask_png
from tests.services import Services, needing
from tests.views.paying import State, asked, offer, page, to

# Offers ---------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_an_offer_says_what_a_result_costs_and_by_whose_word(order: Order, dana_client: Client) -> None:
    assert offer(dana_client, order, "quick")["cost"] == "About $0.02 a result, by the price set here"
    assert offer(dana_client, order, "slow")["cost"] == "6 credits a result"
    assert offer(dana_client, order, "local")["cost"] == ""


def test_an_offer_names_the_setting_that_is_missing(paid: Services, order: Order, dana_client: Client) -> None:
    paid.add("locked").settings = needing("LOCKED_KEY", "LOCKED_SECRET")
    found = offer(dana_client, order, "locked")
    assert not found["ready"]
    assert found["note"] == "Not set up: LOCKED_KEY and LOCKED_SECRET are missing."


@pytest.mark.usefixtures("paid")
def test_an_offer_says_until_when_a_service_is_paused(order: Order, dana_client: Client) -> None:
    until = timezone.localtime() + timedelta(minutes=5)
    ProviderState.objects.create(slug="quick", failures=5, open_until=until)
    assert offer(dana_client, order, "quick")["note"] == f"Quick is paused after repeated faults until {until:%H:%M}."


@pytest.mark.usefixtures("paid")
def test_one_that_is_switched_off_says_why_and_is_not_to_be_chosen(
    order: Order, dana_client: Client, rhea: User
) -> None:
    to(make_submission(order, state=State.SUCCEEDED), "quick")
    switch_off(actor=rhea, slug="quick", reason="budget is used up")
    found = offer(dana_client, order, "quick")
    assert (found["ready"], found["chosen"]) == (False, False)
    assert found["note"] == "Quick is switched off by Rhea: budget is used up."
    assert offer(dana_client, order, "local")["chosen"]
    [said] = asked(dana_client, order, "preview", "quick").json()["said"]
    assert said["refused"]
    assert found["note"] in said["sentence"]


def test_with_all_of_them_switched_off_the_editor_opens_all_the_same(
    order: Order, dana_client: Client, rhea: User
) -> None:
    switch_off(actor=rhea, slug="local", reason="")
    assert not any(offer(dana_client, order, slug)["chosen"] for slug in registry.PROVIDERS)


def test_a_retired_interface_is_marked(paid: Services, order: Order, dana_client: Client) -> None:
    paid.add("old", status="retired")
    assert "announced the end" in offer(dana_client, order, "old")["note"]


@pytest.mark.usefixtures("paid")
def test_the_last_choice_is_remembered_for_each_person(order: Order, dana_client: Client, rhea_client: Client) -> None:
    to(make_submission(order, state=State.SUCCEEDED), "quick")
    assert offer(dana_client, order, "quick")["chosen"]
    assert offer(rhea_client, order, "local")["chosen"]


@pytest.mark.usefixtures("paid")
def test_a_comparison_and_a_service_that_is_gone_are_no_choice(order: Order, dana_client: Client) -> None:
    to(make_submission(order, state=State.SUCCEEDED), "gone")
    to(make_submission(order, state=State.SUCCEEDED, group=uuid.uuid4()), "quick")
    assert offer(dana_client, order, "local")["chosen"]


# Before sending -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_dana_is_told_what_will_happen_before_anything_is_sent(order: Order, dana_client: Client) -> None:
    told = asked(dana_client, order, "preview", "quick").json()
    assert told["total"] == ""
    [said] = told["said"]
    assert not said["refused"]
    assert said["sentence"].endswith("goes to Quick; about $0.02.")
    assert not order.submissions.exists()


@pytest.mark.usefixtures("paid")
def test_several_services_are_summed_up(order: Order, dana_client: Client) -> None:
    told = asked(dana_client, order, "preview", "quick", "slow", "local").json()
    assert [said["provider"] for said in told["said"]] == ["quick", "slow", "local"]
    assert told["total"] == ("3 services; about $0.02 together, by the prices set here, plus Slow.")


@pytest.mark.usefixtures("paid")
def test_a_service_that_cannot_take_it_says_why(order: Order, dana_client: Client) -> None:
    ProviderState.objects.create(slug="quick", failures=5, open_until=timezone.now() + timedelta(minutes=5))
    [said] = asked(dana_client, order, "preview", "quick").json()["said"]
    assert said["refused"]
    assert "is paused" in said["sentence"]


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("mask", [mask_png((60, 40)), b"text"], ids=["another size", "no picture"])
def test_a_mask_that_cannot_be_read_is_refused_in_a_sentence(mask: bytes, order: Order, dana_client: Client) -> None:
    [said] = asked(dana_client, order, "preview", "quick", mask=mask).json()["said"]
    assert said["refused"]
    assert said["sentence"].endswith(".")


def test_a_service_nobody_set_up_is_refused(order: Order, dana_client: Client) -> None:
    assert asked(dana_client, order, "preview", "bria").status_code == 400


# Sending --------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_a_seed_is_sent_and_shown_with_the_result(order: Order, dana_client: Client) -> None:
    asked(dana_client, order, "submit", "slow", seed="4294967294")
    submission = order.submissions.get()
    assert submission.seed == 4294967294
    to(submission, "slow", state=State.SUCCEEDED, credits=6.0)
    html = page(dana_client, order)
    assert "4294967294" in html
    assert "6 credits" in html


@pytest.mark.parametrize("seed", ["-1", "4294967295", "x"])
def test_a_seed_out_of_range_is_refused_in_a_sentence(seed: str, order: Order, dana_client: Client) -> None:
    answer = asked(dana_client, order, "submit", "local", seed=seed)
    assert answer.status_code == 400
    assert "0 to 4294967294" in answer.json()["error"]


@pytest.mark.usefixtures("paid")
def test_one_press_sends_one_mask_to_several_services_once(order: Order, dana_client: Client) -> None:
    key = str(uuid.uuid4())
    first, again = (asked(dana_client, order, "submit", "quick", "local", key=key) for _ in range(2))
    assert first.status_code == again.status_code == 201
    submissions = list(order.submissions.order_by("pk"))
    assert {each.provider for each in submissions} == {"quick", "local"}
    assert len(submissions) == 2
    assert len({each.group for each in submissions}) == 1
    for each in submissions:
        assert f'id="submission-{each.pk}"' in first.content.decode()
