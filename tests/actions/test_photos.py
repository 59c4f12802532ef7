"""Taking a photo in."""

from __future__ import annotations

import errno
import hashlib
import io
from typing import Any

import pytest
from django.db import DatabaseError

from editor.actions.photos.pictures import rendition
from editor.actions.photos.upload import clean_name, upload_photo
from editor.imaging.errors import PictureError
from editor.models import Event, Order, Photo, Rendition, Revision, User
from tests.asking import told
from tests.making import photo_bytes
from tests.services import Disk, stored_files

pytestmark = pytest.mark.django_db


def nothing_was_kept(settings: Any) -> bool:
    rows = [model.objects.count() for model in (Photo, Order, Revision, Rendition, Event)]
    return not any(rows) and not stored_files(settings)


def test_danas_photo_becomes_an_order_with_revision_0(dana: User) -> None:
    data = photo_bytes()
    order = upload_photo(actor=dana, file=io.BytesIO(data), name="kitchen.jpg")
    order.refresh_from_db()
    photo = order.photo
    assert (order.owner, order.state, photo.name) == (dana, "open", "kitchen.jpg")
    assert order.head is not None
    assert order.head.is_original
    with photo.original.open() as file:
        assert file.read() == data
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert (photo.byte_size, photo.size, photo.format) == (len(data), (120, 80), "JPEG")
    assert set(order.head.renditions.values_list("spec", flat=True)) == {"proxy", "thumb"}
    assert told(order) == ["uploaded"]


@pytest.mark.parametrize("folder", ["originals/", "renditions/"])
def test_an_upload_that_finds_the_disk_full_leaves_no_file_and_no_row(
    dana: User, disk: pytest.MonkeyPatch, settings: Any, folder: str
) -> None:
    def full(name: str) -> None:
        if name.startswith(folder):
            raise OSError(errno.ENOSPC, "No space left on device")

    disk.setattr(Disk, "on_save", full)
    with pytest.raises(OSError, match="No space"):
        upload_photo(actor=dana, file=io.BytesIO(photo_bytes()), name="kitchen.jpg")
    assert nothing_was_kept(settings)


def test_an_upload_the_database_refuses_leaves_no_file_and_no_row(
    dana: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_event: Event, **_options: Any) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(DatabaseError):
        upload_photo(actor=dana, file=io.BytesIO(photo_bytes()), name="kitchen.jpg")
    assert nothing_was_kept(settings)


@pytest.mark.parametrize("data", [b"", b"a text named .jpg", photo_bytes()[:300]])
def test_a_file_that_is_no_photo_leaves_no_file_and_no_row(data: bytes, dana: User, settings: Any) -> None:
    with pytest.raises(PictureError):
        upload_photo(actor=dana, file=io.BytesIO(data), name="kitchen.jpg")
    assert nothing_was_kept(settings)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("kitchen.jpg", "kitchen.jpg"),
        ("C:\\photos\\kitchen.jpg", "kitchen.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe\n", "agpj.exe"),
        ("", "photo"),
        ("a" * 300 + ".jpg", "a" * 251 + ".jpg"),
    ],
)
def test_a_photos_name_is_its_own_and_harmless(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_thumbnail_left_out_of_a_backup_is_made_again(dana: User) -> None:
    order = upload_photo(actor=dana, file=io.BytesIO(photo_bytes()), name="kitchen.jpg")
    assert order.head is not None
    first = rendition(order.head, Rendition.Spec.THUMB)
    first.file.delete(save=False)
    again = rendition(order.head, Rendition.Spec.THUMB)
    with again.file.open() as file:
        assert file.read().startswith(b"\xff\xd8")
    assert order.head.renditions.filter(spec="thumb").count() == 1
