"""A listing as a zip: whole files, true sums, nothing that breaks it, and little memory."""

from __future__ import annotations

import csv
import hashlib
import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.actions.archive import Wanted, archive, contents, rough_size
from editor.actions.errors import Refused
from editor.actions.review.finalise import finalise
from editor.actions.spreadsheet import BOM
from editor.imaging.presets import PRESETS, Preset
from editor.models import Event, Listing, Order, Photo, Revision, Submission, User
from tests.making import make_listing, make_order, make_revision, make_submission, photo_bytes

pytestmark = pytest.mark.django_db

MLS = Wanted(preset=PRESETS["mls"][1], preset_name="mls")
ALL = Wanted(preset=PRESETS["mls"][1], preset_name="mls", unfinished=True)


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes, reference="A-7")


def finished(owner: User, agent: User, listing: Listing, name: str = "kitchen.jpg", **facts: Any) -> Order:
    """A photo with something removed, finalised by the agent."""
    order = make_order(owner, name=name, listing=listing, **facts)
    parent = order.head
    revision = make_revision(order)
    make_submission(order, state="succeeded", parent=parent, result=revision, price="0.25", currency="USD")
    finalise(actor=agent, order=order, revision=revision)
    return order


def opened(actor: User, listing: Listing, wanted: Wanted = MLS) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(archive(actor=actor, listing=listing, wanted=wanted))))


def rows(archived: zipfile.ZipFile) -> list[dict[str, str]]:
    text = archived.read("manifest.csv").decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def test_agnes_gets_originals_as_they_came_and_finals_by_the_preset(dana: User, agnes: User, listing: Listing) -> None:
    data = photo_bytes((3000, 2000))
    finished(dana, agnes, listing, data=data, size=(3000, 2000))
    archived = opened(agnes, listing)
    assert archived.testzip() is None
    assert archived.namelist() == ["originals/01 kitchen.jpg", "finals/01 kitchen.jpg", "manifest.csv"]
    assert archived.read("originals/01 kitchen.jpg") == data
    final = Image.open(io.BytesIO(archived.read("finals/01 kitchen.jpg")))
    assert (final.format, final.size) == ("JPEG", (2048, 1365))
    pixel = final.getpixel((1500, 200))
    assert isinstance(pixel, tuple)
    assert max(abs(a - b) for a, b in zip(pixel, (90, 140, 90), strict=True)) < 6, (
        "the finalised revision, not the photo"
    )


def test_the_manifest_says_what_each_file_is_and_who_finalised_it(dana: User, agnes: User, listing: Listing) -> None:
    order = finished(dana, agnes, listing)
    finished(dana, agnes, listing, name="hall.jpg")
    archived = opened(agnes, listing)
    first, second = rows(archived)
    for row in (first, second):
        for kind in ("original", "final"):
            data = archived.read(row[f"{kind}_file"])
            assert row[f"{kind}_sha256"] == hashlib.sha256(data).hexdigest()
            assert row[f"{kind}_bytes"] == str(len(data))
    assert first["original_sha256"] == order.photo.sha256
    told = {name: first[name] for name in ("number", "photo", "state", "revision", "finalised_by", "providers", "cost")}
    assert told == {
        "number": "1",
        "photo": "kitchen.jpg",
        "state": "finalised",
        "revision": "1",
        "finalised_by": "Agnes",
        "providers": "local",
        "cost": "0.2500",
    }
    assert first["finalised_at"] == order.events.get(kind="finalised").at.isoformat(timespec="seconds")
    assert (first["note"], first["currency"]) == ("", "USD")


def test_only_finalised_photos_go_in_unless_agnes_asks_for_all(dana: User, agnes: User, listing: Listing) -> None:
    make_order(dana, name="open.jpg", listing=listing)
    with pytest.raises(Refused) as caught:
        archive(actor=agnes, listing=listing, wanted=MLS)
    assert "no photo is finalised" in caught.value.sentence
    finished(dana, agnes, listing)
    archived = opened(agnes, listing)
    assert not [name for name in archived.namelist() if "open" in name]
    assert [row["note"] for row in rows(archived)] == ["Left out: it is not finalised.", ""]
    archived = opened(agnes, listing, ALL)
    assert "finals/01 open.jpg" in archived.namelist()
    assert [row["note"] for row in rows(archived)] == ["It is not finalised: it went in as it stood.", ""]


def test_a_designer_gets_her_own_photos_only_and_mallory_none(
    dana: User, agnes: User, mallory: User, listing: Listing
) -> None:
    finished(dana, agnes, listing)
    finished(agnes, agnes, listing, name="agnes.jpg")
    assert [row["photo"] for row in rows(opened(dana, listing))] == ["kitchen.jpg"]
    assert len(rows(opened(agnes, listing))) == 2
    with pytest.raises(Refused):
        archive(actor=mallory, listing=listing, wanted=MLS)


