"""One mask for several services, and for several photos; and what is said before anything is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from editor.actions.errors import Refused
from editor.actions.removals import several
from editor.actions.removals.preview import preview
from editor.actions.removals.several import submit_batch, submit_to_several
from editor.actions.removals.submit import cancel_submission, submit_mask
from editor.models import Order, ProviderState, Submission, User
from editor.providers.base import Control, Done, Job, Rejected, Result, Step, Unavailable
from tests.asking import LEFT, advance_until_ended, wait
from tests.making import make_order, mask_png
from tests.services import Services, painted, pending, raising, stored_files

State = Submission.State
pytestmark = pytest.mark.django_db


def compare(order: Order, *providers: str, key: uuid.UUID | None = None) -> list[Submission]:
    assert order.head is not None
    return submit_to_several(
        actor=order.owner,
        order=order,
        parent=order.head,
        mask_png=mask_png(),
        providers=providers,
        key=key or uuid.uuid4(),
    )


def test_one_that_fails_does_not_hold_the_others(order: Order, services: Services) -> None:
    services.add("one")
    services.add("other", raising(Rejected("No.")))
    one, other = compare(order, "one", "other")
    assert one.group == other.group is not None
    assert one.seed == other.seed
    assert advance_until_ended(other).state == State.FAILED
    assert advance_until_ended(one).state == State.SUCCEEDED


def test_pressing_twice_sends_once_to_each(order: Order, services: Services) -> None:
    services.add("one")
    services.add("other")
    key = uuid.uuid4()
    assert compare(order, "one", "other", key=key) == compare(order, "other", "one", key=key)[::-1]
    assert order.submissions.count() == 2


def test_where_one_cannot_take_it_nothing_is_sent_to_any(order: Order, services: Services) -> None:
    services.add("one")
    services.add("paused", image_source="bytes", formats=("png",))
    until = timezone.now() + timedelta(minutes=5)
    ProviderState.objects.create(slug="paused", failures=5, open_until=until)
    with pytest.raises(Refused, match="Paused is paused after repeated faults until"):
        compare(order, "one", "paused")
    assert not Submission.objects.exists()


@pytest.fixture
def three(dana: User) -> list[Order]:
    return [make_order(dana, name=f"room-{number}.jpg") for number in range(3)]


def batch(orders: list[Order], provider: str, key: uuid.UUID | None = None) -> list[Submission]:
    return submit_batch(
        actor=orders[0].owner,
        orders=orders,
        mask_png=mask_png(orders[0].photo.size, LEFT),
        provider=provider,
        key=key or uuid.uuid4(),
    )


def together(job: Job, _control: Control) -> Step:
    """A link-less answer for each picture cannot be told apart here, so each is a failure with its number."""
    results = tuple(Result(failure=f"Photo {number} failed.") for number in range(len(job.pictures)))
    return Done(results=results, reference="task-1", credits=3.0)


def test_photos_of_one_size_go_as_one_task_and_each_gets_its_own_answer(three: list[Order], services: Services) -> None:
    service = services.add("many", pending(), together, bills=True, batch=20)
    lead, *followers = batch(three, "many")
    assert [each.lead for each in followers] == [lead, lead]
    for each in followers:
        advance_once(each)
        assert each.doing == "Sent together with the other photos"
    assert advance_until_ended(lead).error_sentence == "Photo 0 failed."
    assert [advance_until_ended(each).error_sentence for each in followers] == ["Photo 1 failed.", "Photo 2 failed."]
    assert service.calls == ["start", "resume job-7"]
    assert {each.reference for each in followers} == {"task-1"}
    assert {each.credits for each in followers} == {1.0}


def test_a_service_that_takes_one_at_a_time_gets_one_each(three: list[Order], services: Services) -> None:
    service = services.add("single")
    submissions = batch(three, "single")
    assert [each.lead for each in submissions] == [None, None, None]
    assert [advance_until_ended(each).state for each in submissions] == [State.SUCCEEDED] * 3
    assert len(service.calls) == 3


def test_all_end_as_unknown_where_the_one_answer_was_lost(three: list[Order], services: Services) -> None:
    services.add("many", raising(Unavailable("No answer.")), bills=True, batch=20)
    submissions = [advance_until_ended(each) for each in batch(three, "many")]
    assert {each.state for each in submissions} == {State.OUTCOME_UNKNOWN}


def test_all_fail_where_the_one_call_was_refused(three: list[Order], services: Services) -> None:
    services.add("many", raising(Rejected("Not these.")), bills=True, batch=20)
    submissions = [advance_until_ended(each) for each in batch(three, "many")]
    assert {(each.state, each.error_sentence) for each in submissions} == {(State.FAILED, "Not these.")}


def test_canceling_the_first_before_anything_is_sent_leaves_the_others_to_go(
    three: list[Order], services: Services
) -> None:
    sent: list[int] = []

    def counting(job: Job, control: Control) -> Step:
        sent.append(len(job.pictures))
        return together(job, control)

    services.add("many", counting, bills=True, batch=20)
    lead, *followers = batch(three, "many")
    cancel_submission(actor=three[0].owner, submission=lead)
    assert [advance_until_ended(each).state for each in followers] == [State.FAILED, State.FAILED]
    assert sent == [2]


def test_canceling_the_first_once_it_is_sent_does_not_take_the_others_answers(
    three: list[Order], services: Services
) -> None:
    services.add("many", pending(), together, bills=True, batch=20)
    lead, *followers = batch(three, "many")
    advance_once(lead)
    cancel_submission(actor=three[0].owner, submission=lead)
    assert advance_until_ended(lead).state == State.CANCELED
    assert advance_until_ended(followers[0]).error_sentence == "Photo 1 failed."


def test_photos_of_two_sizes_are_no_batch(three: list[Order], dana: User, services: Services) -> None:
    services.add("many", batch=20)
    with pytest.raises(Refused, match=r"odd.jpg is not as large as room-0.jpg"):
        batch([*three, make_order(dana, name="odd.jpg", size=(60, 40))], "many")
    assert not Submission.objects.exists()


def test_a_batch_pressed_twice_is_one(three: list[Order], services: Services) -> None:
    services.add("many", batch=20)
    key = uuid.uuid4()
    assert batch(three, "many", key) == batch(three, "many", key)


def test_nobody_is_woken_before_the_whole_batch_is_kept(
    three: list[Order], services: Services, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A lead that a worker took up at once would be sent alone. And one that cannot be kept takes all along."""
    services.add("many", batch=20)
    real: Callable[..., Submission] = submit_mask
    made: list[Submission] = []

    def failing(**asked: Any) -> Submission:
        if len(made) == 2:
            raise Refused("Closed meanwhile.")
        made.append(real(**asked))
        return made[-1]

    monkeypatch.setattr(several, "submit_mask", failing)
    before = stored_files(settings)
    with pytest.raises(Refused, match="Closed meanwhile"):
        batch(three, "many")
    assert len(made) == 2
    assert not Submission.objects.exists()
    assert stored_files(settings) == before


