"""A reviewer switches services off and on, and ends pauses: nothing new is begun there, what runs goes on."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.photos.objects import ask_for_objects, can_find
from editor.actions.providers.openings import ask_to_open
from editor.actions.providers.switching import end_pause, switch_off, switch_on
from editor.actions.removals.preview import preview
from editor.actions.removals.several import submit_batch, submit_to_several
from editor.models import ObjectList, Opening, Order, ProviderState, Submission, User
from editor.providers.base import RateLimited, Unavailable
from tests.asking import advance_until_ended, ask, at_once, wait
from tests.making import mask_png
from tests.services import Services, painted, pending, raising

State = Submission.State
WHY = "Paid is switched off by Rhea: budget is used up."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paid(services: Services) -> None:
    services.add("paid", pending(), painted(), bills=True)


@pytest.fixture
def off(rhea: User) -> None:
    switch_off(actor=rhea, slug="paid", reason="  budget is\n used up. ")


def advance_once(submission: Submission) -> Submission:
    wait(submission)
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    return submission


def logged() -> list[tuple[str, str, str]]:
    rows = LogEntry.objects.order_by("pk").values_list("user__username", "object_repr", "change_message")
    return list(rows)


@pytest.mark.usefixtures("off")
def test_dana_is_told_by_whom_and_why_and_nothing_is_sent(order: Order) -> None:
    with pytest.raises(Refused, match=WHY + " Choose another service."):
        ask(order, "paid")
    with pytest.raises(Refused, match=WHY):
        preview(order=order, mask_png=mask_png(), provider="paid")
    common: dict[str, Any] = {
        "actor": order.owner,
        "mask_png": mask_png(),
        "key": uuid.uuid4(),
    }
    assert order.head
    with pytest.raises(Refused, match=WHY):
        submit_to_several(order=order, parent=order.head, providers=["local", "paid"], **common)
    with pytest.raises(Refused, match=WHY):
        submit_batch(orders=[order], provider="paid", **common)
    assert not Submission.objects.exists()


def test_without_a_reason_the_sentence_says_who(order: Order, rhea: User) -> None:
    switch_off(actor=rhea, slug="paid", reason=" ")
    with pytest.raises(Refused, match=r"Paid is switched off by Rhea\. Choose"):
        ask(order, "paid")


def test_the_built_in_engine_can_be_switched_off_too(order: Order, rhea: User) -> None:
    submission = ask(order, "local")
    switch_off(actor=rhea, slug="local", reason="being moved")
    with pytest.raises(Refused, match=r"Built-in is switched off by Rhea: being moved\."):
        ask(order, "local")
    assert advance_once(submission).state == State.QUEUED


def test_what_runs_there_goes_on(order: Order, rhea: User) -> None:
    submission = advance_once(ask(order, "paid"))
    assert submission.state == State.PROCESSING
    switch_off(actor=rhea, slug="paid", reason="")
    assert advance_until_ended(submission).state == State.SUCCEEDED


def test_what_was_not_begun_waits_costs_nothing_and_goes_when_it_is_switched_on(
    order: Order, rhea: User, django_capture_on_commit_callbacks: Any
) -> None:
    submission = ask(order, "paid")
    switch_off(actor=rhea, slug="paid", reason="budget is used up")
    advance_once(submission)
    assert (submission.state, submission.doing) == (State.QUEUED, f"{WHY} Waiting.")
    assert submission.next_at > timezone.now()
    with django_capture_on_commit_callbacks() as woken:
        switch_on(actor=rhea, slug="paid")
    submission.refresh_from_db()
    assert submission.next_at <= timezone.now()
    assert len(woken) == 1
    assert advance_until_ended(submission).state == State.SUCCEEDED


def test_switching_on_does_not_hurry_one_that_a_service_told_to_come_later(
    order: Order, rhea: User, services: Services
) -> None:
    services.add("paid", raising(RateLimited("Later.", retry_after=50)), bills=True)
    submission = advance_once(ask(order, "paid"))
    assert submission.is_active
    switch_off(actor=rhea, slug="paid", reason="")
    switch_on(actor=rhea, slug="paid")
    submission.refresh_from_db()
    assert submission.next_at > timezone.now()


def test_what_waits_for_too_long_ends_unsent(order: Order, rhea: User) -> None:
    submission = ask(order, "paid")
    switch_off(actor=rhea, slug="paid", reason="")
    Submission.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert advance_once(submission).error_code == "worn_out"
    assert not submission.may_be_billed


def test_the_log_says_who_switched_and_once_for_each_switch(rhea: User) -> None:
    switch_off(actor=rhea, slug="paid", reason="budget is used up")
    with pytest.raises(Refused, match=WHY):
        switch_off(actor=rhea, slug="paid", reason="another reason")
    switch_on(actor=rhea, slug="paid")
    with pytest.raises(Refused, match="Paid is switched on already"):
        switch_on(actor=rhea, slug="paid")
    assert logged() == [
        ("rhea", "paid", "Switched off: budget is used up."),
        ("rhea", "paid", "Switched on."),
    ]


def test_a_pause_is_ended_by_hand_and_the_count_begins_anew(
    order: Order, rhea: User, settings: Any, services: Services
) -> None:
    settings.PROVIDER_FAULTS = 2
    services.add("shaky", raising(Unavailable("It broke.")), image_source="bytes", formats=("png",))
    waiting = ask(order, "shaky")
    for _ in range(2):
        advance_until_ended(ask(order, "shaky"))
    state = ProviderState.objects.get(slug="shaky")
    assert state.last_fault == "It broke."
    advance_once(waiting)
    assert "is paused" in waiting.doing
    end_pause(actor=rhea, slug="shaky")
    waiting.refresh_from_db()
    assert waiting.next_at <= timezone.now()
    assert ask(order, "shaky").is_active
    with pytest.raises(Refused, match="Shaky is not paused any more"):
        end_pause(actor=rhea, slug="shaky")
    assert logged() == [("rhea", "shaky", "Ended the pause after repeated faults.")]


def test_an_end_of_a_pause_does_not_switch_on(order: Order, rhea: User) -> None:
    ProviderState.objects.create(slug="paid", failures=5, open_until=timezone.now() + timedelta(minutes=5))
    switch_off(actor=rhea, slug="paid", reason="budget is used up")
    end_pause(actor=rhea, slug="paid")
    with pytest.raises(Refused, match=WHY):
        ask(order, "paid")


def test_brias_objects_and_orders_kept_by_a_service_are_not_asked_for_either(
    order: Order, rhea: User, settings: Any
) -> None:
    settings.PROVIDER_CONFIG = {"BRIA_API_TOKEN": "k", "AIHOMEDESIGN_API_KEY": "k"}
    assert order.head
    assert can_find()
    for slug in ("bria", "aihomedesign"):
        switch_off(actor=rhea, slug=slug, reason="")
    assert not can_find()
    with pytest.raises(Refused, match="BRIA is switched off by Rhea"):
        ask_for_objects(actor=order.owner, revision=order.head)
    with pytest.raises(Refused, match="AI HomeDesign is switched off by Rhea"):
        ask_to_open(actor=order.owner, provider="aihomedesign", remote_id="6f1e")
    assert not ObjectList.objects.exists()
    assert not Opening.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_switch_at_once_one_does_and_the_other_is_told(rhea: User) -> None:
    answers = at_once(*(partial(switch_off, actor=rhea, slug="paid", reason="budget is used up") for _ in range(2)))
    assert sorted(str(answer) for answer in answers) == ["None", WHY]
    assert len(logged()) == 1
