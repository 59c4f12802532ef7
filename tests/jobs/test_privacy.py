"""No service learns who took a photo, with what, when or where: not by any path a photo may take to it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from editor.actions.photos.upload import upload_photo
from editor.models import Order, Submission, User
from tests.asking import Box, advance_until_ended, ask
from tests.imaging.make import DISPLAY_P3, jpeg_with_segment
from tests.providers.table import ENTRIES, Entry

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "DANA-4711"
SIZE = (900, 600)
ALL_OVER: Box = (30, 30, 870, 570)
CORNER: Box = (400, 400, 440, 430)


def telling(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = SECRET
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.BodySerialNumber: SECRET, ExifTags.Base.LensSerialNumber: SECRET}
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 22.0, 6.0), 3: "E", 4: (8.0, 32.0, 0.0)}
    return exif.tobytes()


def photographed(dana: User, kind: str, **how: Any) -> Order:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(SIZE).convert("RGB").save(out, kind, **how)
    data = out.getvalue()
    if kind == "JPEG":
        for marker in (0xE1, 0xED, 0xFE):
            data = jpeg_with_segment(data, marker, b"http://ns.adobe.com/xap/1.0/\0" + SECRET.encode())
    return upload_photo(actor=dana, file=io.BytesIO(data), name=f"{SECRET}.jpg")


def camera(dana: User) -> Order:
    return photographed(dana, "JPEG", exif=telling(1), comment=SECRET)


def on_its_side(dana: User) -> Order:
    return photographed(dana, "JPEG", exif=telling(6))


def wide_gamut(dana: User) -> Order:
    return photographed(dana, "JPEG", exif=telling(1), icc_profile=DISPLAY_P3)


def screenshot(dana: User) -> Order:
    text = PngInfo()
    text.add_text("Author", SECRET)
    return photographed(dana, "PNG", exif=telling(1), pnginfo=text)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])
@pytest.mark.parametrize("box", [ALL_OVER, CORNER], ids=["whole", "crop"])
@pytest.mark.parametrize("photo", [camera, on_its_side, wide_gamut, screenshot])
def test_what_a_service_gets_tells_nothing_but_pixels(
    entry: Entry, photo: Any, box: Box, dana: User, settings: Any, live_server: Any
) -> None:
    order = photo(dana)
    got: list[bytes] = []
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG, settings.PUBLIC_BASE_URL = entry.config(fake), live_server.url
        erase = fake.erased

        def noting(picture: bytes, mask: Image.Image) -> bytes:
            got.append(picture)
            return erase(picture, mask)

        fake.erased = noting  # type: ignore[method-assign]
        submission = advance_until_ended(ask(order, entry.provider.slug, box))
    assert submission.state == Submission.State.SUCCEEDED, submission.error_detail
    assert len(got) == 1
    with Image.open(io.BytesIO(got[0])) as picture:
        assert not picture.getexif()
    for sent in (*got, *(seen.body for seen in fake.seen)):
        assert SECRET.encode() not in sent
        for word in (b"Exif", b"ICC_PROFILE", b"iCCP", b"ns.adobe"):
            assert word not in sent


def test_a_photo_that_may_go_as_it_is_stored_is_neither_decoded_nor_encoded(
    dana: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = camera(dana)
    entry = next(entry for entry in ENTRIES if entry.name == "aihomedesign")
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG = entry.config(fake)
        monkeypatch.setattr("editor.jobs.sending.prepare", None)
        monkeypatch.setattr("editor.jobs.sending.open_picture", None)
        submission = advance_until_ended(ask(order, "aihomedesign", CORNER))
    assert submission.state == Submission.State.SUCCEEDED, submission.error_detail
    upload = next(part for part in fake.seen[0].form() if part.name == "image")
    assert upload.media_type == "image/jpeg"
    assert len(upload.content) < order.photo.byte_size


def test_a_step_that_sends_only_the_mask_opens_no_photo(
    dana: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = on_its_side(dana)
    entry = next(entry for entry in ENTRIES if entry.name == "aihomedesign")
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG = entry.config(fake)
        first = advance_until_ended(ask(order, "aihomedesign", CORNER))
        assert first.state == Submission.State.SUCCEEDED, first.error_detail
        for name in ("prepare", "open_picture", "bare_picture"):
            monkeypatch.setattr(f"editor.jobs.sending.{name}", None)
        second = advance_until_ended(ask(order, "aihomedesign", (100, 100, 140, 140)))
    assert second.state == Submission.State.SUCCEEDED, second.error_detail