def test_a_download_is_noted_once_for_each_photo_in_it(dana: User, agnes: User, listing: Listing) -> None:
    order = finished(dana, agnes, listing)
    left_out = make_order(dana, listing=listing)
    opened(agnes, listing)
    event = order.events.get(kind=Event.Kind.DOWNLOADED)
    assert (event.actor, event.data["revision"], event.data["files"]) == (agnes, 1, ["originals", "finals"])
    assert not left_out.events.filter(kind=Event.Kind.DOWNLOADED).exists()
    opened(agnes, listing)
    assert order.events.filter(kind=Event.Kind.DOWNLOADED).count() == 2


def test_a_photo_that_cannot_be_read_is_named_and_the_others_come(dana: User, agnes: User, listing: Listing) -> None:
    lost, broken, changed, good = (finished(dana, agnes, listing, name=f"{n}.jpg") for n in ("a", "b", "c", "d"))
    Path(lost.photo.original.path).unlink()
    assert broken.head
    Path(broken.head.picture.path).write_bytes(b"no picture")
    Path(changed.photo.original.path).write_bytes(photo_bytes(colour=(1, 2, 3)))
    archived = opened(agnes, listing)
    assert archived.testzip() is None
    told = {row["photo"]: row["note"] for row in rows(archived)}
    assert "The original is missing" in told["a.jpg"]
    assert told["b.jpg"].endswith(".")
    assert "another one" in told["c.jpg"]
    assert told["d.jpg"] == ""
    names = archived.namelist()
    assert "originals/01 a.jpg" not in names
    assert "finals/01 a.jpg" in names
    assert "finals/02 b.jpg" not in names
    assert "originals/02 b.jpg" in names
    assert {"originals/04 d.jpg", "finals/04 d.jpg"} <= set(names)
    assert good.events.filter(kind=Event.Kind.DOWNLOADED).exists()


def test_a_cap_that_cannot_be_held_is_told_in_the_manifest(dana: User, agnes: User, listing: Listing) -> None:
    finished(dana, agnes, listing)
    archived = opened(agnes, listing, Wanted(preset=Preset(max_bytes=300), preset_name="own"))
    assert archived.namelist() == ["originals/01 kitchen.jpg", "manifest.csv"]
    assert "Choose fewer pixels" in rows(archived)[0]["note"]


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@sum", "\t=1", " =1"])
def test_no_cell_of_the_manifest_is_a_formula(name: str, dana: User, agnes: User, listing: Listing) -> None:
    order = finished(dana, agnes, listing)
    Photo.objects.filter(pk=order.photo_id).update(name=f"{name}.jpg")
    assert rows(opened(agnes, listing))[0]["photo"] == f"'{name}.jpg"


def test_originals_alone_and_finals_alone(dana: User, agnes: User, listing: Listing) -> None:
    finished(dana, agnes, listing)
    for originals, kind in (False, "finals"), (True, "originals"):
        wanted = Wanted(preset=MLS.preset, preset_name="mls", originals=originals, finals=not originals)
        assert opened(agnes, listing, wanted).namelist() == [f"{kind}/01 kitchen.jpg", "manifest.csv"]


def test_the_page_knows_about_how_large_it_gets(dana: User, agnes: User, listing: Listing) -> None:
    order = finished(dana, agnes, listing)
    photos = contents(agnes, listing, MLS)
    assert rough_size(photos, MLS) > order.photo.byte_size


def test_who_hangs_up_ends_the_work(dana: User, agnes: User, listing: Listing) -> None:
    """The next photo is not even opened: its file may vanish."""
    finished(dana, agnes, listing)
    later = finished(dana, agnes, listing, name="later.jpg")
    pieces = archive(actor=agnes, listing=listing, wanted=MLS)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    Path(later.photo.original.path).unlink()
    assert list(pieces) == []


def test_more_than_four_gigabytes_would_be_told_by_the_zip64_way(
    dana: User, agnes: User, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the border of the old format lay at 500 bytes."""
    monkeypatch.setattr("zipstream.ng.ZIP64_LIMIT", 500)
    finished(dana, agnes, listing)
    finished(dana, agnes, listing, name="hall.jpg")
    data = b"".join(archive(actor=agnes, listing=listing, wanted=MLS))
    assert b"PK\x06\x06" in data
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_thirty_photos_take_no_more_memory_than_three(dana: User, agnes: User, listing: Listing) -> None:
    """The pixels themselves are Pillow's and not seen here; tests/bench/archive.py measures the whole process."""
    grain = np.random.default_rng(7).integers(0, 255, (500, 700, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).save(out, "JPEG", quality=95)

    def peak(photos: int) -> int:
        for _ in range(photos):
            finished(dana, agnes, listing, data=out.getvalue(), size=(700, 500))
        tracemalloc.start()
        sent = sum(len(piece) for piece in archive(actor=agnes, listing=listing, wanted=MLS))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sent > photos * len(out.getvalue())
        return most

    few = peak(3)
    assert peak(27) < few + 2 * len(out.getvalue())


def test_the_same_questions_for_three_photos_as_for_twelve(
    dana: User, agnes: User, listing: Listing, django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        finished(dana, agnes, listing)
    with django_assert_num_queries(10, exact=False):
        opened(agnes, listing)
    assert Revision.objects.count() == 24
    assert Submission.objects.count() == 12
