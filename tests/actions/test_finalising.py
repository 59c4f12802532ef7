"""Agnes finalises a listing with one word, and opens a photo again when she has a reason."""

from __future__ import annotations

import pytest

from editor.actions.errors import Refused
from editor.actions.review.commenting import comment, resolve
from editor.actions.review.finalise import finalise, finalise_listing, finalising
from editor.actions.review.history import step_back
from editor.actions.review.reopening import reopen
from editor.actions.review.reviewing import approve, ask_changes, hand_over
from editor.models import Listing, Notification, Order, User
from tests.asking import told
from tests.making import make_listing, make_order, make_revision, make_submission

pytestmark = pytest.mark.django_db
State = Order.State


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes)


def make_photo(listing: Listing, dana: User, name: str, *, approved: bool = True) -> Order:
    order = make_order(listing.owner, name=name, listing=listing, designer=dana)
    revision = make_revision(order)
    if approved:
        approve(actor=listing.owner, order=order, revision=revision)
    return order


def names(orders: list[Order]) -> list[str]:
    return [order.photo.name for order in orders]


def states(listing: Listing) -> dict[str, str]:
    return dict(listing.orders.values_list("photo__name", "state"))


def test_all_approved_photos_are_finalised_and_the_others_told(listing: Listing, dana: User, agnes: User) -> None:
    make_photo(listing, dana, "kitchen.jpg")
    make_photo(listing, dana, "bath.jpg")
    make_photo(listing, dana, "hall.jpg", approved=False)
    make_submission(make_photo(listing, dana, "garden.jpg"))
    foreseen = finalising(agnes, listing)
    found = finalise_listing(actor=agnes, listing=listing)
    for each in (foreseen, found):
        assert names(each.ready) == ["kitchen.jpg", "bath.jpg"]
        assert [(left.order.photo.name, left.why.split(".")[0]) for left in each.left] == [
            ("hall.jpg", "It is still being painted"),
            ("garden.jpg", "Something is still being removed here"),
        ]
    assert states(listing) == {
        "kitchen.jpg": "finalised",
        "bath.jpg": "finalised",
        "hall.jpg": "open",
        "garden.jpg": "approved",
    }


def test_a_second_press_changes_nothing(listing: Listing, dana: User, agnes: User) -> None:
    order = make_photo(listing, dana, "kitchen.jpg")
    finalise_listing(actor=agnes, listing=listing)
    again = finalise_listing(actor=agnes, listing=listing)
    assert (names(again.ready), names(again.done)) == ([], ["kitchen.jpg"])
    assert told(order) == ["approved", "finalised"]
    told_of = Notification.objects.filter(kind=Notification.Kind.FINALISED)
    assert [(each.person, each.words) for each in told_of] == [(dana, "12 Elm Street: 1 photo")]


def test_only_those_chosen_are_finalised(listing: Listing, dana: User, agnes: User) -> None:
    chosen = make_photo(listing, dana, "kitchen.jpg")
    make_photo(listing, dana, "bath.jpg")
    finalise_listing(actor=agnes, listing=listing, chosen={chosen.pk})
    assert states(listing) == {"kitchen.jpg": "finalised", "bath.jpg": "approved"}


def test_a_listing_without_an_approved_photo_says_so(listing: Listing, dana: User, agnes: User) -> None:
    make_photo(listing, dana, "kitchen.jpg", approved=False)
    make_photo(listing, dana, "bath.jpg", approved=False)
    with pytest.raises(Refused, match="No photo of this listing is approved"):
        finalise_listing(actor=agnes, listing=listing)


def test_dana_and_mallory_finalise_no_listing(listing: Listing, dana: User, mallory: User) -> None:
    make_photo(listing, dana, "kitchen.jpg")
    for person in (dana, mallory):
        with pytest.raises(Refused):
            finalise_listing(actor=person, listing=listing)
    assert states(listing) == {"kitchen.jpg": "approved"}


def test_finalising_a_listing_asks_as_often_for_many_as_for_few(
    listing: Listing, dana: User, agnes: User, django_assert_max_num_queries: object
) -> None:
    for at in range(5):
        make_photo(listing, dana, f"{at}.jpg")
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # pytest-django's
        finalising(agnes, listing)


def test_finalising_twice_with_the_same_revision_is_one(listing: Listing, dana: User, agnes: User) -> None:
    order = make_photo(listing, dana, "kitchen.jpg")
    assert order.head is not None
    for _twice in range(2):
        finalise(actor=agnes, order=order, revision=order.head)
    assert told(order) == ["approved", "finalised"]
    assert order.events.get(kind="finalised").data == {"revision": 1}
    assert order.events.get(kind="finalised").actor == agnes


def test_a_finalised_photo_is_read_but_not_talked_about(listing: Listing, dana: User, agnes: User) -> None:
    order = make_photo(listing, dana, "kitchen.jpg", approved=False)
    assert order.head is not None
    asked = ask_changes(actor=agnes, order=order, revision=order.head, text="The cable, too.")
    finalise(actor=agnes, order=order, revision=order.head)
    with pytest.raises(Refused, match="finalised"):
        comment(actor=agnes, order=order, revision=order.head, text="Nice.")
    with pytest.raises(Refused, match="finalised"):
        resolve(actor=agnes, comment=asked)
    for act in (step_back, approve):
        with pytest.raises(Refused, match="closed"):
            act(actor=dana if act is step_back else agnes, order=order, revision=order.head)
    with pytest.raises(Refused, match="closed"):
        hand_over(actor=dana, order=order)


def test_agnes_reopens_with_a_reason_and_dana_is_told(listing: Listing, dana: User, agnes: User) -> None:
    order = make_photo(listing, dana, "kitchen.jpg")
    with pytest.raises(Refused, match="not finalised"):
        reopen(actor=agnes, order=order, reason="The sofa stays.")
    finalise_listing(actor=agnes, listing=listing)
    for reason in (" ", "x" * 501):
        with pytest.raises(Refused, match="Say why"):
            reopen(actor=agnes, order=order, reason=reason)
    with pytest.raises(Refused, match="Only the agent"):
        reopen(actor=dana, order=order, reason="I want to.")
    reopen(actor=agnes, order=order, reason="The sofa stays.", to=State.OPEN)
    assert states(listing) == {"kitchen.jpg": "open"}
    assert order.events.get(kind="reopened").data == {"reason": "The sofa stays.", "to": "open"}
    note = Notification.objects.get(kind=Notification.Kind.REOPENED)
    assert (note.person, note.words) == (dana, "The sofa stays.")
