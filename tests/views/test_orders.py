"""The list and the page of one order."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editor.models import Event, Order, Submission, User
from editor.views.lists.photolist import PAGE
from tests.making import make_order, make_revision, make_submission

HTMX = {"HX-Request": "true"}


def cards(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="order-(\d+)"', html)]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_an_empty_list_says_what_to_do(dana_client: Client) -> None:
    assert "Nothing to erase yet" in dana_client.get(reverse("orders")).content.decode()


def test_dana_sees_her_own_orders_newest_first(dana: User, dana_client: Client, agnes: User) -> None:
    mine = [make_order(dana, name=f"{n}.jpg").pk for n in range(3)]
    make_order(agnes)
    assert cards(dana_client.get(reverse("orders")).content.decode()) == mine[::-1]


@pytest.mark.usefixtures("order")
def test_rhea_sees_all_orders_and_whose_they_are(rhea_client: Client) -> None:
    assert "by <bdi>Dana</bdi>" in rhea_client.get(reverse("orders")).content.decode()


def test_show_more_goes_through_all_orders_without_a_gap_or_a_repeat(dana: User, dana_client: Client) -> None:
    made = [make_order(dana).pk for _ in range(PAGE * 2 + 3)]
    seen: list[int] = []
    url: str | None = reverse("orders")
    while url:
        html = dana_client.get(url, headers=HTMX).content.decode()
        assert "<html" not in html
        seen += cards(html)
        more = re.search(r'hx-get="([^"]+)"', html)
        url = more and more.group(1)
    assert seen == made[::-1]


def test_show_more_is_a_link_without_javascript(dana: User, dana_client: Client) -> None:
    for _ in range(PAGE + 1):
        make_order(dana)
    html = dana_client.get(reverse("orders")).content.decode()
    more = re.search(r'href="(/\?after=\d+)"', html)
    assert more
    page = dana_client.get(more.group(1)).content.decode()
    assert "<html" in page
    assert len(cards(page)) == 1


def test_the_list_asks_the_database_as_often_for_200_orders_as_for_10(dana: User, dana_client: Client) -> None:
    for _ in range(10):
        make_revision(make_order(dana))
    few = queries(dana_client, reverse("orders"))
    for _ in range(190):
        make_order(dana)
    assert queries(dana_client, reverse("orders")) == few


def test_the_order_page_asks_as_often_for_20_revisions_as_for_2(dana_client: Client, order: Order) -> None:
    make_submission(order)
    make_revision(order)
    few = queries(dana_client, reverse("order", args=[order.pk]))
    for _ in range(18):
        make_revision(order)
        make_submission(order)
    assert queries(dana_client, reverse("order", args=[order.pk])) == few


def test_a_card_says_when_something_is_being_removed(order: Order, dana_client: Client) -> None:
    make_submission(order)
    assert "Removing…" in dana_client.get(reverse("orders")).content.decode()


def test_original_and_head_are_compared_unless_others_are_chosen(order: Order, dana_client: Client) -> None:
    for _ in range(3):
        make_revision(order)
    url = reverse("order", args=[order.pk])
    for query, numbers in [("", (0, 3)), ("?before=1&after=2", (1, 2)), ("?before=2", (2, 3))]:
        context = dana_client.get(url + query).context
        assert (context["before"].number, context["after"].number) == numbers
    for nonsense in ("?after=9", "?before=x", "?before=-1", "?after=99999999999999999999"):
        assert dana_client.get(url + nonsense).status_code == 404


def test_an_order_without_results_shows_its_photo_alone(order: Order, dana_client: Client) -> None:
    page = dana_client.get(reverse("order", args=[order.pk])).content.decode()
    assert "<img-comparison-slider" not in page
    assert "Nothing removed yet" in page


def test_the_history_tells_who_with_what_and_how_long(order: Order, dana_client: Client) -> None:
    parent = order.head
    submission = make_submission(order, state=Submission.State.SUCCEEDED)
    submission.started_at = submission.created_at
    submission.ended_at = submission.created_at.replace(microsecond=0)
    submission.result = make_revision(order, parent=parent)
    submission.save()
    page = dana_client.get(reverse("history", args=[order.pk])).content.decode()
    for words in ("Dana", "Built-in", "Revision 1", "Original", "Current"):
        assert words in page


def test_dana_goes_back_to_the_original_and_the_later_revision_stays(order: Order, dana_client: Client) -> None:
    original = order.head
    assert original
    make_revision(order)
    answer = dana_client.post(reverse("head", args=[order.pk]), {"revision": original.pk})
    order.refresh_from_db()
    assert answer.headers["Location"] == reverse("order", args=[order.pk])
    assert order.head == original
    assert order.revisions.count() == 2
    assert order.events.get().kind == Event.Kind.STEPPED_BACK


def test_going_back_in_the_editor_goes_on_painting(order: Order, dana_client: Client) -> None:
    data = {"revision": str(order.head_id), "then": "paint"}
    answer = dana_client.post(reverse("head", args=[order.pk]), data)
    assert answer.headers["Location"] == reverse("paint", args=[order.pk])


@pytest.mark.parametrize("word", ["", "x", "0", "99999999999999999999"])
def test_going_back_to_nothing_is_not_found(word: str, order: Order, dana_client: Client) -> None:
    assert dana_client.post(reverse("head", args=[order.pk]), {"revision": word}).status_code == 404


def test_a_revision_of_another_order_is_not_gone_back_to(order: Order, dana: User, dana_client: Client) -> None:
    other = make_order(dana)
    answer = dana_client.post(reverse("head", args=[order.pk]), {"revision": other.head_id})
    assert answer.status_code == 404


def test_a_failure_is_shown_until_something_worked(order: Order, dana_client: Client) -> None:
    failed = make_submission(order, state=Submission.State.FAILED, error_sentence="The service is asleep.")
    url = reverse("order", args=[order.pk])
    assert f'id="submission-{failed.pk}"' in dana_client.get(url).content.decode()
    make_submission(order, state=Submission.State.SUCCEEDED)
    assert f'id="submission-{failed.pk}"' not in dana_client.get(url).content.decode()
