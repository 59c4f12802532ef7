"""A service that fails is spared, and one that takes few at a time gets no more."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.providers.standing import take_turn
from editor.models import Order, ProviderState, Submission
from editor.providers.base import BadResponse, NotAuthorised, ProviderError, Rate, Rejected, Unavailable, Unsupported
from tests.asking import advance_until_ended, ask, at_once, wait
from tests.services import Services, painted, pending, raising

State = Submission.State
WIRE: dict[str, Any] = {"image_source": "bytes", "formats": ("png",)}
pytestmark = pytest.mark.django_db


def advance_once(submission: Submission) -> Submission:
    wait(submission)
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    return submission


def the_pause_is_over(slug: str) -> None:
    past = timezone.now() - timedelta(seconds=1)
    ProviderState.objects.filter(slug=slug).update(open_until=past)


def until_paused(order: Order, slug: str, faults: int) -> None:
    for _ in range(faults):
        advance_until_ended(ask(order, slug))


@pytest.mark.parametrize("fault", [Unavailable, BadResponse, NotAuthorised])
def test_after_faults_in_a_row_a_service_is_paused_and_says_so(
    order: Order, services: Services, settings: Any, fault: type[ProviderError]
) -> None:
    settings.PROVIDER_FAULTS = 3
    shaky = services.add("shaky", raising(fault("It broke.")), **WIRE)
    until_paused(order, "shaky", 3)
    with pytest.raises(Refused, match=r"Shaky is paused after repeated faults until \d\d:\d\d."):
        ask(order, "shaky")
    assert len(shaky.calls) == 3


@pytest.mark.parametrize("no_fault", [Rejected, Unsupported])
def test_a_service_that_declines_pictures_is_not_paused(
    order: Order, services: Services, settings: Any, no_fault: type[ProviderError]
) -> None:
    settings.PROVIDER_FAULTS = 2
    services.add("choosy", raising(no_fault("Not this.")), **WIRE)
    until_paused(order, "choosy", 4)
    assert ask(order, "choosy").is_active


def test_a_success_begins_the_count_anew(order: Order, services: Services, settings: Any) -> None:
    settings.PROVIDER_FAULTS = 2
    broken = raising(Unavailable("It broke."))
    services.add("moody", broken, pending(), broken, pending(), **WIRE)
    for _ in range(2):
        advance_until_ended(ask(order, "moody"))
        advance_once(ask(order, "moody"))
    assert ask(order, "moody").is_active


def test_the_built_in_engine_is_never_paused(order: Order, services: Services, settings: Any) -> None:
    settings.PROVIDER_FAULTS = 1
    services.add("own", raising(Unavailable("It broke.")))
    until_paused(order, "own", 3)
    assert ask(order, "own").is_active


def test_what_waits_already_is_told_and_costs_nothing(order: Order, services: Services, settings: Any) -> None:
    settings.PROVIDER_FAULTS = 1
    shaky = services.add("shaky", raising(Unavailable("It broke.")), **WIRE)
    waiting = ask(order, "shaky")
    until_paused(order, "shaky", 1)
    advance_once(waiting)
    assert (waiting.state, waiting.attempts) == (State.QUEUED, 0)
    assert waiting.doing.startswith("Shaky is paused after repeated faults until")
    assert (waiting.next_at - timezone.now()).total_seconds() > settings.PROVIDER_PAUSE_SECONDS - 10
    assert len(shaky.calls) == 1


def test_after_the_pause_one_tries_and_the_others_wait_for_what_it_finds(
    order: Order, services: Services, settings: Any
) -> None:
    settings.PROVIDER_FAULTS = 1
    shaky = services.add("shaky", raising(Unavailable("It broke.")), pending(), painted(), **WIRE)
    first, second = ask(order, "shaky"), ask(order, "shaky")
    until_paused(order, "shaky", 1)
    the_pause_is_over("shaky")
    ProviderState.objects.update(probing_until=timezone.now() + timedelta(minutes=1))
    advance_once(second)
    assert second.doing.startswith("Shaky is paused")
    ProviderState.objects.update(probing_until=None)
    advance_once(first)
    assert shaky.calls == ["start", "start"]
    assert ProviderState.objects.get(slug="shaky").open_until is None
    advance_once(second)
    assert len(shaky.calls) == 3


def test_one_that_tries_in_vain_renews_the_pause(order: Order, services: Services, settings: Any) -> None:
    settings.PROVIDER_FAULTS = 2
    services.add("shaky", raising(Unavailable("It broke.")), **WIRE)
    until_paused(order, "shaky", 2)
    the_pause_is_over("shaky")
    advance_until_ended(ask(order, "shaky"))
    with pytest.raises(Refused, match="paused"):
        ask(order, "shaky")


def test_what_waited_an_hour_ends_as_failed(order: Order, services: Services, settings: Any) -> None:
    settings.PROVIDER_FAULTS = 1
    services.add("shaky", raising(Unavailable("It broke.")), **WIRE)
    waiting = ask(order, "shaky")
    until_paused(order, "shaky", 1)
    Submission.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=2))
    assert advance_until_ended(waiting).state == State.FAILED
    assert waiting.error_sentence.startswith("This waited for an hour")


def test_the_eleventh_waits_for_a_turn(order: Order, services: Services) -> None:
    slow = services.add("slow", pending(retry_after=60), rate=Rate(calls=10, seconds=600), **WIRE)
    for _ in range(10):
        advance_once(ask(order, "slow"))
    eleventh = advance_once(ask(order, "slow"))
    assert (eleventh.state, eleventh.doing) == (State.QUEUED, "Slow takes no more for now. Waiting for a turn.")
    assert 580 < (eleventh.next_at - timezone.now()).total_seconds() <= 600
    assert len(slow.calls) == 10


def test_a_turn_is_taken_once_however_often_a_submission_is_tried(order: Order, services: Services) -> None:
    down = raising(Unavailable("Nobody there.", retry_after=1))
    slow = services.add("slow", down, down, pending(), rate=Rate(calls=1, seconds=600), **WIRE)
    submission = ask(order, "slow")
    for _ in range(3):
        advance_once(submission)
    assert len(slow.calls) == 3
    assert submission.state == State.PROCESSING


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_three_get_a_turn() -> None:
    rate = Rate(calls=3, seconds=600)
    waits = at_once(*[partial(take_turn, "slow", rate, pk) for pk in range(8)])
    assert waits.count(0.0) == 3


def test_a_window_that_has_passed_is_free_again() -> None:
    rate = Rate(calls=1, seconds=600)
    assert take_turn("slow", rate, 1) == 0.0
    assert take_turn("slow", rate, 2) > 590
    ProviderState.objects.update(taken=[[timezone.now().timestamp() - 601, 1]])
    assert take_turn("slow", rate, 2) == 0.0
