"""Stepping back, and closing an order."""

from __future__ import annotations

import uuid

import pytest

from editor.actions.errors import Refused
from editor.actions.removals.submit import submit_mask
from editor.actions.review.finalise import finalise
from editor.actions.review.history import step_back
from editor.models import Order, Revision, Submission, User
from tests.asking import told
from tests.making import make_order, make_revision, make_submission, mask_png

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(order: Order) -> Revision:
    return make_revision(order)


@pytest.fixture
def second(order: Order, first: Revision) -> Revision:
    return make_revision(order, parent=first)


def test_dana_steps_back_and_later_revisions_stay(order: Order, first: Revision, second: Revision) -> None:
    step_back(actor=order.owner, order=order, revision=first)
    order.refresh_from_db()
    assert order.head == first
    assert second in order.revisions.all()
    assert told(order) == ["stepped_back"]


def test_stepping_to_where_one_is_changes_nothing(order: Order, second: Revision) -> None:
    step_back(actor=order.owner, order=order, revision=second)
    assert told(order) == []


def test_nobody_steps_to_a_revision_of_another_order(order: Order, agnes: User) -> None:
    head, foreign = order.head, make_order(agnes).head
    assert foreign is not None
    for action in (step_back, finalise):
        with pytest.raises(Refused, match="another order"):
            action(actor=order.owner, order=order, revision=foreign)
    order.refresh_from_db()
    assert (order.head, order.state) == (head, "open")


@pytest.mark.usefixtures("second")
def test_dana_finalises_with_an_earlier_revision(order: Order, first: Revision) -> None:
    finalise(actor=order.owner, order=order, revision=first)
    order.refresh_from_db()
    assert (order.head, order.state) == (first, Order.State.FINALISED)
    assert told(order) == ["finalised"]
    assert order.events.get().actor == order.owner


def test_a_finalised_order_stays_as_it_is(order: Order, first: Revision, second: Revision) -> None:
    stale = Order.objects.get(pk=order.pk)
    finalise(actor=order.owner, order=order, revision=second)
    for same in (order, stale):
        for action in (step_back, finalise):
            with pytest.raises(Refused, match="closed"):
                action(actor=order.owner, order=same, revision=first)
        with pytest.raises(Refused, match="closed"):
            submit_mask(
                actor=order.owner, order=same, parent=first, mask_png=mask_png(), provider="local", key=uuid.uuid4()
            )
    order.refresh_from_db()
    assert order.head == second
    assert told(order) == ["finalised"]


def test_an_order_with_work_under_way_is_not_finalised(order: Order, second: Revision) -> None:
    running = make_submission(order)
    with pytest.raises(Refused, match="still being removed"):
        finalise(actor=order.owner, order=order, revision=second)
    Submission.objects.filter(pk=running.pk).end(Submission.State.CANCELED)
    finalise(actor=order.owner, order=order, revision=second)
