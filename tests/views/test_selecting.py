"""Smart select as the browser asks for it: a point or a box, and the outline comes back as a masked PNG."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from editor.actions.photos import selecting
from editor.actions.photos.pictures import open_picture
from editor.imaging.mask import read_mask
from editor.models import Order, Revision, User
from tests.imaging.busy import busy
from tests.imaging.things import Scene, overlap, scene
from tests.making import make_order, make_revision, photo_bytes

ROOM = scene("mug", (900, 600))
TOO_MANY = "These are more clicks than one thing can have. Brush over what is missing."
EITHER = "Click on a thing, or draw a box around it."


def png(room: Scene) -> bytes:
    out = BytesIO()
    Image.fromarray(room.pixels).save(out, "PNG", compress_level=1)
    return out.getvalue()


@pytest.fixture
def room_order(dana: User) -> Order:
    return make_order(dana, size=(900, 600), data=png(ROOM))


def ask(client: Client, order: Order, **asked: Any) -> Any:
    asked.setdefault("revision", order.head_id)
    return client.post(reverse("select", args=[order.pk]), asked)


def mask_of(answer: Any, size: tuple[int, int] = (900, 600)) -> npt.NDArray[np.bool_]:
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "image/png"
    return np.asarray(read_mask(answer.content, size)) > 0


def click(room: Scene) -> str:
    return f"{room.click[0]},{room.click[1]}"


def test_dana_clicks_a_thing_and_gets_its_outline(room_order: Order, dana_client: Client) -> None:
    assert overlap(mask_of(ask(dana_client, room_order, point=click(ROOM))), ROOM.truth) > 0.95


def test_dana_draws_a_box_and_gets_what_is_in_it(room_order: Order, dana_client: Client) -> None:
    left, top, right, bottom = ROOM.box
    box = f"{left - 9.5},{top - 9},{right + 9.25},{bottom + 9}"

    assert overlap(mask_of(ask(dana_client, room_order, box=box)), ROOM.truth) > 0.95


def test_the_mask_is_of_the_revision_that_is_painted_on(room_order: Order, dana_client: Client) -> None:
    bare = make_revision(room_order)

    assert ask(dana_client, room_order, revision=bare.pk, point=click(ROOM)).status_code == 422
    assert mask_of(ask(dana_client, room_order, revision=bare.parent_id, point=click(ROOM))).any()


TOWER = busy("tower", "shelf")


@pytest.fixture
def tower_order(dana: User) -> Order:
    return make_order(dana, size=(1200, 800), data=png(TOWER))


def bricks() -> list[str]:
    """The middles of a tower's four bricks, from the top."""
    left, top, right, bottom = TOWER.box
    return [f"{(left + right) / 2},{top + (bottom - top) * (each + 0.5) / 4}" for each in range(4)]


def tower_in(client: Client, order: Order, *further: str, **asked: str) -> npt.NDArray[np.bool_]:
    asked = asked or {"point": click(TOWER)}
    return mask_of(ask(client, order, further=";".join(further), **asked), (1200, 800))


def test_further_places_belong_to_it_or_do_not(tower_order: Order, dana_client: Client) -> None:
    first, second, _, lowest = bricks()
    begun = tower_in(dana_client, tower_order)
    whole = tower_in(dana_client, tower_order, f"{second},1", f"{first},1")
    without = tower_in(dana_client, tower_order, f"{second},1", f"{first},1", f"{lowest},0")

    assert overlap(begun, TOWER.truth) < 0.8
    assert overlap(whole, TOWER.truth) > 0.95
    assert 0.6 < overlap(without, TOWER.truth) < 0.8


