"""Masks from files and masks used again."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from editor.imaging.mask import read_mask
from editor.models import Order, User
from tests.making import SIZE, make_order, make_submission, mask_png, photo_bytes


def hand_in(client: Client, order: Order, data: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("mask.png", data)
    return client.post(reverse("import_mask", args=[order.pk]), {"mask": file, **more})


def white_on_black(size: tuple[int, int] = SIZE) -> bytes:
    picture = Image.new("L", size)
    picture.paste(255, (size[0] // 6, size[1] // 4, size[0] // 3, size[1] // 2))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def recent(client: Client, order: Order) -> list[dict[str, Any]]:
    masks: list[dict[str, Any]] = client.get(reverse("recent_masks", args=[order.pk])).json()["masks"]
    return masks


def test_a_foreign_mask_comes_back_in_the_editors_own_encoding(order: Order, dana_client: Client) -> None:
    answer = hand_in(dana_client, order, white_on_black())
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    back = np.asarray(read_mask(answer.content, SIZE))
    assert np.array_equal(back, np.asarray(Image.open(BytesIO(white_on_black()))))
    assert answer.content[24:26] == b"\x01\x03"  # one bit, palette


def test_a_mask_of_the_same_shape_is_offered_to_be_scaled(order: Order, dana_client: Client) -> None:
    small = white_on_black((60, 40))
    answer = hand_in(dana_client, order, small)
    assert (answer.status_code, answer.json()["code"]) == (400, "mask_scalable")
    assert read_mask(hand_in(dana_client, order, small, scale="1").content, SIZE).size == SIZE


def test_a_photo_is_refused_by_its_code(order: Order, dana_client: Client) -> None:
    colourful = Image.linear_gradient("L").convert("RGB")
    colourful.paste((200, 30, 30), (0, 0, 100, 100))
    out = BytesIO()
    colourful.save(out, "JPEG")
    answer = hand_in(dana_client, order, out.getvalue())
    assert (answer.status_code, answer.json()["code"]) == (400, "mask_is_photo")
    assert hand_in(dana_client, order, photo_bytes(SIZE)).status_code == 400


def test_without_a_file_the_person_is_told(order: Order, dana_client: Client) -> None:
    answer = dana_client.post(reverse("import_mask", args=[order.pk]))
    assert answer.json() == {"error": "Choose a file first."}


def test_the_latest_masks_come_first_each_once_from_photos_of_this_size(order: Order, dana: User) -> None:
    client = Client()
    client.force_login(dana, backend="django.contrib.auth.backends.ModelBackend")
    other = make_order(dana, name="hall.jpg")
    make_submission(make_order(dana, size=(64, 64)))
    group = uuid.uuid4()
    first = make_submission(order)
    make_submission(other, group=group)
    last = make_submission(other, group=group)
    found = recent(client, order)
    assert [each["url"] for each in found] == [f"/submissions/{last.pk}/mask.png", f"/submissions/{first.pk}/mask.png"]
    assert [each["name"] for each in found] == ["hall.jpg", "This photo"]
    assert found[0]["part"] == pytest.approx(600 / (120 * 80))
    assert found[0]["sent"] == "just now"
    assert client.get(found[0]["picture"]).status_code == 200


def test_nobody_is_offered_a_mask_somebody_else_sent(
    order: Order, mallory: User, mallory_client: Client, rhea: User, rhea_client: Client
) -> None:
    hers = make_submission(order)
    assert recent(mallory_client, make_order(mallory)) == []
    # A reviewer sees the order; the mask is still dana's.
    assert recent(rhea_client, order) == []
    make_submission(make_order(rhea))
    assert len(recent(rhea_client, order)) == 1
    assert mallory_client.get(reverse("submission_mask_thumb", args=[hers.pk])).status_code == 404


def test_a_masks_thumbnail_is_small_and_violet(dana: User, dana_client: Client) -> None:
    submission = make_submission(make_order(dana, size=(600, 400)))
    answer = dana_client.get(reverse("submission_mask_thumb", args=[submission.pk]))
    small = Image.open(BytesIO(answer.content))
    assert (small.mode, small.size) == ("RGBA", (192, 128))
    whole = Image.open(BytesIO(mask_png((600, 400)))).convert("RGBA").getchannel("A")
    part = np.asarray(small.getchannel("A")).mean() / 255
    assert part == pytest.approx(np.asarray(whole).mean() / 255, rel=0.02)
    assert small.getpixel((10, 10)) == (120, 120, 205, 255)
    assert "immutable" in answer["Cache-Control"]
