"""One mask over the photos of several orders, as a script and as the plain form asks for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from editor.actions.review.finalise import finalise
from editor.models import Order, Submission, User
from tests.making import make_order, make_revision, mask_png
from tests.services import Services

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def three(dana: User) -> list[Order]:
    return [make_order(dana, name=f"room-{number}.jpg") for number in range(3)]


def send(client: Client, orders: Sequence[Order | int], *, script: bool = True, **changes: Any) -> Any:
    mask = SimpleUploadedFile("mask.png", changes.pop("mask", mask_png()), content_type="image/png")
    pks = [order.pk if isinstance(order, Order) else order for order in orders]
    data = {"mask": mask, "order": pks, "provider": "many", "key": str(uuid.uuid4()), **changes}
    return client.post(reverse("submit_batch"), data, headers=SCRIPT if script else {})


def test_dana_sends_one_mask_over_three_photos_and_is_told_of_each(
    three: list[Order], dana_client: Client, services: Services
) -> None:
    services.add("many", batch=20)
    key = str(uuid.uuid4())
    answer = send(dana_client, three, key=key, mask_made="automatic", seed="7")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["batch"], told["url"]) == (key, reverse("batch", args=[key]))
    assert [each["order"] for each in told["submissions"]] == [order.pk for order in three]
    assert [each["name"] for each in told["submissions"]] == ["room-0.jpg", "room-1.jpg", "room-2.jpg"]
    lead, *followers = Submission.objects.order_by("pk")
    assert [each.lead for each in followers] == [lead, lead]
    assert {(each.mask_kind, each.seed) for each in Submission.objects.all()} == {("automatic", 7)}
    assert dana_client.get(reverse("batch_json", args=[key])).json() == told


def test_sent_twice_it_is_one_batch(three: list[Order], dana_client: Client, services: Services) -> None:
    services.add("many", batch=20)
    key = str(uuid.uuid4())
    first, second = send(dana_client, three, key=key), send(dana_client, [*three, three[0]], key=key)
    assert first.json() == second.json()
    assert Submission.objects.count() == 3


def test_a_service_that_takes_one_at_a_time_gets_one_submission_each(
    three: list[Order], dana_client: Client, services: Services
) -> None:
    services.add("many", batch=1)
    send(dana_client, three)
    assert [each.lead for each in Submission.objects.all()] == [None, None, None]


def test_photos_of_other_sizes_are_named_in_one_sentence(
    three: list[Order], dana: User, dana_client: Client, services: Services
) -> None:
    services.add("many", batch=20)
    odd = [make_order(dana, name=f"odd-{number}.jpg", size=(60, 40)) for number in range(5)]
    one = send(dana_client, [*three, odd[0]]).json()["error"]
    assert one == "odd-0.jpg is not as large as room-0.jpg; one mask fits photos of one size."
    five = send(dana_client, [*three, *odd]).json()["error"]
    assert five.startswith("odd-0.jpg, odd-1.jpg, odd-2.jpg and 2 more are not as large as room-0.jpg")
    assert not Submission.objects.exists()


def test_a_photo_of_somebody_else_is_not_there(
    three: list[Order], mallory: User, dana_client: Client, mallory_client: Client, services: Services
) -> None:
    services.add("many", batch=20)
    theirs = make_order(mallory)
    assert send(dana_client, [*three, theirs]).status_code == 404
    assert send(dana_client, [*three, 10**18]).status_code == 404
    assert send(dana_client, three, order=["x"]).status_code == 404
    assert not Submission.objects.exists()
    key = send(dana_client, three).json()["batch"]
    for name in ("batch", "batch_json"):
        assert mallory_client.get(reverse(name, args=[key])).status_code == 404
    assert mallory_client.get(reverse("alike", args=[three[0].pk])).status_code == 404


def test_one_closed_order_keeps_all_of_them_back(
    three: list[Order], dana: User, dana_client: Client, services: Services
) -> None:
    services.add("many", batch=20)
    closed = three[2]
    assert closed.head is not None
    finalise(actor=dana, order=closed, revision=closed.head)
    assert send(dana_client, three).json()["error"] == "room-2.jpg is closed; leave it out."
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"order": []}, "Choose the photos first."),
        ({"mask": mask_png(box=None)}, "Nothing is painted yet"),
        ({"mask": mask_png((60, 40))}, "The mask"),
        ({"provider": "nobody"}, "This service is not set up here"),
        ({"provider": ["many", "local"]}, "One mask over several photos goes to one service"),
        ({"key": "x"}, "Reload the page"),
        ({"mask_made": "guessed"}, "Reload the page"),
        ({"seed": "-1"}, "A seed is a whole number"),
    ],
    ids=["no photos", "empty mask", "another size", "unknown", "two services", "bad key", "bad kind", "bad seed"],
)
def test_what_cannot_be_sent_gets_one_sentence(
    changes: dict[str, Any], sentence: str, three: list[Order], dana_client: Client, services: Services
) -> None:
    services.add("many", batch=20)
    answer = send(dana_client, three, **changes)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert not Submission.objects.exists()


def test_more_than_twenty_photos_are_too_many(dana: User, dana_client: Client, services: Services) -> None:
    services.add("many", batch=20)
    orders = [make_order(dana) for _ in range(21)]
    assert send(dana_client, orders).json()["error"] == "One mask goes over 20 photos at most."
    assert send(dana_client, orders[:20]).status_code == 201


def test_without_javascript_the_form_leads_to_the_page_of_the_batch(
    three: list[Order], dana_client: Client, services: Services
) -> None:
    services.add("many", batch=20)
    key = str(uuid.uuid4())
    assert send(dana_client, three, script=False, key=key).headers["Location"] == reverse("batch", args=[key])
    html = dana_client.get(reverse("batch", args=[key])).content.decode()
    assert [name in html for name in ("room-0.jpg", "room-1.jpg", "room-2.jpg")] == [True] * 3
    assert html.count('class="submission queued"') == 3
    assert send(dana_client, three, script=False, provider="nobody").headers["Location"] == reverse("orders")


def test_the_orders_one_mask_would_fit_are_listed(
    three: list[Order], dana: User, mallory: User, dana_client: Client, rhea_client: Client
) -> None:
    make_order(dana, size=(60, 40))
    make_order(mallory)
    assert three[1].head is not None
    finalise(actor=dana, order=three[1], revision=three[1].head)
    make_revision(three[2])
    for client in (dana_client, rhea_client):
        told = client.get(reverse("alike", args=[three[0].pk])).json()
        assert [(each["name"], each["revision"]) for each in told["orders"]] == [("room-2.jpg", 1)]
        assert told["most"] == 20
