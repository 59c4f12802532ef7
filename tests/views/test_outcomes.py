"""What people see of what became of it: an unknown outcome and its ways on, what it cost, the calls."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editor.models import Call, Event, Order, Submission
from tests.making import make_submission
from tests.services import Services
from tests.views.paying import HTMX, State, page, to

# An unknown outcome ---------------------------------------------------------------------------------------------------


@pytest.fixture
def lost(paid: Services, order: Order) -> Submission:  # noqa: ARG001
    submission = make_submission(order, state=State.OUTCOME_UNKNOWN, remote={"id": "job-7"})
    return to(submission, "quick", error_sentence="The answer was lost.")


def card(client: Client, submission: Submission) -> str:
    return client.get(reverse("submission", args=[submission.pk]), headers=HTMX).content.decode()


def test_the_card_offers_to_look_again_and_to_submit_anew_with_its_price(lost: Submission, dana_client: Client) -> None:
    html = card(dana_client, lost)
    assert "The answer was lost." in html
    assert "Look again" in html
    assert "billed again (about $0.02, by the price set here)" in html
    assert "Try again" not in html


def test_a_service_that_cannot_be_asked_offers_no_look(lost: Submission, dana_client: Client) -> None:
    html = card(dana_client, to(lost, "slow"))
    assert "Look again" not in html
    assert "Submit anew" in html


def test_looking_again_goes_on_with_the_same_submission(lost: Submission, dana_client: Client) -> None:
    html = dana_client.post(reverse("look_again", args=[lost.pk]), headers=HTMX).content.decode()
    lost.refresh_from_db()
    assert lost.is_active
    assert 'hx-trigger="every 1s"' in html
    assert lost.order.events.get().kind == Event.Kind.LOOKED_AGAIN


def test_submitting_anew_from_two_tabs_is_one_submission(lost: Submission, dana_client: Client) -> None:
    first, second = (
        dana_client.post(reverse("submit_anew", args=[lost.pk]), headers=HTMX).content.decode() for _ in range(2)
    )
    anew = lost.order.submissions.exclude(pk=lost.pk).get()
    for html in (first, second):
        assert f'id="submission-{anew.pk}"' in html
        assert "The mask was submitted anew." in html
    assert f'id="submission-{lost.pk}"' not in page(dana_client, lost.order)


def test_an_unknown_outcome_stays_in_sight_after_later_successes(lost: Submission, dana_client: Client) -> None:
    make_submission(lost.order, state=State.SUCCEEDED)
    assert f'id="submission-{lost.pk}"' in page(dana_client, lost.order)


def test_both_ways_on_work_without_javascript(lost: Submission, dana_client: Client) -> None:
    for name in ("submit_anew", "look_again"):
        answer = dana_client.post(reverse(name, args=[lost.pk]))
        assert answer.headers["Location"] == reverse("order", args=[lost.order_id])


def test_what_cannot_be_looked_at_again_is_told(order: Order, dana_client: Client) -> None:
    done = make_submission(order, state=State.SUCCEEDED)
    for name in ("look_again", "submit_anew"):
        html = dana_client.post(reverse(name, args=[done.pk]), headers=HTMX).content.decode()
        assert 'role="alert"' in html
    assert order.submissions.count() == 1


# The order's page -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_the_order_page_tells_what_each_removal_cost_and_all_together(order: Order, dana_client: Client) -> None:
    for _ in range(2):
        made = make_submission(order, state=State.SUCCEEDED, price=Decimal("0.0200"), currency="USD", credits=1.0)
        to(made, "quick", reference="job-7")
    html = page(dana_client, order)
    assert "1 credit, about $0.02, by the price set here" in html
    assert "Together about $0.04, by the prices set here; 2 credits of Quick." in html
    assert "job-7" in html


def test_the_calls_of_a_removal_are_listed_and_shown_on_demand(order: Order, dana_client: Client) -> None:
    submission = make_submission(order, state=State.FAILED)
    common = {"submission": submission, "method": "GET", "url": "https://service.example/status/7", "ms": 31}
    Call.objects.create(**common, status=200, response='{"state": "done"}')
    Call.objects.create(**common, error="No answer within 60 seconds.")
    assert "2 calls to Built-in" in page(dana_client, order)
    for headers in ({}, HTMX):
        html = dana_client.get(reverse("calls", args=[submission.pk]), headers=headers).content.decode()
        for words in ("GET /status/7", "31 ms", "no answer", "No answer within 60 seconds.", "&quot;done&quot;"):
            assert words in html
        assert "service.example" not in html


def test_the_page_asks_as_often_for_20_removals_as_for_2(
    order: Order, dana_client: Client, django_assert_max_num_queries: Any
) -> None:
    def shown(number: int) -> None:
        for _ in range(number):
            submission = make_submission(order, state=State.FAILED)
            Call.objects.create(submission=submission, method="GET", url="https://x.example/", ms=1)

    shown(20)
    with django_assert_max_num_queries(15):
        page(dana_client, order)
