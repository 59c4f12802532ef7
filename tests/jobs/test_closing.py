"""A service's own order is closed once, and how that went is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.providers.closings import TRIES, close_again, look_at_closing
from editor.actions.review.finalise import finalise
from editor.actions.review.reopening import reopen
from editor.models import Order, RemoteOrder, Submission
from editor.providers.base import Control, Done, Job, Rejected, Result, Step, Unavailable
from tests.asking import advance_until_ended, ask, told
from tests.fakes.aihomedesign import AIHomeDesign
from tests.fakes.erasing import KEY, png, work_then_hang_up
from tests.fakes.server import Exchange
from tests.services import RED, Killed, Service, Services

State = RemoteOrder.State
pytestmark = pytest.mark.django_db


class Keeping(Service):
    """Keeps orders, `numbers` their ids; `closing` is what its finalise raises, `says` what it answers, one a call."""

    closing: list[BaseException]
    closed: list[Any]
    numbers: list[str]
    says: list[bool | BaseException | None]

    def finalise(self, account: Any, control: Control) -> None:
        self.closed.append(dict(account))
        if self.closing:
            raise self.closing.pop(0)

    def is_finalised(self, account: Any, control: Control) -> bool | None:
        said = self.says.pop(0)
        if isinstance(said, BaseException):
            raise said
        return said


def erased(job: Job, _control: Control) -> Step:
    picture = png(Image.new("RGB", job.picture.size, RED))
    return Done(
        results=(Result(data=picture),), account={"order_id": Keeping.numbers[-1], "image_id": f"i-{len(job.account)}"}
    )


@pytest.fixture
def keeping(services: Services) -> type[Keeping]:
    made = services.add("keeping", erased, base=Keeping, finalises=True)
    assert issubclass(made, Keeping)
    made.closing, made.closed, made.says = [], [], []
    Keeping.numbers = ["o-1"]
    return made


def finalised(order: Order) -> RemoteOrder:
    submission = advance_until_ended(ask(order, "keeping"))
    assert submission.result is not None
    finalise(actor=order.owner, order=order, revision=submission.result)
    return RemoteOrder.objects.get(order=order)


def test_finalising_closes_the_services_order_with_the_picture_that_was_chosen(
    order: Order, keeping: type[Keeping]
) -> None:
    remote = finalised(order)
    assert jobs.closings_due() == [remote.pk]
    assert jobs.close(remote.pk) is None
    remote.refresh_from_db()
    assert remote.state == State.CLOSED
    assert keeping.closed == [{"order_id": "o-1", "image_id": "i-0"}]
    assert jobs.close(remote.pk) is None
    assert len(keeping.closed) == 1
    assert told(order)[-1] == "closed_remote"


@pytest.mark.usefixtures("keeping")
def test_a_later_round_is_told_of_the_earlier_ones_order(order: Order) -> None:
    advance_until_ended(ask(order, "keeping"))
    remote = finalised(order)
    assert remote.closing["image_id"] == "i-2"


@pytest.mark.usefixtures("keeping")
def test_finalising_with_another_picture_closes_nothing(order: Order) -> None:
    advance_until_ended(ask(order, "keeping"))
    finalise(actor=order.owner, order=order, revision=order.revisions.get(number=0))
    assert RemoteOrder.objects.get(order=order).state == State.OPEN
    assert jobs.closings_due() == []


def test_a_worker_that_died_while_closing_leaves_it_unknown(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    keeping.closing = [Killed()]
    with pytest.raises(Killed):
        jobs.close(remote.pk)
    assert jobs.close(remote.pk) is None
    RemoteOrder.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert remote.state == State.UNKNOWN
    assert remote.sentence == "It is not known whether Keeping closed its order. Look there."
    assert len(keeping.closed) == 1
    assert told(order)[-1] == "not_closed_remote"


def test_a_refusal_is_told_in_the_services_words(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    keeping.closing = [Rejected("There is no such order.")]
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert (remote.state, remote.sentence) == (State.FAILED, "There is no such order.")


def test_what_may_be_repeated_is_tried_again_and_given_up_as_unknown(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    keeping.closing = [Unavailable("Down.", retry_after=1) for _ in range(9)]
    for _ in range(9):
        RemoteOrder.objects.update(next_at=timezone.now())
        jobs.close(remote.pk)
    remote.refresh_from_db()
    assert len(keeping.closed) == TRIES
    assert remote.state == State.UNKNOWN


@pytest.mark.usefixtures("keeping")
def test_the_service_has_the_new_revisions_picture(order: Order) -> None:
    submission = advance_until_ended(ask(order, "keeping"))
    assert submission.state == Submission.State.SUCCEEDED
    assert RemoteOrder.objects.get(order=order).revision == submission.result


# A person's word ---------------------------------------------------------------------------------------------------


def unknown(order: Order, keeping: type[Keeping]) -> RemoteOrder:
    """The call to close was out when its worker died."""
    remote = finalised(order)
    keeping.closing = [Killed()]
    with pytest.raises(Killed):
        jobs.close(remote.pk)
    RemoteOrder.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert remote.state == State.UNKNOWN
    return remote


@pytest.mark.parametrize(
    ("says", "state", "sentence"),
    [
        (True, State.CLOSED, ""),
        (False, State.FAILED, "Keeping was asked: its order is not closed yet."),
        (None, State.UNKNOWN, "Keeping does not tell. It is not known whether Keeping closed its order. Look there."),
        (Unavailable("Down.", retry_after=1), State.UNKNOWN, "Down. It is not known"),
    ],
    ids=["closed", "open", "silent", "down"],
)
def test_looking_again_asks_and_tells_nothing(
    order: Order, keeping: type[Keeping], says: Any, state: str, sentence: str
) -> None:
    remote = unknown(order, keeping)
    keeping.says = [says]
    look_at_closing(actor=order.owner, remote=remote)
    assert jobs.closings_due() == [remote.pk]
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert remote.state == state
    assert remote.sentence.startswith(sentence)
    assert len(keeping.closed) == 1
    assert jobs.closings_due() == []
    assert "closing_asked" in told(order)


def test_trying_again_tells_the_service_once_more_however_often_it_is_pressed(
    order: Order, keeping: type[Keeping]
) -> None:
    remote = unknown(order, keeping)
    for _ in range(3):
        close_again(actor=order.owner, remote=remote)
    jobs.close(remote.pk)
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert (remote.state, remote.sentence) == (State.CLOSED, "")
    assert len(keeping.closed) == 2
    assert told(order)[-2:] == ["closing_again", "closed_remote"]
    with pytest.raises(Refused, match="closed at the service"):
        close_again(actor=order.owner, remote=remote)


def test_each_word_begins_a_new_row_of_tries(order: Order, keeping: type[Keeping]) -> None:
    remote = unknown(order, keeping)
    keeping.closing = [Unavailable("Down.", retry_after=1) for _ in range(9)]
    close_again(actor=order.owner, remote=remote)
    for _ in range(9):
        RemoteOrder.objects.update(next_at=timezone.now())
        jobs.close(remote.pk)
    assert len(keeping.closed) == 1 + TRIES


@pytest.fixture
def agency(settings: Any) -> Iterator[AIHomeDesign]:
    with AIHomeDesign() as fake:
        settings.PROVIDER_CONFIG = {"AIHOMEDESIGN_API_KEY": KEY, "AIHOMEDESIGN_BASE_URL": fake.url}
        yield fake


def dies(exchange: Exchange) -> None:
    """The worker dies with the call: before the service did anything."""
    exchange.read()


@pytest.mark.parametrize(("way", "calls"), [(work_then_hang_up, 1), (dies, 2)], ids=["after it closed", "before"])
def test_at_ai_homedesign_the_details_are_read_before_done_is_repeated(
    order: Order, agency: AIHomeDesign, way: Any, calls: int
) -> None:
    submission = advance_until_ended(ask(order, "aihomedesign"))
    assert submission.result is not None
    finalise(actor=order.owner, order=order, revision=submission.result)
    remote = RemoteOrder.objects.get(order=order)
    agency.at("POST", "/v1/order/done", way)
    # Nobody is left to try by itself.
    RemoteOrder.objects.update(attempts=TRIES - 1)
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert remote.state == State.UNKNOWN
    look_at_closing(actor=order.owner, remote=remote)
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert remote.state == (State.CLOSED if calls == 1 else State.FAILED)
    if calls == 2:
        close_again(actor=order.owner, remote=remote)
        jobs.close(remote.pk)
        remote.refresh_from_db()
    assert remote.state == State.CLOSED
    assert len(agency.calls("POST", "/v1/order/done")) == calls
    assert [each.done for each in agency.orders.values()] == [remote.closing["image_id"]]


def test_a_reopened_order_is_not_closed_twice_at_the_service(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    jobs.close(remote.pk)
    reopen(actor=order.owner, order=order, reason="The lamp stays.")
    order.refresh_from_db()
    assert order.head is not None
    finalise(actor=order.owner, order=order, revision=order.head)
    assert jobs.closings_due() == []
    assert len(keeping.closed) == 1


def test_what_is_removed_after_reopening_begins_a_new_order_there_and_closes_that(
    order: Order, keeping: type[Keeping]
) -> None:
    remote = finalised(order)
    jobs.close(remote.pk)
    reopen(actor=order.owner, order=order, reason="The lamp, too.", to=Order.State.OPEN)
    keeping.numbers.append("o-2")
    again = advance_until_ended(ask(order, "keeping"))
    remote.refresh_from_db()
    # The service was told nothing of the order that is done.
    assert remote.account == {"order_id": "o-2", "image_id": "i-0"}
    assert again.result is not None
    finalise(actor=order.owner, order=order, revision=again.result)
    jobs.close(remote.pk)
    assert [each["order_id"] for each in keeping.closed] == ["o-1", "o-2"]


def test_the_picture_of_an_order_that_is_done_there_closes_nothing(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    first = order.head
    jobs.close(remote.pk)
    reopen(actor=order.owner, order=order, reason="The lamp, too.", to=Order.State.OPEN)
    keeping.numbers.append("o-2")
    advance_until_ended(ask(order, "keeping"))
    assert first is not None
    finalise(actor=order.owner, order=order, revision=first)
    assert jobs.closings_due() == []
    assert len(keeping.closed) == 1


def test_reopening_before_the_service_was_told_keeps_it_from_being_told(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    reopen(actor=order.owner, order=order, reason="Wait.")
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert (remote.state, remote.closing, keeping.closed) == (State.OPEN, {}, [])


def test_a_try_that_waits_for_the_next_one_ends_with_reopening(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    keeping.closing = [Unavailable("Not now.", retry_after=0.0)]
    jobs.close(remote.pk)
    # It was reopened at the very moment of the call.
    Order.objects.filter(pk=order.pk).update(state=Order.State.OPEN)
    RemoteOrder.objects.update(next_at=timezone.now())
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert (remote.state, len(keeping.closed)) == (State.OPEN, 1)


def test_a_refused_closing_is_told_anew_when_the_order_is_finalised_again(order: Order, keeping: type[Keeping]) -> None:
    remote = finalised(order)
    keeping.closing = [Rejected("Not yet.")]
    jobs.close(remote.pk)
    reopen(actor=order.owner, order=order, reason="The lamp stays.")
    with pytest.raises(Refused, match="reopened"):
        close_again(actor=order.owner, remote=remote)
    order.refresh_from_db()
    assert order.head is not None
    finalise(actor=order.owner, order=order, revision=order.head)
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert (remote.state, len(keeping.closed)) == (State.CLOSED, 2)
