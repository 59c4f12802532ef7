"""A mask sent in parts: both come back into one picture, and each call is paid for once, whatever dies in between."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor import jobs
from editor.actions.photos.pictures import open_picture
from editor.actions.photos.upload import upload_photo
from editor.actions.removals.again import look_again, submit_anew
from editor.actions.removals.parting import submit_in_parts
from editor.models import Order, Submission, User
from tests.actions.test_parting import painted_over
from tests.asking import advance_until_ended, worker_stays_dead
from tests.fakes.bria import ERASE, STATUS, Bria
from tests.fakes.erasing import work_then_hang_up
from tests.fakes.misbehaviours import say
from tests.fakes.server import Reply
from tests.services import Killed, Services, painted, raising

State = Submission.State
pytestmark = pytest.mark.django_db(transaction=True)
SIZE = (3000, 2000)
LAMP, CABLE, STAIN = (50, 50, 150, 150), (2700, 1800, 2900, 1900), (50, 1700, 120, 1800)


@pytest.fixture
def bria(settings: Any) -> Iterator[Bria]:
    with Bria() as fake:
        settings.PROVIDER_CONFIG = {"BRIA_API_TOKEN": fake.key, "BRIA_BASE_URL": fake.url}
        yield fake


@pytest.fixture
def hall(dana: User) -> Order:
    """Something in every pixel."""
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    noise = np.stack([rows % 251, columns % 241, (rows + columns) % 239], axis=2).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "PNG")
    return upload_photo(actor=dana, file=out, name="hall.png")


def in_parts(order: Order, provider: str = "bria") -> list[Submission]:
    assert order.head is not None
    return submit_in_parts(
        actor=order.owner,
        order=order,
        parent=order.head,
        mask_png=painted_over(LAMP, CABLE, STAIN),
        provider=provider,
        key=uuid.uuid4(),
        agreed=3,
    )


def changed(order: Order) -> set[tuple[int, int, int, int]]:
    """Which of the three painted boxes the order's head shows something new in; nothing else may have changed."""
    order.refresh_from_db()
    assert order.head is not None
    before, after = (np.asarray(open_picture(each)) for each in (order.revisions.get(number=0), order.head))
    outside = np.ones(before.shape[:2], dtype=bool)
    found = set()
    for box in (LAMP, CABLE, STAIN):
        left, top, right, bottom = box
        outside[top:bottom, left:right] = False
        if (before[top:bottom, left:right] != after[top:bottom, left:right]).any():
            found.add(box)
    assert (before[outside] == after[outside]).all()
    return found


def test_all_parts_come_back_into_one_picture_and_nothing_else_changes(hall: Order, bria: Bria) -> None:
    submissions = [advance_until_ended(each) for each in in_parts(hall)]
    assert [each.state for each in submissions] == [State.SUCCEEDED] * 3
    assert changed(hall) == {LAMP, CABLE, STAIN}
    assert bria.bills == 3
    assert hall.revisions.count() == 4
    small = [np.prod(Submission.objects.get(pk=each.pk).plan["scaled"]) for each in submissions]  # type: ignore[index]
    assert max(small) < 500 * 500


def test_a_worker_killed_between_two_parts_bills_nothing_twice_and_loses_nothing(
    hall: Order, services: Services
) -> None:
    """The second part's call is out when its worker dies: only that one is unknown."""
    paid = services.add(
        "paid",
        painted(cost=1.0),
        raising(Killed()),
        painted(cost=1.0),
        bills=True,
        image_source="bytes",
        formats=("png",),
    )
    first, second, third = in_parts(hall, "paid")
    advance_until_ended(first)
    with pytest.raises(Killed):
        jobs.advance(second.pk)
    second.refresh_from_db()
    assert second.state == State.SUBMITTING
    worker_stays_dead(second)
    assert set(jobs.due()) == {second.pk, third.pk}
    states = [advance_until_ended(each).state for each in (first, second, third)]
    assert states == [State.SUCCEEDED, State.OUTCOME_UNKNOWN, State.SUCCEEDED]
    assert len(paid.calls) == 3
    assert len(changed(hall)) == 2
    assert [each.credits for each in (first, second, third)] == [1.0, 0.0, 1.0]


def test_a_worker_killed_before_the_last_part_was_announced_sends_just_that_one(hall: Order, bria: Bria) -> None:
    *done, last = in_parts(hall)
    for each in done:
        advance_until_ended(each)
    # Whoever had the last one died with nothing but its claim.
    Submission.objects.filter(pk=last.pk).update(lease_token=uuid.uuid4(), lease_until=last.next_at)
    worker_stays_dead(last)
    assert advance_until_ended(last).state == State.SUCCEEDED
    assert bria.bills == 3


def test_a_part_that_is_refused_leaves_what_the_others_brought(hall: Order, bria: Bria) -> None:
    bria.at("POST", ERASE, say(Reply(422, json={"error": {"code": 422, "message": "no", "details": ""}})))
    states = [advance_until_ended(each).state for each in in_parts(hall)]
    assert states == [State.FAILED, State.SUCCEEDED, State.SUCCEEDED]
    assert len(changed(hall)) == 2
    assert bria.bills == 2


def test_only_the_part_whose_answer_was_lost_is_submitted_anew(hall: Order, bria: Bria) -> None:
    bria.at("POST", ERASE, work_then_hang_up)
    lost, *others = [advance_until_ended(each) for each in in_parts(hall)]
    assert lost.state == State.OUTCOME_UNKNOWN
    assert {each.state for each in others} == {State.SUCCEEDED}
    anew = submit_anew(actor=hall.owner, submission=lost, key=uuid.uuid4())
    assert (anew.split, anew.part, anew.parts) == (lost.split, lost.part, 3)
    assert advance_until_ended(anew).state == State.SUCCEEDED
    assert changed(hall) == {LAMP, CABLE, STAIN}
    assert bria.bills == 4


def test_a_part_that_the_service_has_is_found_by_looking_again(hall: Order, bria: Bria) -> None:
    lost, *others = in_parts(hall)
    bria.at("GET", STATUS, say(Reply(json={"status": "UNKNOWN", "error": {"code": 500}})))
    assert advance_until_ended(lost).state == State.OUTCOME_UNKNOWN
    for each in others:
        advance_until_ended(each)
    look_again(actor=hall.owner, submission=lost)
    assert advance_until_ended(lost).state == State.SUCCEEDED
    assert changed(hall) == {LAMP, CABLE, STAIN}
    assert bria.bills == 3
