"""One mask in parts, and one for several services side by side."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editor.models import Order, User
from tests.actions.test_parting import painted_over
from tests.making import make_order, make_revision, make_submission
from tests.views.paying import HTMX, State, asked, page, to

# In parts -------------------------------------------------------------------------------------------------------------


HALL = (3000, 2000)
APART = painted_over((50, 50, 150, 150), (2700, 1800, 2900, 1900), size=HALL)


@pytest.mark.usefixtures("paid")
def test_far_apart_parts_are_offered_one_by_one_with_their_price(dana: User, dana_client: Client) -> None:
    hall = make_order(dana, size=HALL)
    (quick,) = asked(dana_client, hall, "preview", "quick", mask=APART).json()["said"]
    assert quick["inParts"]["parts"] == 2
    assert "about $0.04, instead of the whole photo, 3,000 × 2,000 px, about $0.02." in quick["inParts"]["offer"]
    (local,) = asked(dana_client, hall, "preview", "local", mask=APART).json()["said"]
    assert local["inParts"] is None


@pytest.mark.usefixtures("paid")
def test_one_crop_is_sent_unless_somebody_says_otherwise(dana: User, dana_client: Client) -> None:
    hall = make_order(dana, size=HALL)
    assert asked(dana_client, hall, "submit", "quick", mask=APART).status_code == 201
    assert hall.submissions.get().parts == 1
    html = asked(dana_client, hall, "submit", "quick", mask=APART, crops="2").content.decode()
    assert [words in html for words in ("Part 1 of 2", "Part 2 of 2")] == [True, True]
    assert hall.submissions.filter(parts=2).count() == 2


@pytest.mark.parametrize("crops", ["3", "0", "x", "99"])
@pytest.mark.usefixtures("paid")
def test_another_number_than_was_offered_is_refused_in_a_sentence(crops: str, dana: User, dana_client: Client) -> None:
    hall = make_order(dana, size=HALL)
    answer = asked(dana_client, hall, "submit", "quick", mask=APART, crops=crops)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert not hall.submissions.exists()


@pytest.mark.usefixtures("paid")
def test_the_ledger_shows_each_part_and_what_they_cost_together(order: Order, dana_client: Client) -> None:
    split = uuid.uuid4()
    for part in (1, 2):
        submission = make_submission(order, state=State.SUCCEEDED, split=split, part=part, parts=2)
        to(submission, "quick", price=Decimal("0.02"), currency="USD")
    html = page(dana_client, order)
    assert [words in html for words in ("Part 1 of 2", "Part 2 of 2")] == [True, True]
    assert html.count("All parts together: about $0.04, by the prices set here.") == 1


def test_a_part_that_failed_stays_in_sight_beside_those_that_came(order: Order, dana_client: Client) -> None:
    split = uuid.uuid4()
    failed = make_submission(order, state=State.FAILED, split=split, part=1, parts=2)
    make_submission(order, state=State.SUCCEEDED, split=split, part=2, parts=2)
    assert f'id="submission-{failed.pk}"' in page(dana_client, order)
    make_submission(order, state=State.SUCCEEDED)
    assert f'id="submission-{failed.pk}"' not in page(dana_client, order)


# Side by side ---------------------------------------------------------------------------------------------------------


def group_page(client: Client, order: Order, group: uuid.UUID) -> Any:
    return client.get(reverse("group", args=[order.pk, group]))


@pytest.mark.usefixtures("paid")
def test_results_stand_side_by_side_with_those_that_wait_or_failed(order: Order, dana_client: Client) -> None:
    group, parent = uuid.uuid4(), order.head
    done = to(make_submission(order, state=State.SUCCEEDED, group=group), "quick")
    waiting = make_submission(order, state=State.PROCESSING, group=group, doing="Waiting for Built-in")
    failed = to(make_submission(order, state=State.FAILED, group=group), "slow", error_sentence="Slow declined it.")
    done.result = make_revision(order, parent=parent)
    done.save()
    make_revision(order, parent=parent)
    html = group_page(dana_client, order, group).content.decode()
    for each in (done, waiting, failed):
        assert f'id="cell-{each.pk}"' in html
    for words in ("Use this one", "Waiting for Built-in", "Slow declined it.", 'data-bounds="0.16667 0.25000'):
        assert words in html
    assert html.count('hx-trigger="every 1s"') == 1


def test_a_cell_is_refreshed_by_itself(order: Order, dana_client: Client) -> None:
    submission = make_submission(order, state=State.PROCESSING, group=uuid.uuid4())
    url = reverse("submission", args=[submission.pk]) + "?in=compare"
    html = dana_client.get(url, headers=HTMX).content.decode()
    assert f'id="cell-{submission.pk}"' in html
    assert "<html" not in html


def test_a_group_of_another_order_is_not_there(order: Order, dana: User, dana_client: Client) -> None:
    group = uuid.uuid4()
    make_submission(make_order(dana), group=group)
    assert group_page(dana_client, order, group).status_code == 404
