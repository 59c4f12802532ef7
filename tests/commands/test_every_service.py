"""The same photo and mask through every service from the shell."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image, ImageOps

from editor.models import RemoteOrder, User
from tests.fakes.aihomedesign import AIHomeDesign as FakeAIHomeDesign
from tests.fakes.misbehaviours import say
from tests.fakes.server import Reply
from tests.making import mask_png, photo_bytes
from tests.providers.table import ENTRIES, Entry

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = (900, 600)
every = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, rhea: User) -> None:
    """Services are not waited for; rhea runs this server."""
    monkeypatch.setattr("editor.management.erasing.LOOK", 0.01)
    monkeypatch.setattr("editor.jobs.rows.timedelta", lambda **_time: timedelta(0))
    assert rhea.sees_everything


def erase(folder: Path, slug: str, *more: str) -> tuple[int, dict[str, Any]]:
    (folder / "kitchen.jpg").write_bytes(photo_bytes(SIZE))
    (folder / "mask.png").write_bytes(mask_png(SIZE, (300, 200, 420, 300)))
    return run(folder, slug, *more)


def run(folder: Path, slug: str, *more: str) -> tuple[int, dict[str, Any]]:
    """On the photo and mask that lie in the folder."""
    files = (str(folder / "kitchen.jpg"), str(folder / "mask.png"), f"--output={folder / 'out.png'}")
    out = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("erase", *files, f"--provider={slug}", "--json", *more, stdout=out, stderr=io.StringIO())
    return int(str(left.value.code)), json.loads(out.getvalue())


@every
def test_every_service_erases_from_the_shell(entry: Entry, settings: Any, live_server: Any, tmp_path: Path) -> None:
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG, settings.PUBLIC_BASE_URL = entry.config(fake), live_server.url
        code, facts = erase(tmp_path, entry.provider.slug)
        assert (code, facts["status"]) == (0, "succeeded"), facts
        assert facts["calls"] == len(fake.seen)
    with Image.open(tmp_path / "out.png") as picture:
        assert picture.size == SIZE
        assert picture.getpixel((350, 350)) == Image.open(tmp_path / "kitchen.jpg").getpixel((350, 350))


@dataclass(frozen=True)
class Odd:
    """A photo (its size upright), a mask on it, and a service whose limits make something of it."""

    service: str
    size: tuple[int, int]
    box: tuple[int, int, int, int]
    orientation: int = 1


ODD = {
    "on its side": Odd("bria", (600, 900), (100, 500, 220, 640), orientation=6),
    "48 megapixels": Odd("ailabtools", (8000, 6000), (3000, 2000, 3400, 2300)),
    "5 to 1": Odd("wondershare", (2000, 400), (100, 150, 1900, 250)),
    "over the border": Odd("aithriving", SIZE, (0, 0, 90, 60)),
    "one pixel": Odd("iopaint", SIZE, (350, 10, 351, 11)),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_photos_and_masks_go_through_from_the_shell(
    odd: Odd, settings: Any, live_server: Any, tmp_path: Path
) -> None:
    upright = Image.linear_gradient("L").resize(odd.size).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = odd.orientation
    stored = upright.transpose(Image.Transpose.ROTATE_90) if odd.orientation == 6 else upright
    stored.save(tmp_path / "kitchen.jpg", quality=90, exif=exif)
    (tmp_path / "mask.png").write_bytes(mask_png(odd.size, odd.box))
    entry = next(entry for entry in ENTRIES if entry.name == odd.service)
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG, settings.PUBLIC_BASE_URL = entry.config(fake), live_server.url
        code, facts = run(tmp_path, odd.service)
        assert (code, facts["status"]) == (0, "succeeded"), facts
        assert fake.refusals == []
    with Image.open(tmp_path / "kitchen.jpg") as photo, Image.open(tmp_path / "out.png") as result:
        before, after = np.asarray(ImageOps.exif_transpose(photo)), np.array(result.convert("RGB"))
    assert after.shape[:2] == (odd.size[1], odd.size[0])
    left, top, right, bottom = odd.box
    assert (before[top:bottom, left:right] != after[top:bottom, left:right]).any()
    after[top:bottom, left:right] = before[top:bottom, left:right]
    assert np.array_equal(before, after)


def aihomedesign() -> Entry:
    return next(entry for entry in ENTRIES if entry.name == "aihomedesign")


def test_finalise_reaches_the_services_own_order(settings: Any, tmp_path: Path) -> None:
    with FakeAIHomeDesign() as fake:
        settings.PROVIDER_CONFIG = aihomedesign().config(fake)
        code, facts = erase(tmp_path, "aihomedesign", "--finalise")
        assert (code, facts["remote_order"], facts["price"], facts["currency"]) == (0, "closed", "0.24", "USD")
        (order,) = fake.orders.values()
        assert order.done == RemoteOrder.objects.get().closing["image_id"]


def test_a_service_that_does_not_close_its_order_is_told_and_the_result_kept(settings: Any, tmp_path: Path) -> None:
    with FakeAIHomeDesign() as fake:
        settings.PROVIDER_CONFIG = aihomedesign().config(fake)
        fake.at("POST", "/v1/order/done", say(Reply(400, json={"error": "no"})))
        code, facts = erase(tmp_path, "aihomedesign", "--finalise")
        assert (code, facts["remote_order"], facts["error"]["code"]) == (1, "failed", "not_closed")
    assert (tmp_path / "out.png").exists()


@every
def test_check_asks_what_can_be_asked_for_free(entry: Entry, settings: Any) -> None:
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG = entry.config(fake)
        out = io.StringIO()
        call_command("providers", "--check", "--json", stdout=out)
        (facts,) = (each for each in json.loads(out.getvalue()) if each["provider"] == entry.provider.slug)
        assert facts["accepted"] in {True, None}
        assert facts["check"].endswith(".")
        assert fake.bills == 0


def test_check_tells_of_a_key_that_is_not_accepted(settings: Any) -> None:
    with FakeAIHomeDesign(key="another-key-than-ours") as fake:
        settings.PROVIDER_CONFIG = {"AIHOMEDESIGN_API_KEY": "wrong-key", "AIHOMEDESIGN_BASE_URL": fake.url}
        out = io.StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("providers", "--check", stdout=out)
        assert left.value.code == 1
        assert "AI HomeDesign does not accept its key." in out.getvalue()
