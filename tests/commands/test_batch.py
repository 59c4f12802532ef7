"""`manage.py erase --batch PHOTOS MASKS OUT`: a folder at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from editor.models import Order
from tests.commands.test_erase import INSIDE, Ran, run
from tests.making import mask_png, photo_bytes
from tests.services import RED, Services

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folders(tmp_path: Path, services: Services) -> Path:
    """Folders `photos` and `masks` with a pair each named kitchen and porch."""
    services.add("free")
    for name in ("photos", "masks"):
        (tmp_path / name).mkdir()
    for name, kind in (("kitchen.jpg", "JPEG"), ("porch.png", "PNG")):
        (tmp_path / "photos" / name).write_bytes(photo_bytes(kind=kind))
        (tmp_path / "masks" / f"{Path(name).stem}.png").write_bytes(mask_png())
    return tmp_path


def batch(folders: Path, *arguments: str, photos: str = "photos", masks: str = "masks") -> Ran:
    return run("--batch", folders / photos, folders / masks, folders / "out", "--provider", "free", *arguments)


def results(folders: Path) -> list[str]:
    return sorted(path.name for path in (folders / "out").iterdir())


def test_every_photo_with_a_mask_is_erased(folders: Path) -> None:
    ran = batch(folders)
    assert ran.code == 0
    assert results(folders) == ["kitchen.jpg", "porch.png"]
    with Image.open(folders / "out" / "porch.png") as result:
        assert result.convert("RGB").getpixel(INSIDE) == RED
    assert ran.sentence == "[########################] 2/2 2 done, 0 failed."
    assert Order.objects.count() == 2


def test_a_bad_file_does_not_stop_the_others(folders: Path) -> None:
    (folders / "photos" / "hall.jpg").write_text("a shopping list")
    (folders / "masks" / "hall.png").write_bytes(mask_png())
    (folders / "photos" / "lamp.jpg").write_bytes(photo_bytes())
    ran = batch(folders)
    assert ran.code == 1
    assert results(folders) == ["kitchen.jpg", "porch.png"]
    assert [line for line in ran.err.splitlines() if line.startswith("hall.jpg: ")]
    assert f"lamp.jpg: There is no lamp.png in {folders / 'masks'}." in ran.err
    assert ran.sentence.endswith("4/4 2 done, 2 failed.")


def test_json_is_a_line_for_each_photo(folders: Path) -> None:
    (folders / "photos" / "lamp.jpg").write_bytes(photo_bytes())
    lines = [json.loads(line) for line in batch(folders, "--json").out.splitlines()]
    assert [(line["photo"], line["status"]) for line in lines] == [
        ("kitchen.jpg", "succeeded"),
        ("lamp.jpg", "failed"),
        ("porch.png", "succeeded"),
    ]
    assert lines[1]["error"]["code"] == "no_pair"


def test_a_format_that_is_not_written_becomes_a_png(folders: Path) -> None:
    (folders / "photos" / "attic.bmp").write_bytes(photo_bytes(kind="BMP"))
    (folders / "masks" / "attic.png").write_bytes(mask_png())
    batch(folders)
    assert "attic.png" in results(folders)


def test_two_photos_never_share_one_result(folders: Path) -> None:
    (folders / "photos" / "porch.bmp").write_bytes(photo_bytes(kind="BMP"))
    ran = batch(folders)
    assert ran.code == 1
    assert "is the result of another photo" in ran.err


def test_what_is_no_photo_is_passed_over(folders: Path) -> None:
    (folders / "photos" / ".hidden.jpg").write_text("")
    (folders / "photos" / "notes.txt").write_text("buy milk")
    (folders / "photos" / "more.jpg").mkdir()
    assert batch(folders).sentence.endswith("2/2 2 done, 0 failed.")


def test_folders_that_cannot_be_used_are_said_in_one_sentence(folders: Path) -> None:
    (folders / "empty").mkdir()
    wrong = [
        ({"photos": "nowhere"}, "There is no "),
        ({"masks": "nowhere"}, "There is no "),
        ({"photos": "photos/kitchen.jpg"}, "not in a folder"),
        ({"masks": "photos"}, "must be two folders"),
        ({"photos": "empty"}, "There are no photos in"),
    ]
    for changes, words in wrong:
        ran = batch(folders, **changes)
        assert (ran.code, len(ran.err.splitlines())) == (1, 1)
        assert words in ran.err
    assert not Order.objects.exists()


def test_one_photo_and_a_batch_at_once_is_too_much(folders: Path) -> None:
    assert "Give PHOTO, MASK and --output OUT" in batch(folders, "--output", "x.png").err