def advance_once(submission: Submission) -> None:
    from editor import jobs

    wait(submission)
    jobs.advance(submission.pk)
    submission.refresh_from_db()


def test_what_will_happen_is_said_before_it_does(order: Order, services: Services, settings: Any) -> None:
    services.add("narrow", bills=True, image_source="bytes", formats=("png",), max_side=60)
    mask = mask_png()
    assert preview(order=order, mask_png=mask, provider="narrow").sentence.endswith("goes to Narrow; 1 credit.")
    settings.PROVIDER_PRICES = {"narrow": Decimal("0.02")}
    sentence = preview(order=order, mask_png=mask, provider="narrow").sentence
    assert sentence.endswith("px goes to Narrow; about $0.02.")
    assert "scaled to" in sentence
    assert "does not leave this server" in preview(order=order, mask_png=mask, provider="local").sentence


def test_why_a_service_cannot_take_it_is_said_too(order: Order, services: Services, settings: Any) -> None:
    services.add("fetching", image_source="link", formats=("png",))
    settings.PUBLIC_BASE_URL = ""
    with pytest.raises(Refused, match="Fetching fetches photos itself"):
        preview(order=order, mask_png=mask_png(), provider="fetching")


def test_a_result_tells_its_price(order: Order, services: Services, settings: Any) -> None:
    settings.PROVIDER_PRICES = {"paid": Decimal("0.24")}
    services.add("paid", painted(cost=1.0), bills=True)
    from tests.asking import ask

    submission = advance_until_ended(ask(order, "paid"))
    submission.refresh_from_db()
    assert (submission.price, submission.currency) == (Decimal("0.24"), "USD")
