"""Finalising on the order's page, and the orders that services keep."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editor.models import Opening, Order, RemoteOrder
from tests.making import make_revision, make_submission
from tests.services import Services
from tests.views.paying import HTMX, page

# Finalising -----------------------------------------------------------------------------------------------------------


def finalise(client: Client, order: Order, number: int | str) -> Any:
    return client.post(reverse("finalise", args=[order.pk]), {"revision": str(number)})


def test_dana_finalises_with_the_revision_she_looks_at(order: Order, dana_client: Client) -> None:
    for _ in range(2):
        make_revision(order)
    html = dana_client.get(reverse("order", args=[order.pk]) + "?after=1").content.decode()
    assert "Finalise with Revision 1" in html
    finalise(dana_client, order, 1)
    order.refresh_from_db()
    assert order.state == Order.State.FINALISED
    assert order.head
    assert order.head.number == 1
    html = page(dana_client, order)
    assert "Finalised with Revision 1" in html
    assert "by <bdi>Dana</bdi>" in html
    for words in ("Paint on this", "Go back to this", "Finalise…"):
        assert words not in html


def test_what_cannot_be_finalised_is_told(order: Order, dana_client: Client) -> None:
    make_submission(order)
    answer = finalise(dana_client, order, 0)
    order.refresh_from_db()
    assert order.state == Order.State.OPEN
    html = dana_client.get(answer.headers["Location"]).content.decode()
    assert "Something is still being removed here." in html


@pytest.mark.parametrize("word", ["9", "x", ""])
def test_a_revision_that_is_not_there_finalises_nothing(word: str, order: Order, dana_client: Client) -> None:
    assert finalise(dana_client, order, word).status_code == 404
    order.refresh_from_db()
    assert order.state == Order.State.OPEN


def test_a_service_that_keeps_the_order_is_named_before_it_is_told(
    paid: Services, order: Order, dana_client: Client
) -> None:
    paid.add("keeper", finalises=True)
    account = {"order_id": "6f1e", "image_id": "a7"}
    remote = RemoteOrder.objects.create(order=order, provider="keeper", account=account, revision=order.head)
    html = page(dana_client, order)
    assert "6f1e" in html
    assert "Keeper is told that its order is done." in html
    remote.state, remote.sentence = RemoteOrder.State.FAILED, "Keeper did not take it. Close the order there."
    remote.save()
    assert "Close the order there." in page(dana_client, order)


# Orders of a service --------------------------------------------------------------------------------------------------


def test_opening_a_services_order_is_offered_where_it_is_set_up(settings: Any, dana_client: Client) -> None:
    assert "AI HomeDesign order" not in dana_client.get(reverse("orders")).content.decode()
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AIHOMEDESIGN_API_KEY": "key"}
    assert "Open an AI HomeDesign order" in dana_client.get(reverse("orders")).content.decode()


@pytest.mark.parametrize("word", ["", "6f1e", "x" * 201])
def test_an_order_that_cannot_be_asked_for_is_told(word: str, dana_client: Client) -> None:
    answer = dana_client.post(reverse("open_remote"), {"remote_id": word}, follow=True)
    assert 'class="message error"' in answer.content.decode()


@pytest.fixture
def opening(settings: Any, dana_client: Client) -> Opening:
    """Dana asked for order 6f1e, twice."""
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AIHOMEDESIGN_API_KEY": "key"}
    answers = [dana_client.post(reverse("open_remote"), {"remote_id": word}) for word in ("6f1e", "6f1e ")]
    (made,) = Opening.objects.all()
    assert {answer.headers["Location"] for answer in answers} == {reverse("opening", args=[made.pk])}
    return made


def shown(client: Client, opening: Opening, **headers: str) -> Any:
    return client.get(reverse("opening", args=[opening.pk]), headers=headers)


def test_dana_sees_a_services_order_come(opening: Opening, order: Order, dana_client: Client) -> None:
    Opening.objects.update(doing="Fetching its picture")
    html = shown(dana_client, opening).content.decode()
    assert [words in html for words in ("6f1e", "Fetching its picture", "Cancel", "every 1s")] == [True] * 4
    Opening.objects.update(state=Opening.State.DONE, order=order)
    editor = reverse("paint", args=[order.pk])
    assert shown(dana_client, opening).headers["Location"] == editor
    assert shown(dana_client, opening, **HTMX).headers["HX-Redirect"] == editor


def test_one_that_did_not_come_says_why_and_may_be_tried_again(opening: Opening, dana_client: Client) -> None:
    Opening.objects.update(state=Opening.State.FAILED, sentence="AI HomeDesign did not answer in time.")
    html = shown(dana_client, opening, **HTMX).content.decode()
    assert "AI HomeDesign did not answer in time." in html
    assert 'value="6f1e"' in html
    assert "every 1s" not in html
    dana_client.post(reverse("open_remote"), {"remote_id": "6f1e"})
    assert Opening.objects.filter(state=Opening.State.ASKED).count() == 1


def test_an_opening_is_canceled_by_the_one_who_asked(
    opening: Opening, dana_client: Client, mallory_client: Client
) -> None:
    for name in ("opening", "cancel_opening"):
        ask = mallory_client.get if name == "opening" else mallory_client.post
        assert ask(reverse(name, args=[opening.pk])).status_code == 404
    html = dana_client.post(reverse("cancel_opening", args=[opening.pk]), follow=True).content.decode()
    assert "Canceled. Nothing was opened." in html


@pytest.mark.parametrize(
    ("state", "ways"), [("unknown", ["look_at_closing", "close_again"]), ("failed", ["close_again"])]
)
def test_an_order_that_may_not_be_closed_there_offers_the_ways_on(
    paid: Services, order: Order, dana_client: Client, state: str, ways: list[str]
) -> None:
    paid.add("keeper", finalises=True)
    Order.objects.filter(pk=order.pk).update(state=Order.State.FINALISED)
    remote = RemoteOrder.objects.create(order=order, provider="keeper", account={"order_id": "6f1e"}, state=state)
    addresses = [reverse(name, args=[remote.pk]) for name in ("look_at_closing", "close_again")]
    html = page(dana_client, order)
    assert [name for name in ("look_at_closing", "close_again") if reverse(name, args=[remote.pk]) in html] == ways
    html = dana_client.post(addresses[-1], follow=True).content.decode()
    remote.refresh_from_db()
    assert remote.state == RemoteOrder.State.DUE
    assert "every 2s" in html
    assert not any(address in html for address in addresses)


def test_a_service_that_is_gone_is_not_told_again(order: Order, dana_client: Client) -> None:
    remote = RemoteOrder.objects.create(order=order, provider="gone", state=RemoteOrder.State.UNKNOWN)
    html = dana_client.post(reverse("close_again", args=[remote.pk]), follow=True).content.decode()
    assert "is not set up here any more" in html
