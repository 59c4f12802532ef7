"""One act on several photos: given to somebody, put into a listing, handed over, canceled."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editor.models import Event, Notification, Order, User
from tests.making import make_listing, make_order, make_submission


def press(client: Client, act: str, *orders: Order, **more: object) -> Any:
    """The button, and then the one in the question."""
    asked = {"act": act, "order": [order.pk for order in orders], "back": "/?state=open", **more}
    question = client.post(reverse("bulk"), asked)
    assert question.status_code == 200
    return client.post(reverse("bulk"), {**asked, "sure": "1"}, follow=True)


def test_agnes_gives_three_photos_to_dana_who_is_told(dana: User, agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    orders = [make_order(agnes, listing=listing) for _ in range(3)]
    question = agnes_client.post(
        reverse("bulk"), {"act": "assign", "designer": dana.pk, "order": [each.pk for each in orders]}
    )
    assert "Give 3 photos to Dana?" in question.content.decode()
    assert not Order.objects.filter(designer=dana).exists()
    done = press(agnes_client, "assign", *orders, designer=dana.pk)
    assert done.redirect_chain[0][0] == "/?state=open"
    assert "3 photos are Dana&#x27;s now." in done.content.decode()
    assert Order.objects.filter(designer=dana).count() == 3
    assert Notification.objects.filter(person=dana, kind=Notification.Kind.ASSIGNED).count() == 3
    assert {event.kind for event in orders[0].events.all()} == {Event.Kind.ASSIGNED}


def test_what_was_left_out_is_said_with_the_reason(dana: User, agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    names = ["hall.jpg", "bath.jpg", "kitchen.jpg"]
    hers, closed, given = [make_order(agnes, name=name, listing=listing) for name in names]
    Order.objects.filter(pk=closed.pk).update(state=Order.State.FINALISED)
    Order.objects.filter(pk=given.pk).update(designer=dana)
    page = press(agnes_client, "assign", hers, closed, given, designer=dana.pk).content.decode()
    assert "1 photo is Dana&#x27;s now." in page
    assert "2 were left out. bath.jpg: This photo is closed. Reopen it first. kitchen.jpg: This photo is given" in page


def test_only_a_designer_is_given_photos(agnes: User, amos: User, agnes_client: Client) -> None:
    order = make_order(agnes)
    answer = agnes_client.post(reverse("bulk"), {"act": "assign", "designer": amos.pk, "order": order.pk, "sure": "1"})
    assert answer.status_code == 404


def test_a_photo_is_taken_from_its_designer(dana: User, agnes: User, agnes_client: Client, dana_client: Client) -> None:
    order = make_order(agnes, designer=dana)
    assert press(dana_client, "assign", order, designer="none").content.decode().count("Only the agent of this listing")
    press(agnes_client, "assign", order, designer="none")
    order.refresh_from_db()
    assert order.designer is None
    assert dana_client.get(reverse("order", args=[order.pk])).status_code == 404


def test_photos_are_put_into_a_listing_in_the_order_of_their_names_and_taken_out(
    agnes: User, agnes_client: Client
) -> None:
    listing = make_listing(agnes, agent=agnes)
    orders = [make_order(agnes, name=name, data=name.encode()) for name in ("room 10.jpg", "room 2.jpg")]
    page = press(agnes_client, "move", *orders, listing=listing.pk).content.decode()
    assert "2 photos are in 12 Elm Street now." in page
    assert [order.photo.name for order in listing.orders.order_by("position")] == ["room 2.jpg", "room 10.jpg"]
    assert (
        "This photo is in the listing already."
        in press(agnes_client, "move", orders[0], listing=listing.pk).content.decode()
    )
    press(agnes_client, "move", orders[0], listing="none")
    assert listing.orders.count() == 1


def test_what_agnes_approved_waits_for_amos_in_his_listing(agnes: User, amos: User, agnes_client: Client) -> None:
    hers, other, his = make_listing(agnes, agent=agnes), make_listing(agnes), make_listing(agnes, agent=amos)
    order = make_order(agnes, listing=hers)
    Order.objects.update(state=Order.State.APPROVED)
    for listing, state in ((other, Order.State.APPROVED), (his, Order.State.IN_REVIEW)):
        press(agnes_client, "move", order, listing=listing.pk)
        order.refresh_from_db()
        assert (order.listing, order.state) == (listing, state)


def test_nothing_is_put_into_anothers_listing(agnes: User, amos: User, agnes_client: Client) -> None:
    his = make_listing(amos, agent=amos)
    answer = agnes_client.post(reverse("bulk"), {"act": "move", "listing": his.pk, "order": make_order(agnes).pk})
    assert answer.status_code == 404


def test_photos_are_handed_over_and_removals_canceled(dana: User, dana_client: Client) -> None:
    quiet, busy = make_order(dana, name="a.jpg"), make_order(dana, name="b.jpg")
    make_submission(busy)
    page = press(dana_client, "hand_over", quiet, busy).content.decode()
    assert "1 photo is handed over." in page
    assert "1 was left out. b.jpg: Something is still being removed here." in page
    page = press(dana_client, "cancel", quiet, busy).content.decode()
    assert "Canceled on 1 photo." in page
    assert not busy.submissions.active().exists()
    assert "a.jpg: Nothing is being removed here." in page


@pytest.mark.parametrize("count", [0, 201])
def test_none_and_too_many_are_told(
    count: int, dana: User, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.views.lists.bulk.MOST_AT_ONCE", 1)
    orders = [make_order(dana).pk for _ in range(count)]
    page = dana_client.post(reverse("bulk"), {"act": "hand_over", "order": orders}, follow=True).content.decode()
    assert "Choose from 1 to 1 photos first." in page


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_one_comes_back_to_eraser_only(back: str, dana: User, dana_client: Client) -> None:
    asked = {"act": "hand_over", "order": make_order(dana).pk, "back": back, "sure": "1"}
    assert dana_client.post(reverse("bulk"), asked).headers["Location"] == reverse("orders")


def test_an_act_that_nobody_knows_is_not_there(dana: User, dana_client: Client) -> None:
    assert dana_client.post(reverse("bulk"), {"act": "burn", "order": make_order(dana).pk}).status_code == 404