def test_a_further_click_goes_on_from_what_is_seen(
    tower_order: Order, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _, lowest = bricks()
    seen = tower_in(dana_client, tower_order, f"{second},1", f"{first},1")
    monkeypatch.setattr(selecting, "find_at", lambda *_: pytest.fail("looked for anew"))

    assert np.array_equal(tower_in(dana_client, tower_order, f"{second},1", f"{first},1"), seen)
    assert tower_in(dana_client, tower_order, f"{second},1", f"{lowest},0").any()


def test_a_place_beside_the_box_may_belong_to_what_is_in_it(tower_order: Order, dana_client: Client) -> None:
    left, top, right, bottom = TOWER.box
    middle = (top + bottom) / 2
    box = f"{left - 8},{middle - 4},{right + 8},{bottom + 8}"

    lower = tower_in(dana_client, tower_order, box=box)
    more = tower_in(dana_client, tower_order, f"{bricks()[1]},1", box=box)

    assert not lower[: round(middle) - 4].any()
    assert np.count_nonzero(more & TOWER.truth) > 1.2 * np.count_nonzero(lower & TOWER.truth)


def test_where_there_was_no_time_dana_reads_so(
    room_order: Order, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "SECONDS", 0)
    monkeypatch.setattr(selecting, "LEAST_SECONDS", 0)

    answer = ask(dana_client, room_order, point=click(ROOM))

    assert (answer.status_code, answer.json()) == (422, {"error": selecting.NO_TIME})
    monkeypatch.setattr(selecting, "LEAST_SECONDS", 60)
    assert overlap(mask_of(ask(dana_client, room_order, point=click(ROOM))), ROOM.truth) > 0.95


def test_where_nothing_stands_out_dana_reads_what_to_do(room_order: Order, dana_client: Client) -> None:
    bare = make_revision(room_order)

    point = ask(dana_client, room_order, revision=bare.pk, point="100,500")
    box = ask(dana_client, room_order, revision=bare.pk, box="100,400,300,500")

    assert (point.status_code, point.json()) == (422, {"error": selecting.NOTHING_THERE})
    assert (box.status_code, box.json()) == (422, {"error": selecting.NOTHING_IN_BOX})


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, EITHER),
        ({"point": "10,10", "box": "0,0,50,50"}, EITHER),
        ({"point": "900,10"}, "That point is beside the photo. Click on the thing in the photo."),
        ({"point": "-1,10"}, "That point is beside the photo. Click on the thing in the photo."),
        ({"box": "950,0,1000,50"}, "That box is beside the photo. Draw it around the thing in the photo."),
        ({"box": "50,50,20,20"}, "That box is beside the photo. Draw it around the thing in the photo."),
        ({"point": "nan,1"}, "Reload the page and try again."),
        ({"point": "1e400,1"}, "Reload the page and try again."),
        ({"point": "1"}, "Reload the page and try again."),
        ({"box": "1,2,3"}, "Reload the page and try again."),
        ({"box": "here"}, "Reload the page and try again."),
        ({"point": "1," * 90}, "Reload the page and try again."),
        ({"point": "1,1", "further": "900,10,1"}, "That point is beside the photo. Click on the thing in the photo."),
        ({"point": "1,1", "further": "10,10"}, "Reload the page and try again."),
        ({"point": "1,1", "further": "10,10,1;"}, "Reload the page and try again."),
        ({"point": "1,1", "further": "1,1,1" + ";1,1,0" * 40}, TOO_MANY),
        ({"further": "1,1,1"}, EITHER),
        ({"point": "1,1", "revision": "0"}, "Reload the page and try again."),
        ({"point": "1,1", "revision": ""}, "Reload the page and try again."),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    room_order: Order, dana_client: Client, asked: dict[str, str], sentence: str
) -> None:
    answer = ask(dana_client, room_order, **asked)

    assert (answer.status_code, answer.json()) == (400, {"error": sentence})


def test_a_revision_of_another_order_is_not_looked_at(room_order: Order, order: Order, dana_client: Client) -> None:
    assert ask(dana_client, room_order, revision=order.head_id, point="1,1").status_code == 400


def test_a_photo_too_large_to_be_held_is_looked_at_reduced(
    room_order: Order, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MOST_PIXELS", 200_000)
    monkeypatch.setattr(selecting, "held", selecting.Held())

    assert overlap(mask_of(ask(dana_client, room_order, point=click(ROOM))), ROOM.truth) > 0.93


def test_a_picture_is_decoded_once_and_few_are_kept(
    room_order: Order, dana: User, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    held = selecting.Held()
    monkeypatch.setattr(selecting, "held", held)
    monkeypatch.setattr(selecting, "MOST_KEPT", 600_000)

    def noting(revision: Revision) -> Image.Image:
        decoded.append(revision.pk)
        return open_picture(revision)

    monkeypatch.setattr(selecting, "open_picture", noting)
    other = make_order(dana, size=(900, 600), data=photo_bytes((900, 600)))

    for order in (room_order, room_order, other, room_order):
        ask(dana_client, order, point="10,10")

    assert decoded == [room_order.head_id, other.head_id, room_order.head_id]


def test_a_second_question_waits_for_the_first_and_not_for_ever(
    room_order: Order, dana: User, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "WAIT_SECONDS", 0.05)

    with selecting._turn(dana):
        answer = ask(dana_client, room_order, point="10,10")

    assert (answer.status_code, answer.json()) == (422, {"error": selecting.BUSY})
