"""An order made at AI HomeDesign is opened here by its id."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from editor.actions.errors import Refused
from editor.actions.remote import open_remote_order
from editor.imaging.errors import PictureError
from editor.models import Order, RemoteOrder, Submission, User
from tests.asking import advance_until_ended, ask, told
from tests.fakes.aihomedesign import AIHomeDesign
from tests.fakes.erasing import KEY
from tests.making import photo_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[AIHomeDesign]:
    with AIHomeDesign() as fake:
        settings.PROVIDER_CONFIG = {"AIHOMEDESIGN_API_KEY": KEY, "AIHOMEDESIGN_BASE_URL": fake.url}
        yield fake


def opened(person: User, remote_id: str) -> Order:
    return open_remote_order(actor=person, provider="aihomedesign", remote_id=remote_id)


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


@pytest.mark.parametrize("remote_id", ["ord-77", "../../admin", "a b", ""])
def test_an_id_that_leads_nowhere_is_told_and_nothing_kept(dana: User, service: AIHomeDesign, remote_id: str) -> None:
    with pytest.raises(Refused):
        opened(dana, remote_id)
    assert not Order.objects.exists()
    assert service.refusals == [] or remote_id == "ord-77"


def test_a_picture_that_is_none_is_told_and_nothing_kept(dana: User, service: AIHomeDesign) -> None:
    with pytest.raises(PictureError):
        opened(dana, service.add_order(b"<html>Sorry</html>"))
    assert not Order.objects.exists()


def test_a_service_that_is_not_set_up_opens_nothing(dana: User, settings: Any) -> None:
    settings.PROVIDER_CONFIG = {}
    with pytest.raises(Refused, match="not set up"):
        opened(dana, "ord-1")


def test_a_service_that_keeps_no_orders_opens_none(dana: User) -> None:
    with pytest.raises(Refused, match="keeps no orders"):
        open_remote_order(actor=dana, provider="local", remote_id="ord-1")
