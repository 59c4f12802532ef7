"""Pictures and downloads: who caches them, what a browser may do with them, and that they are the right ones."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from editor.addresses import picture_address
from editor.models import Order, Revision, User
from tests.making import make_order, make_revision, photo_bytes

GPS_TAG = 0x8825


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def picture(answer: Any) -> Image.Image:
    return Image.open(io.BytesIO(body(answer)))


def photo_with_location() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6
    exif.get_ifd(GPS_TAG)[1] = "N"
    exif.get_ifd(GPS_TAG)[2] = (52.0, 31.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (120, 80), (90, 120, 150)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("name", ["proxy", "thumb"])
def test_renditions_are_kept_for_a_year_by_the_browser_alone(name: str, order: Order, dana_client: Client) -> None:
    url = reverse(name, args=[order.head_id])
    answer = dana_client.get(url)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert picture(answer).format == "JPEG"
    again = dana_client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")


def test_a_picture_kept_for_a_year_is_not_taken_for_one_of_another_database(order: Order) -> None:
    """A new installation counts its revisions from 1 again."""
    assert order.head
    before = picture_address("thumb", order.head)
    order.head.created_at += timedelta(days=1)
    assert picture_address("thumb", order.head) != before


@pytest.mark.parametrize("name", ["proxy", "thumb", "download", "original"])
def test_a_browser_runs_nothing_in_a_picture(name: str, order: Order, dana_client: Client) -> None:
    pk = order.photo_id if name == "original" else order.head_id
    headers = dana_client.get(reverse(name, args=[pk])).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_tiles_come_one_by_one_and_only_those_that_exist(dana: User, dana_client: Client) -> None:
    order = make_order(dana, size=(2500, 1100), data=photo_bytes((2500, 1100)))
    sizes = {}
    for x, y in [(0, 0), (2, 1)]:
        answer = dana_client.get(reverse("tile", args=[order.head_id, 0, x, y]))
        assert answer.headers["Cache-Control"].endswith("immutable")
        sizes[x, y] = picture(answer).size
    assert sizes == {(0, 0): (1024, 1024), (2, 1): (452, 76)}
    for level, x, y in [(0, 3, 0), (0, 0, 2), (1, 0, 0), (9**9, 0, 0)]:
        assert dana_client.get(reverse("tile", args=[order.head_id, level, x, y])).status_code == 404


@pytest.mark.parametrize(("kind", "name"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_dana_downloads_the_revision_at_full_size(kind: str, name: str, order: Order, dana_client: Client) -> None:
    revision = make_revision(order)
    answer = dana_client.get(reverse("download", args=[revision.pk]), {"format": kind})
    shown = picture(answer)
    assert (shown.format, shown.size) == (name, (120, 80))
    assert answer.headers["Content-Type"] == f"image/{kind}"
    suffix = "jpg" if kind == "jpeg" else kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kitchen-erased-1.{suffix}"'


def test_the_png_has_every_pixel_of_the_revision(order: Order, dana_client: Client) -> None:
    revision = make_revision(order)
    shown = picture(dana_client.get(reverse("download", args=[revision.pk]), {"format": "png"}))
    with revision.picture.open("rb") as file:
        assert shown.convert("RGB").tobytes() == Image.open(file).convert("RGB").tobytes()


def test_a_jpeg_keeps_the_camera_and_loses_the_place_when_asked(dana: User, dana_client: Client) -> None:
    order = make_order(dana, size=(80, 120), data=photo_with_location())
    url = reverse("download", args=[order.head_id])
    kept = picture(dana_client.get(url, {"format": "jpeg", "location": "keep"}))
    removed = picture(dana_client.get(url, {"format": "jpeg", "location": "remove"}))
    assert kept.size == removed.size == (80, 120)
    assert kept.getexif()[0x010F] == removed.getexif()[0x010F] == "A camera"
    assert kept.getexif().get_ifd(GPS_TAG)
    assert not removed.getexif().get_ifd(GPS_TAG)
    assert removed.getexif().get(0x0112, 1) == 1


def test_an_unknown_format_is_not_found(order: Order, dana_client: Client) -> None:
    assert dana_client.get(reverse("download", args=[order.head_id]), {"format": "exe"}).status_code == 404


def test_the_original_comes_back_byte_for_byte(order: Order, dana_client: Client) -> None:
    answer = dana_client.get(reverse("original", args=[order.photo_id]))
    assert body(answer) == photo_bytes()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kitchen.jpg"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Küche.jpg", "attachment; filename*=utf-8''K%C3%BCche.jpg"),
        ("x" * 255, f'attachment; filename="{"x" * 60}"'),
        ("two\r\nSet-Cookie: lines.jpg", 'attachment; filename="twoSet-Cookie: lines.jpg"'),
        ('quo"te.jpg', 'attachment; filename="quo\\"te.jpg"'),
        ("\u202e.jpg", 'attachment; filename="photo.jpg"'),
    ],
    ids=["umlaut", "long", "lines", "quote", "bidi"],
)
def test_a_downloads_name_is_one_a_header_and_a_disk_can_hold(
    name: str, expected: str, order: Order, dana_client: Client
) -> None:
    order.photo.name = name
    order.photo.save()
    answer = dana_client.get(reverse("original", args=[order.photo_id]))
    assert answer.headers["Content-Disposition"] == expected


@pytest.mark.usefixtures("order")
def test_mallory_does_not_get_a_picture_by_guessing_numbers(mallory_client: Client) -> None:
    for revision in Revision.objects.all():
        for name in ("proxy", "thumb", "download"):
            assert mallory_client.get(reverse(name, args=[revision.pk])).status_code == 404
