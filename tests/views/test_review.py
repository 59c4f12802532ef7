"""The review screen without its scripts: what it shows, and where its buttons lead."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editor.actions.review.reviewing import approve, ask_changes, hand_over
from editor.models import Listing, Order, User
from tests.making import make_listing, make_order, make_revision

pytestmark = pytest.mark.django_db
State = Order.State


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes)


@pytest.fixture
def photos(listing: Listing, dana: User) -> list[Order]:
    """Three photos in a listing of Agnes's, each changed once by Dana and handed over."""
    found = []
    for at, name in enumerate(("kitchen.jpg", "bath.jpg", "hall.jpg")):
        order = make_order(listing.owner, name=name, listing=listing, designer=dana)
        Order.objects.filter(pk=order.pk).update(position=at)
        make_revision(order)
        hand_over(actor=dana, order=order)
        found.append(Order.objects.get(pk=order.pk))
    return found


def page(client: Client, order: Order, query: str = "") -> str:
    answer = client.get(reverse("review", args=[order.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, pk: int, **data: str) -> str:
    """Where it leads."""
    answer = client.post(reverse(name, args=[pk]), data)
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def test_it_shows_both_pictures_the_place_in_the_listing_and_what_one_can_do(
    photos: list[Order], agnes_client: Client
) -> None:
    html = page(agnes_client, photos[1])
    for words in ("Before: Original", "After: Revision 1", "2 of 3", "12 Elm Street", "Approve", "Ask for changes"):
        assert words in html
    assert reverse("review", args=[photos[0].pk]) in html
    assert reverse("review", args=[photos[2].pk]) in html


def test_any_two_revisions_are_looked_at(photos: list[Order], agnes_client: Client) -> None:
    html = page(agnes_client, photos[0], "?before=1&after=0")
    assert "Before: Revision 1" in html
    assert "Approve the original" in html
    assert agnes_client.get(reverse("review", args=[photos[0].pk]) + "?after=7").status_code == 404


def test_dana_looks_and_comments_but_does_not_judge(photos: list[Order], dana_client: Client) -> None:
    html = page(dana_client, photos[0])
    assert "Comment" in html
    for words in ("Approve", "Ask for changes", "Ask for this change"):
        assert words not in html
    press(dana_client, "comment", photos[0].pk, revision="1", text="Shall the lamp go?")
    assert "Shall the lamp go?" in page(dana_client, photos[0])
    press(dana_client, "approve", photos[0].pk, revision="1")
    assert Order.objects.get(pk=photos[0].pk).state == State.IN_REVIEW


def test_approving_goes_on_to_the_next_that_waits_and_at_last_to_the_end(
    photos: list[Order], listing: Listing, agnes_client: Client
) -> None:
    first = agnes_client.get(reverse("review_listing", args=[listing.pk]))
    assert first.headers["Location"] == reverse("review", args=[photos[0].pk])
    ways = [press(agnes_client, "approve", order.pk, revision="1") for order in (photos[1], photos[2], photos[0])]
    assert ways == [
        reverse("review", args=[photos[2].pk]),
        reverse("review", args=[photos[0].pk]),
        reverse("review_end", args=[listing.pk]),
    ]
    done = agnes_client.get(reverse("review_listing", args=[listing.pk]))
    assert done.headers["Location"] == reverse("review_end", args=[listing.pk])


def test_a_change_is_asked_for_at_a_point_and_ticked_off(
    photos: list[Order], agnes_client: Client, dana_client: Client
) -> None:
    order = photos[0]
    press(agnes_client, "ask_changes", order.pk, revision="1", text="The cable, too.", x="30", y="20")
    asked = order.comments.get()
    assert (asked.x, asked.y, Order.objects.get(pk=order.pk).state) == (30, 20, State.CHANGES_ASKED)
    for shown in (reverse("order", args=[order.pk]), reverse("paint", args=[order.pk])):
        assert "The cable, too." in dana_client.get(shown).content.decode()
    left = dana_client.post(reverse("resolve", args=[asked.pk]), {"then": "paint"}, headers={"HX-Request": "true"})
    assert "The cable, too." not in left.content.decode()
    assert "Hand over for review" in dana_client.get(reverse("order", args=[order.pk])).content.decode()
    assert press(dana_client, "hand_over", order.pk) == reverse("order", args=[order.pk])
    assert Order.objects.get(pk=order.pk).state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": ""}, "Write what you want to say first."),
        ({"text": "There", "x": "3"}, "A point needs both numbers"),
        ({"text": "There", "x": "3", "y": "900"}, "That point is beside the photo."),
        ({"text": "There", "x": "left", "y": "1"}, "Reload the page"),
    ],
)
def test_what_says_nothing_or_points_nowhere_is_told(
    photos: list[Order], agnes_client: Client, said: dict[str, str], sentence: str
) -> None:
    press(agnes_client, "ask_changes", photos[0].pk, revision="1", **said)
    assert sentence in page(agnes_client, photos[0])
    assert not photos[0].comments.exists()


