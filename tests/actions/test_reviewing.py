"""Dana hands a photo over; Agnes approves it, or says what is to be changed, and where."""

from __future__ import annotations

from typing import Any

import pytest

from editor.actions.errors import Refused
from editor.actions.review.commenting import comment, resolve
from editor.actions.review.history import step_back
from editor.actions.review.reviewing import approve, ask_changes, hand_over, withdraw_approval
from editor.models import Comment, Notification, Order, Revision, Submission, User
from tests.asking import told
from tests.making import make_listing, make_order, make_revision, make_submission

pytestmark = pytest.mark.django_db
State = Order.State


@pytest.fixture
def photo(dana: User, agnes: User) -> Order:
    """Owned by Agnes, in her listing, given to Dana, who removed something once."""
    order = make_order(agnes, listing=make_listing(agnes, agent=agnes), designer=dana)
    make_revision(order)
    return order


@pytest.fixture
def head(photo: Order) -> Revision:
    assert photo.head is not None
    return photo.head


def told_people(kind: Notification.Kind) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("person__username", flat=True))


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def test_dana_hands_over_and_agnes_is_told_once(photo: Order, dana: User) -> None:
    hand_over(actor=dana, order=photo)
    hand_over(actor=dana, order=photo)
    assert state_of(photo) == photo.state == State.IN_REVIEW
    assert told(photo) == ["handed_over"]
    assert told_people(Notification.Kind.TO_REVIEW) == {"agnes"}
    assert Notification.objects.count() == 1


def test_nothing_is_handed_over_or_approved_while_something_runs(photo: Order, head: Revision, dana: User) -> None:
    running = make_submission(photo)
    with pytest.raises(Refused, match="still being removed"):
        hand_over(actor=dana, order=photo)
    with pytest.raises(Refused, match="still being removed"):
        approve(actor=photo.owner, order=photo, revision=head)
    Submission.objects.filter(pk=running.pk).end(Submission.State.CANCELED)
    hand_over(actor=dana, order=photo)


def test_agnes_approves_and_dana_is_told(photo: Order, head: Revision, dana: User, agnes: User) -> None:
    hand_over(actor=dana, order=photo)
    for _twice in range(2):
        approve(actor=agnes, order=photo, revision=head)
    assert state_of(photo) == State.APPROVED
    assert told(photo) == ["handed_over", "approved"]
    assert photo.events.get(kind="approved").data == {"revision": 1}
    assert told_people(Notification.Kind.APPROVED) == {"dana"}


def test_agnes_picks_an_earlier_revision(photo: Order, head: Revision, agnes: User) -> None:
    original = photo.revisions.get(number=0)
    approve(actor=agnes, order=photo, revision=head)
    approve(actor=agnes, order=photo, revision=original)
    photo.refresh_from_db()
    assert (photo.head, photo.state) == (original, State.APPROVED)
    assert photo.events.order_by("pk").last().data == {"revision": 0}  # type: ignore[union-attr]  # there is one


def test_what_is_approved_goes_back_to_review(photo: Order, head: Revision, agnes: User) -> None:
    with pytest.raises(Refused, match="not approved"):
        withdraw_approval(actor=agnes, order=photo)
    approve(actor=agnes, order=photo, revision=head)
    withdraw_approval(actor=agnes, order=photo)
    assert state_of(photo) == State.IN_REVIEW
    assert told(photo)[-1] == "taken_back"


def test_dana_may_not_approve_nor_agnes_paint(photo: Order, head: Revision, dana: User, agnes: User) -> None:
    for refused in (approve, ask_changes):
        more: dict[str, Any] = {"text": "No."} if refused is ask_changes else {}
        with pytest.raises(Refused, match="Only the agent"):
            refused(actor=dana, order=photo, revision=head, **more)
    with pytest.raises(Refused, match="Only the designer"):
        step_back(actor=agnes, order=photo, revision=head)


def test_agnes_asks_for_a_change_at_a_point(photo: Order, head: Revision, dana: User, agnes: User) -> None:
    hand_over(actor=dana, order=photo)
    asked = ask_changes(actor=agnes, order=photo, revision=head, text="  The cable, too.  ", point=(30, 20))
    assert (asked.kind, asked.text, asked.x, asked.y) == (Comment.Kind.CHANGE, "The cable, too.", 30, 20)
    assert state_of(photo) == State.CHANGES_ASKED
    assert photo.events.get(kind="changes_asked").data == {"comment": asked.pk, "revision": 1}
    note = Notification.objects.get(kind=Notification.Kind.CHANGES_ASKED)
    assert (note.person, note.comment, note.words) == (dana, asked, "The cable, too.")


@pytest.mark.parametrize(
    ("text", "point", "sentence"),
    [(" ", None, "Write"), ("x" * 2001, None, "2,000"), ("There", (120, 3), "beside"), ("There", (3, -1), "beside")],
)
def test_what_says_nothing_or_points_nowhere_is_refused(
    photo: Order, head: Revision, agnes: User, text: str, point: tuple[int, int] | None, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ask_changes(actor=agnes, order=photo, revision=head, text=text, point=point)
    assert (state_of(photo), told(photo)) == (State.OPEN, [])


def test_dana_ticks_it_off_once(photo: Order, head: Revision, dana: User, agnes: User) -> None:
    asked = ask_changes(actor=agnes, order=photo, revision=head, text="The cable, too.")
    for _twice in range(2):
        resolve(actor=dana, comment=asked)
    assert asked.resolved_by == dana
    assert told(photo) == ["changes_asked", "resolved"]
    hand_over(actor=dana, order=photo)


def test_approving_settles_what_was_asked_for(photo: Order, head: Revision, agnes: User) -> None:
    ask_changes(actor=agnes, order=photo, revision=head, text="The cable, too.")
    approve(actor=agnes, order=photo, revision=head)
    assert not photo.comments.open_requests().exists()
    assert told(photo) == ["changes_asked", "resolved", "approved"]


def test_whoever_sees_it_comments_and_the_others_are_told(photo: Order, head: Revision, dana: User) -> None:
    comment(actor=dana, order=photo, revision=head, text="Shall the lamp go?", point=(5, 5))
    assert state_of(photo) == State.OPEN
    assert told(photo) == ["commented"]
    assert told_people(Notification.Kind.COMMENTED) == {"agnes"}


def test_mallory_says_and_ticks_off_nothing(photo: Order, head: Revision, agnes: User, mallory: User) -> None:
    asked = ask_changes(actor=agnes, order=photo, revision=head, text="The cable, too.")
    with pytest.raises(Refused):
        comment(actor=mallory, order=photo, revision=head, text="Hello")
    with pytest.raises(Refused):
        resolve(actor=mallory, comment=asked)
    with pytest.raises(Refused):
        hand_over(actor=mallory, order=photo)


def test_nobody_comments_on_a_revision_of_another_order(photo: Order, agnes: User) -> None:
    foreign = make_order(agnes).head
    assert foreign is not None
    with pytest.raises(Refused, match="another order"):
        comment(actor=agnes, order=photo, revision=foreign, text="Hello")
