"""BRIA's list of objects: asked for at a press and once, taken by clicks, and never asked for by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from editor.actions.photos.objects import LOST_AFTER, UNKNOWN
from editor.models import ObjectList, Order, User
from editor.providers import bria_objects
from tests.fakes import bria as fake
from tests.fakes.erasing import KEY, bomb, no_image, truncated, work_then_hang_up, wrong_aspect
from tests.fakes.misbehaviours import say, silence
from tests.fakes.server import Reply
from tests.imaging.things import overlap
from tests.making import make_order, make_revision
from tests.views.test_selecting import ROOM, ask, click, mask_of, png

Size = tuple[int, int]
Form = Callable[[Image.Image], bytes]


def as_png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def wall(size: Size) -> bytes:
    return as_png(Image.new("L", size, 255))


def mug(size: Size) -> bytes:
    """The mug of the room, roughly as a model sees it."""
    return as_png(Image.fromarray(ROOM.truth.astype(np.uint8) * 255).resize(size))


def handle(size: Size) -> bytes:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rectangle((5, 5, 60, 60), fill=255)
    return as_png(mask)


@pytest.fixture
def service() -> Iterator[fake.Bria]:
    with fake.Bria() as running:
        running.objects = [wall, mug, handle]
        running.polls = 1
        yield running


@pytest.fixture
def bria(service: fake.Bria, settings: Any) -> fake.Bria:
    """BRIA is set up, at a stand-in."""
    settings.PROVIDER_CONFIG = {
        "BRIA_BASE_URL": service.url,
        "BRIA_API_TOKEN": KEY,
        "TRUSTED_RESULT_HOSTS": service.host,
    }
    return service


@pytest.fixture
def room_order(dana: User) -> Order:
    return make_order(dana, size=(900, 600), data=png(ROOM))


def press(client: Client, order: Order) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(reverse("objects", args=[order.pk]), {"revision": order.head_id}).json()
    return answer


def look(client: Client, order: Order) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(reverse("objects", args=[order.pk]), {"revision": str(order.head_id)}).json()
    return answer


def offer(client: Client, order: Order) -> Any:
    return client.get(reverse("paint_json", args=[order.pk])).json()["objects"]


def test_a_click_takes_brias_mask_once_it_is_here(bria: fake.Bria, room_order: Order, dana_client: Client) -> None:
    assert press(dana_client, room_order)["state"] == "waiting"
    assert look(dana_client, room_order)["state"] == "waiting"
    ready = look(dana_client, room_order)

    assert ready == {"state": "ready", "sentence": "BRIA found 2 objects. Click on one."}
    assert overlap(mask_of(ask(dana_client, room_order, point="40,40")), mask_of_corner()) > 0.9
    assert overlap(mask_of(ask(dana_client, room_order, point=click(ROOM))), ROOM.truth) > 0.9
    assert bria.bills == 1
    assert bria.refusals == []


def mask_of_corner() -> Any:
    corner = np.zeros((600, 900), np.bool_)
    corner[5:61, 5:61] = True
    return corner


def test_nothing_is_asked_by_itself(bria: fake.Bria, room_order: Order, dana_client: Client) -> None:
    assert offer(dana_client, room_order)["offer"].startswith("Find objects with BRIA (may cost ")
    assert look(dana_client, room_order)["state"] == "none"
    ask(dana_client, room_order, point=click(ROOM))

    assert bria.seen == []


@pytest.mark.usefixtures("bria")
def test_the_button_tells_the_price_where_one_is_set(room_order: Order, dana_client: Client, settings: Any) -> None:
    settings.PROVIDER_PRICES = {"bria": Decimal("0.02")}
    assert offer(dana_client, room_order)["offer"] == "Find objects with BRIA (may cost about $0.02)"
    settings.PROVIDER_PRICES = {}
    assert offer(dana_client, room_order)["offer"] == "Find objects with BRIA (may cost something)"


def test_without_the_key_it_is_not_offered(room_order: Order, dana_client: Client, settings: Any) -> None:
    settings.PROVIDER_CONFIG = {}

    assert offer(dana_client, room_order) is None
    assert press(dana_client, room_order)["error"].startswith("BRIA is not set up here.")


def test_pressing_again_bills_once(bria: fake.Bria, room_order: Order, dana_client: Client) -> None:
    for _ in range(3):
        press(dana_client, room_order)
    look(dana_client, room_order)
    look(dana_client, room_order)
    press(dana_client, room_order)

    assert bria.bills == 1


@pytest.mark.usefixtures("bria")
def test_the_list_belongs_to_one_revision(room_order: Order, dana_client: Client) -> None:
    press(dana_client, room_order)
    make_revision(room_order)
    room_order.refresh_from_db()

    assert look(dana_client, room_order)["state"] == "none"


def test_a_lost_answer_is_an_unknown_outcome_and_a_second_press_asks_again(
    bria: fake.Bria, room_order: Order, dana_client: Client
) -> None:
    bria.at("POST", fake.ALL_MASKS, work_then_hang_up)

    assert press(dana_client, room_order) == {"state": "unknown", "sentence": UNKNOWN}
    assert look(dana_client, room_order)["state"] == "unknown"
    assert bria.bills == 1
    assert press(dana_client, room_order)["state"] == "waiting"
    assert bria.bills == 2


def asking(order: Order, dana: User, since: datetime) -> None:
    """Dana pressed, and the call is out."""
    assert order.head
    ObjectList.objects.create(revision=order.head, asked_by=dana, asked_at=since, width=900, height=600)


def test_a_process_that_died_while_asking_leaves_an_unknown_outcome(
    bria: fake.Bria, room_order: Order, dana: User, dana_client: Client
) -> None:
    asking(room_order, dana, timezone.now() - LOST_AFTER - timedelta(seconds=1))

    assert look(dana_client, room_order) == {"state": "unknown", "sentence": UNKNOWN}
    assert bria.seen == []


def test_an_answer_that_is_still_out_is_not_asked_for_again(
    bria: fake.Bria, room_order: Order, dana: User, dana_client: Client
) -> None:
    asking(room_order, dana, timezone.now())

    assert press(dana_client, room_order)["state"] == "asking"
    assert look(dana_client, room_order)["state"] == "asking"
    assert bria.seen == []


@pytest.mark.parametrize(
    ("status", "words"), [(401, "does not accept its key"), (402, "no credit left"), (422, "moderation"), (429, "busy")]
)
def test_a_refusal_is_told_and_costs_nothing(
    bria: fake.Bria, room_order: Order, dana_client: Client, status: int, words: str
) -> None:
    bria.at("POST", fake.ALL_MASKS, say(Reply(status, json={"error": {"code": status}})))

    told = press(dana_client, room_order)

    assert told["state"] == "failed"
    assert words in told["sentence"]


@pytest.mark.parametrize("form", [no_image, truncated, bomb, wrong_aspect])
def test_a_mask_that_is_none_ends_it_with_a_sentence(
    bria: fake.Bria, room_order: Order, dana_client: Client, form: Form
) -> None:
    bria.objects = [lambda size: form(Image.new("L", size, 0))]
    press(dana_client, room_order)
    look(dana_client, room_order)

    told = look(dana_client, room_order)

    assert told["state"] == "failed"
    assert told["sentence"].startswith("BRIA sent a mask")
    assert ask(dana_client, room_order, point=click(ROOM)).status_code == 200


def test_too_many_masks_are_not_fetched(
    bria: fake.Bria, room_order: Order, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bria_objects, "MOST_MASKS", 2)
    press(dana_client, room_order)
    look(dana_client, room_order)

    assert look(dana_client, room_order)["sentence"] == "BRIA sent more masks than a picture has objects."
    assert not [seen for seen in bria.seen if seen.path.startswith("/results/")]


@pytest.mark.parametrize(
    "ending",
    [
        {"status": "COMPLETED", "result": {}},
        {"status": "COMPLETED", "masks": [{"id": 1}]},
        {"status": "COMPLETED", "result": {"masks": ["here"]}},
        {"status": "UNKNOWN"},
        {"status": "SOON"},
        {"status": "ERROR", "error": {"code": 460}},
    ],
    ids=str,
)
def test_an_answer_that_is_not_understood_ends_it(
    bria: fake.Bria, room_order: Order, dana_client: Client, ending: dict[str, Any]
) -> None:
    bria.ending = ending
    press(dana_client, room_order)
    look(dana_client, room_order)

    told = look(dana_client, room_order)

    assert told["state"] == "failed"
    assert told["sentence"].endswith(".")


@pytest.mark.parametrize("envelope", ["masks", "result"])
def test_the_list_is_found_wherever_it_stands(
    bria: fake.Bria, room_order: Order, dana_client: Client, envelope: str
) -> None:
    bria.polls = 0
    bria.ending = {"status": "COMPLETED", envelope: [{"mask_url": bria.publish(mug((900, 600)))}]}
    press(dana_client, room_order)

    assert look(dana_client, room_order) == {"state": "ready", "sentence": "BRIA found 1 object. Click on one."}


def test_a_status_that_cannot_be_asked_now_is_asked_again(
    bria: fake.Bria, room_order: Order, dana_client: Client
) -> None:
    press(dana_client, room_order)
    bria.at("GET", fake.STATUS, say(Reply(503)))

    assert look(dana_client, room_order)["state"] == "waiting"
    assert look(dana_client, room_order)["state"] == "waiting"
    assert look(dana_client, room_order)["state"] == "ready"


def test_bria_that_never_answers_does_not_hold_dana_for_ever(
    bria: fake.Bria, room_order: Order, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bria_objects.BriaObjects, "sending_seconds", 0.3)
    bria.at("POST", fake.ALL_MASKS, silence)

    assert press(dana_client, room_order)["state"] == "unknown"
