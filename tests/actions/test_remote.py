"""An order made at AI HomeDesign is opened here by its id."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from editor import jobs
from editor.actions.errors import Refused
from editor.actions.providers.openings import ask_to_open, cancel_opening
from editor.actions.removals.fetching import fetched
from editor.models import Opening, Order, RemoteOrder, Submission, User
from tests.asking import advance_until_ended, ask, told
from tests.fakes.aihomedesign import LAST_IMAGE, AIHomeDesign
from tests.fakes.erasing import KEY
from tests.fakes.misbehaviours import drip_body, drop_after_reading, say
from tests.fakes.server import Reply
from tests.making import photo_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[AIHomeDesign]:
    with AIHomeDesign() as fake:
        settings.PROVIDER_CONFIG = {"AIHOMEDESIGN_API_KEY": KEY, "AIHOMEDESIGN_BASE_URL": fake.url}
        yield fake


def brought(person: User, remote_id: str) -> Opening:
    """Dana asks, a worker brings it."""
    opening = ask_to_open(actor=person, provider="aihomedesign", remote_id=remote_id)
    jobs.bring(opening.pk)
    opening.refresh_from_db()
    return opening


def opened(person: User, remote_id: str) -> Order:
    opening = brought(person, remote_id)
    assert opening.order is not None, opening.sentence
    return opening.order


def not_opened(person: User, remote_id: str) -> str:
    """The sentence why; nothing is kept."""
    opening = brought(person, remote_id)
    assert opening.state == Opening.State.FAILED
    assert not Order.objects.exists()
    return opening.sentence


def test_its_last_picture_becomes_the_one_to_paint_on(dana: User, service: AIHomeDesign) -> None:
    order = opened(dana, f"  {service.add_order(photo_bytes())} ")
    assert order.photo.size == (120, 80)
    remote = RemoteOrder.objects.get(order=order)
    assert remote.account["order_id"] == "ord-1"
    assert remote.revision == order.head
    assert told(order) == ["uploaded", "opened_remote"]


def test_what_is_erased_then_goes_on_in_that_order(dana: User, service: AIHomeDesign) -> None:
    order = opened(dana, service.add_order(photo_bytes()))
    submission = advance_until_ended(ask(order, "aihomedesign"))
    assert submission.state == Submission.State.SUCCEEDED, submission.error_detail
    assert list(service.orders) == ["ord-1"]
    assert service.calls("POST", "/v1/order/image") == []


def test_opening_it_twice_shows_the_order_there_is(dana: User, agnes: User, service: AIHomeDesign) -> None:
    remote_id = service.add_order(photo_bytes())
    first = opened(dana, remote_id)
    assert opened(dana, remote_id) == first
    assert opened(agnes, remote_id) != first


def test_an_order_that_went_on_elsewhere_is_opened_anew(dana: User, service: AIHomeDesign) -> None:
    remote_id = service.add_order(photo_bytes())
    first = opened(dana, remote_id)
    service.orders[remote_id].images.append((f"img-{uuid.uuid4()}", photo_bytes(colour=(1, 2, 3))))
    assert opened(dana, remote_id) != first


@pytest.mark.parametrize(
    ("remote_id", "sentence"),
    [
        ("ord-77", "AI HomeDesign does not know this order."),
        ("../../admin", "This is not the id of an order at AI HomeDesign."),
        ("a b", "This is not the id of an order at AI HomeDesign."),
    ],
)
def test_an_id_that_leads_nowhere_is_told(dana: User, service: AIHomeDesign, remote_id: str, sentence: str) -> None:
    assert not_opened(dana, remote_id) == sentence
    assert service.refusals == [] or remote_id == "ord-77"


def test_a_picture_that_is_none_is_told(dana: User, service: AIHomeDesign) -> None:
    assert not_opened(dana, service.add_order(b"<html>Sorry</html>")).endswith(".")


def test_a_service_that_answers_too_late_or_not_at_all_is_told(
    dana: User, service: AIHomeDesign, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote_id = service.add_order(photo_bytes())
    service.at("GET", LAST_IMAGE, drop_after_reading)
    assert not_opened(dana, remote_id) == "AI HomeDesign did not answer in time."
    service.at("GET", LAST_IMAGE, drip_body)
    monkeypatch.setattr("editor.providers.aihomedesign.AIHomeDesign.answer_seconds", 0.3)
    assert not_opened(dana, remote_id) == "AI HomeDesign did not answer in time."


@pytest.mark.parametrize("answer", [Reply(401, json={"error": "unauthorized"}), Reply(200, content=b"<html>")])
def test_a_wrong_key_and_a_strange_answer_are_told(dana: User, service: AIHomeDesign, answer: Reply) -> None:
    remote_id = service.add_order(photo_bytes())
    service.at("GET", LAST_IMAGE, say(answer))
    sentence = not_opened(dana, remote_id)
    assert sentence.startswith("AI HomeDesign ")
    assert sentence.endswith(".")
    assert opened(dana, remote_id).photo.size == (120, 80)


def test_pressing_twice_is_one_opening_and_one_order(dana: User, service: AIHomeDesign) -> None:
    remote_id = service.add_order(photo_bytes())
    one, two = (
        ask_to_open(actor=dana, provider="aihomedesign", remote_id=word) for word in (remote_id, f" {remote_id}")
    )
    assert one == two
    for _ in range(2):
        jobs.bring(one.pk)
    assert Order.objects.count() == 1
    assert len(service.calls("GET", LAST_IMAGE)) == 1


def test_what_is_canceled_meanwhile_is_not_taken_in(
    dana: User, service: AIHomeDesign, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = ask_to_open(actor=dana, provider="aihomedesign", remote_id=service.add_order(photo_bytes()))

    def canceling(*asked: Any) -> bytes:
        cancel_opening(opening)
        return fetched(*asked)

    monkeypatch.setattr("editor.actions.providers.remote.fetched", canceling)
    jobs.bring(opening.pk)
    opening.refresh_from_db()
    assert opening.state == Opening.State.CANCELED
    assert not Order.objects.exists()
    assert jobs.openings_due() == []


def test_a_worker_that_died_with_it_leaves_it_to_the_next(dana: User, service: AIHomeDesign) -> None:
    opening = ask_to_open(actor=dana, provider="aihomedesign", remote_id=service.add_order(photo_bytes()))
    assert jobs.openings_due() == [opening.pk]
    Opening.objects.update(attempts=1, lease_until=timezone.now() + timedelta(seconds=60))
    assert jobs.openings_due() == []
    assert jobs.bring(opening.pk) is None
    Opening.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.bring(opening.pk)
    opening.refresh_from_db()
    assert opening.order is not None


def test_one_that_kills_its_workers_does_not_do_so_forever(dana: User, service: AIHomeDesign) -> None:
    opening = ask_to_open(actor=dana, provider="aihomedesign", remote_id=service.add_order(photo_bytes()))
    Opening.objects.update(attempts=jobs.MAX_ATTEMPTS)
    jobs.bring(opening.pk)
    opening.refresh_from_db()
    assert (opening.state, opening.sentence) == (Opening.State.FAILED, jobs.INTERNAL)
    assert service.seen == []


def test_a_service_that_is_not_set_up_opens_nothing(dana: User, settings: Any) -> None:
    settings.PROVIDER_CONFIG = {}
    with pytest.raises(Refused, match="not set up"):
        ask_to_open(actor=dana, provider="aihomedesign", remote_id="ord-1")


def test_a_service_that_keeps_no_orders_opens_none(dana: User) -> None:
    with pytest.raises(Refused, match="keeps no orders"):
        ask_to_open(actor=dana, provider="local", remote_id="ord-1")