def test_approved_is_taken_back(photos: list[Order], agnes_client: Client) -> None:
    press(agnes_client, "approve", photos[0].pk, revision="1")
    assert "Take back" in page(agnes_client, photos[0])
    press(agnes_client, "withdraw_approval", photos[0].pk)
    assert Order.objects.get(pk=photos[0].pk).state == State.IN_REVIEW


def test_the_listing_is_finalised_with_one_word_and_one_photo_opened_again(
    photos: list[Order], listing: Listing, agnes: User, agnes_client: Client
) -> None:
    for order in photos[:2]:
        assert order.head is not None
        approve(actor=agnes, order=order, revision=order.head)
    end = reverse("review_end", args=[listing.pk])
    html = agnes_client.get(end).content.decode()
    assert "Yes, finalise 2 photos" in html
    assert "It is not reviewed yet." in html
    chosen = {"order": [str(order.pk) for order in photos[:2]]}
    for _twice in range(2):
        agnes_client.post(reverse("finalise_listing", args=[listing.pk]), chosen)
    assert list(listing.orders.order_by("position").values_list("state", flat=True)) == [
        State.FINALISED,
        State.FINALISED,
        State.IN_REVIEW,
    ]
    assert "2 photos are finalised." in agnes_client.get(end).content.decode()
    press(agnes_client, "reopen", photos[0].pk, reason=" ", to="open")
    assert "Say why it is opened again first." in page(agnes_client, photos[0])
    press(agnes_client, "reopen", photos[0].pk, reason="The sofa stays.", to="open", then="order")
    assert Order.objects.get(pk=photos[0].pk).state == State.OPEN


def test_what_changed_since_the_page_was_shown_is_left_and_told(
    photos: list[Order], listing: Listing, agnes: User, agnes_client: Client
) -> None:
    order = photos[0]
    assert order.head is not None
    approve(actor=agnes, order=order, revision=order.head)
    approve(actor=agnes, order=photos[1], revision=photos[1].head)  # type: ignore[arg-type]  # it has one
    ask_changes(actor=agnes, order=order, revision=order.head, text="Wait.")
    chosen = {"order": [str(order.pk), str(photos[1].pk)]}
    agnes_client.post(reverse("finalise_listing", args=[listing.pk]), chosen)
    html = agnes_client.get(reverse("review_end", args=[listing.pk])).content.decode()
    assert "kitchen.jpg is left as it is. Changes were asked for." in html
    assert "1 photo is finalised." in html


def test_a_finalised_photo_is_read_and_offers_reopening(
    photos: list[Order], agnes: User, agnes_client: Client, dana_client: Client
) -> None:
    order = photos[0]
    assert order.head is not None
    ask_changes(actor=agnes, order=order, revision=order.head, text="The cable, too.")
    agnes_client.post(reverse("finalise", args=[order.pk]), {"revision": "1"})
    html = page(agnes_client, order)
    assert "The cable, too." in html
    assert "Reopen…" in html
    assert 'id="say"' not in html
    assert "Reopen…" not in page(dana_client, order)


def test_a_photo_without_a_listing_is_reviewed_by_itself(order: Order, dana_client: Client) -> None:
    html = page(dana_client, order)
    assert "Approve" in html
    assert press(dana_client, "approve", order.pk, revision="0") == reverse("review", args=[order.pk])
    assert "Finalise…" in page(dana_client, order)


def test_twenty_photos_and_comments_cost_no_more_queries_than_two(
    listing: Listing, dana: User, agnes: User, agnes_client: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(agnes_client, order)
            agnes_client.get(reverse("review_end", args=[listing.pk]))
        return len(captured)

    order = make_order(agnes, listing=listing, designer=dana)
    revision = make_revision(order)
    for _more in range(2):
        make_order(agnes, listing=listing)
        ask_changes(actor=agnes, order=order, revision=revision, text="This, @dana.")
    asked()
    few = asked()
    for _more in range(18):
        make_order(agnes, listing=listing)
        ask_changes(actor=agnes, order=order, revision=revision, text="That, @dana.")
    assert asked() == few
