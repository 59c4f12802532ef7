"""A service's own order is closed once, and how that went is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from editor import jobs
from editor.actions.finalise import finalise
from editor.models import Order, RemoteOrder, Submission
from editor.providers.base import Control, Done, Job, Rejected, Result, Step, Unavailable
from tests.asking import advance_until_ended, ask, told
from tests.fakes.erasing import png
from tests.services import RED, Killed, Service, Services

State = RemoteOrder.State
pytestmark = pytest.mark.django_db


class Keeping(Service):
    """Keeps an order; `closing` is what its finalise raises, one a call."""

    closing: list[BaseException]
    closed: list[Any]

    def finalise(self, account: Any, control: Control) -> None:
        self.closed.append(dict(account))
        if self.closing:
            raise self.closing.pop(0)


def erased(job: Job, _control: Control) -> Step:
    picture = png(Image.new("RGB", job.picture.size, RED))
    return Done(results=(Result(data=picture),), account={"order_id": "o-1", "image_id": f"i-{len(job.account)}"})


@pytest.fixture
def keeping(services: Services) -> type[Keeping]:
    made = services.add("keeping", erased, base=Keeping, finalises=True)
    assert issubclass(made, Keeping)
    made.closing, made.closed = [], []
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
    assert len(keeping.closed) == jobs.MAX_ATTEMPTS
    assert remote.state == State.UNKNOWN


@pytest.mark.usefixtures("keeping")
def test_the_service_has_the_new_revisions_picture(order: Order) -> None:
    submission = advance_until_ended(ask(order, "keeping"))
    assert submission.state == Submission.State.SUCCEEDED
    assert RemoteOrder.objects.get(order=order).revision == submission.result
