"""Photos coming in: what arrives, what is refused, and that nothing is half kept."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from editor.models import Order, Photo
from tests.making import photo_bytes

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def upload(client: Client, data: bytes, name: str = "kitchen.jpg") -> Any:
    return client.post(reverse("upload"), {"photo": SimpleUploadedFile(name, data)}, headers=SCRIPT)


def kept_files() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


def test_dana_gets_the_card_of_her_new_order(dana_client: Client) -> None:
    answer = upload(dana_client, photo_bytes())
    order = Order.objects.get()
    assert answer.status_code == 201
    assert f'id="order-{order.pk}"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_originals_bytes_are_stored_as_they_came(dana_client: Client) -> None:
    data = photo_bytes()
    upload(dana_client, data)
    photo = Photo.objects.get()
    assert photo.original.read() == data
    assert photo.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"not a picture at all\n" * 20, ""),
        (photo_bytes()[:400], ""),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', ""),
    ],
    ids=["empty", "text named .jpg", "truncated", "svg"],
)
def test_dana_gets_a_clear_sentence_and_nothing_is_kept(data: bytes, words: str, dana_client: Client) -> None:
    answer = upload(dana_client, data)
    sentence = answer.json()["error"]
    assert answer.status_code == 400
    assert sentence.endswith(".")
    assert words in sentence.lower()
    assert not Photo.objects.exists()
    assert kept_files() == []


def test_a_file_over_the_limit_is_refused_with_a_sentence(dana_client: Client, settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 1000
    answer = upload(dana_client, photo_bytes((400, 300), "PNG") + b"\x00" * 2000)
    assert answer.status_code == 400
    assert not Photo.objects.exists()


def test_a_request_without_a_photo_says_what_to_do(dana_client: Client) -> None:
    answer = dana_client.post(reverse("upload"), {}, headers=SCRIPT)
    assert answer.json() == {"error": "Choose a photo first."}


def test_without_javascript_several_come_at_once_and_each_gets_its_message(dana_client: Client) -> None:
    files = [
        SimpleUploadedFile("one.jpg", photo_bytes()),
        SimpleUploadedFile("two.png", photo_bytes(kind="PNG")),
        SimpleUploadedFile("three.jpg", b"text"),
    ]
    page = dana_client.post(reverse("upload"), {"photo": files}, follow=True).content.decode()
    assert "one.jpg is here." in page
    assert "two.png is here." in page
    assert "three.jpg: " in page
    assert Order.objects.count() == 2


def test_without_javascript_an_empty_form_says_what_to_do(dana_client: Client) -> None:
    page = dana_client.post(reverse("upload"), follow=True).content.decode()
    assert "Choose a photo first." in page


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>.jpg", "x" * 400 + ".jpg", "\u202egpj.exe", "../../etc/passwd", 'quote".jpg', ""],
    ids=["html", "long", "bidi", "folders", "quote", "empty"],
)
def test_a_hostile_name_is_shown_as_text(name: str, dana_client: Client) -> None:
    answer = upload(dana_client, photo_bytes(), name or "x")
    shown = answer.content.decode() + dana_client.get(reverse("orders")).content.decode()
    photo = Photo.objects.get()
    shown += dana_client.get(reverse("order", args=[photo.order.pk])).content.decode()
    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert "/" not in photo.name
    assert len(photo.name) <= 255
