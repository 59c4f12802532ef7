"""`manage.py erase`: the same path as on the pages, from a file to a file."""

from __future__ import annotations

import io
import json
import os
import stat
import threading
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_save
from django.utils import timezone
from PIL import Image

from editor import jobs
from editor.actions.photos.pictures import open_picture
from editor.actions.providers.switching import switch_off
from editor.models import Order, Role, Submission, User
from editor.providers import registry
from editor.providers.base import Rejected
from tests.actions.test_parting import painted_over
from tests.asking import told
from tests.making import make_person, mask_png, photo_bytes
from tests.services import RED, Services, needing, painted, raising

# The command works in a thread beside the one that shows progress.
pytestmark = pytest.mark.django_db(transaction=True)
INSIDE, OUTSIDE = (30, 30), (100, 70)


@dataclass
class Ran:
    code: object
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.out)
        return facts

    @property
    def sentence(self) -> str:
        """What was said last: on a failure, one sentence."""
        return self.err.splitlines()[-1]


@pytest.fixture
def desk(tmp_path: Path, services: Services) -> Path:
    """A folder with a photo and its mask; the provider `free` paints what is masked red."""
    services.add("free")
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "kitchen.jpg").write_bytes(photo_bytes())
    (folder / "mask.png").write_bytes(mask_png())
    return folder


def erase(
    desk: Path, *arguments: object, photo: str = "kitchen.jpg", mask: str = "mask.png", out: str = "out.png"
) -> Ran:
    named = (desk / photo, desk / mask, "--output", desk / out, "--provider", "free")
    return run(*named, *arguments)


def run(*arguments: object) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("erase", *map(str, arguments), stdout=out, stderr=err)
    return Ran(left.value.code, out.getvalue(), err.getvalue())


def refused(desk: Path, ran: Ran, words: str, out: str = "out.png") -> None:
    """Exit 1, one sentence on stderr, no OUT and nothing half-made beside it."""
    assert ran.code == 1
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (desk / out).is_file()
    assert not [path for path in desk.iterdir() if path.name.startswith(".")]


def test_what_is_masked_goes_and_the_rest_stays(desk: Path) -> None:
    ran = erase(desk)
    assert (ran.code, ran.out) == (0, "")
    assert ran.sentence.startswith(f"{desk / 'out.png'} is written")
    with Image.open(desk / "out.png") as result, Image.open(desk / "kitchen.jpg") as photo:
        assert (result.format, result.size) == ("PNG", photo.size)
        assert result.convert("RGB").getpixel(INSIDE) == RED
        assert result.convert("RGB").getpixel(OUTSIDE) == photo.getpixel(OUTSIDE)
    assert sorted(path.name for path in desk.iterdir()) == ["kitchen.jpg", "mask.png", "out.png"]


def test_the_order_is_there_on_the_pages_too(desk: Path) -> None:
    erase(desk, "--seed", 7)
    order = Order.objects.get()
    assert (order.photo.name, order.state) == ("kitchen.jpg", "open")
    assert (order.owner.username, order.owner.is_superuser) == ("owner", True)
    assert order.head is not None
    assert order.head.number == 1
    assert order.submissions.get().seed == 7
    assert told(order) == ["uploaded", "submitted", "succeeded"]


def test_the_orders_belong_to_whoever_administers(desk: Path) -> None:
    make_person("mallory", Role.DESIGNER)
    ran = erase(desk)
    refused(desk, ran, "createsuperuser")
    make_person("rhea", Role.REVIEWER)
    erase(desk)
    assert Order.objects.get().owner.username == "rhea"


@pytest.mark.parametrize(("out", "kind"), [("o.png", "PNG"), ("o.JPG", "JPEG"), ("o.jpeg", "JPEG"), ("o.webp", "WEBP")])
def test_the_suffix_of_out_decides_the_format(desk: Path, out: str, kind: str) -> None:
    assert erase(desk, out=out).code == 0
    with Image.open(desk / out) as result:
        assert result.format == kind


def test_out_is_readable_as_the_umask_says(desk: Path) -> None:
    before = os.umask(0o027)
    try:
        erase(desk)
    finally:
        os.umask(before)
    assert stat.S_IMODE((desk / "out.png").stat().st_mode) == 0o640


def white_on_black() -> Image.Image:
    mask = Image.new("L", (120, 80))
    mask.paste(255, (20, 20, 50, 40))
    return mask


def any_alpha() -> Image.Image:
    mask = Image.new("RGBA", (120, 80), (9, 200, 9, 0))
    mask.paste((9, 200, 9, 255), (20, 20, 50, 40))
    return mask


@pytest.mark.parametrize("mask", [white_on_black, any_alpha])
def test_masks_made_elsewhere_are_read(desk: Path, mask: Any) -> None:
    mask().save(desk / "mask.png")
    assert erase(desk).code == 0
    with Image.open(desk / "out.png") as result:
        assert result.convert("RGB").getpixel(INSIDE) == RED
        assert result.convert("RGB").getpixel(OUTSIDE) != RED


def test_json_tells_how_it_went(desk: Path, services: Services) -> None:
    services.add("free", painted(cost=1.5, reference="abc"))
    facts = erase(desk, "--json").json
    order = Order.objects.get()
    assert isinstance(facts.pop("seconds"), float)
    assert facts == {
        "status": "succeeded",
        "provider": "free",
        "reference": "abc",
        "credits": 1.5,
        "price": None,
        "currency": "",
        "seed": order.submissions.get().seed,
        "calls": 0,
        "parts": 1,
        "remote_order": None,
        "order": order.pk,
        "revision": 1,
        "error": None,
    }


def test_finalise_closes_the_order_with_the_result(desk: Path) -> None:
    assert erase(desk, "--finalise").code == 0
    order = Order.objects.get()
    assert order.state == Order.State.FINALISED
    assert order.head is not None
    assert open_picture(order.head).getpixel(INSIDE) == RED
    assert told(order)[-1] == "finalised"


def test_a_provider_that_declines_leaves_no_out(desk: Path, services: Services) -> None:
    services.add("free", raising(Rejected("The service does not remove people.")))
    ran = erase(desk, "--json")
    assert (ran.code, ran.sentence) == (1, "The service does not remove people.")
    assert not (desk / "out.png").exists()
    facts = ran.json
    assert (facts["status"], facts["revision"]) == ("failed", None)
    assert facts["order"] == Order.objects.get().pk
    assert facts["error"] == {"code": "rejected", "message": "The service does not remove people."}


def test_a_mistake_of_ours_is_one_sentence_not_a_traceback(desk: Path, services: Services) -> None:
    services.add("free", raising(ZeroDivisionError()))
    ran = erase(desk)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ran.sentence.startswith("Something went wrong in Eraser itself.")


IMPOSSIBLE: list[tuple[dict[str, str], str]] = [
    ({"photo": "nowhere.jpg"}, "There is no "),
    ({"mask": "nowhere.png"}, "There is no "),
    ({"photo": ".."}, "is a folder, not a file."),
    ({"mask": ".."}, "is a folder, not a file."),
    ({"mask": "kitchen.jpg"}, "not a PNG"),
    ({"photo": "text.jpg"}, "."),
    ({"mask": "small.png"}, "7 × 5"),
    ({"mask": "blank.png"}, "Nothing is painted"),
    ({"out": "out.gif"}, "must end in .png"),
    ({"out": "folder.png"}, "is a folder, not a file."),
    ({"out": "nowhere/out.png"}, "There is no folder"),
    ({"out": "text.jpg/out.png"}, "There is no folder"),
]


def test_what_cannot_work_is_said_in_one_sentence_and_nothing_is_kept(desk: Path) -> None:
    (desk / "folder.png").mkdir()
    (desk / "text.jpg").write_text("a shopping list")
    (desk / "small.png").write_bytes(mask_png((7, 5), (1, 1, 3, 3)))
    (desk / "blank.png").write_bytes(mask_png(box=None))
    for named, words in IMPOSSIBLE:
        refused(desk, erase(desk, **named), words, named.get("out", "out.png"))
    assert not Order.objects.exists()


def test_what_nobody_offers_is_said_in_one_sentence(desk: Path) -> None:
    wrong: list[tuple[tuple[object, ...], str]] = [
        (
            ("--provider", "nobody"),
            f"There is no provider 'nobody'. There is: {', '.join(sorted(registry.PROVIDERS))}.",
        ),
        (("--seed", "-1"), "seed must be between 0 and"),
        (("--seed", 2**32), "seed must be between 0 and"),
    ]
    for arguments, words in wrong:
        ran = erase(desk, *arguments)
        refused(desk, ran, words)
        facts = erase(desk, "--json", *arguments).json
        assert (facts["status"], facts["order"], facts["error"]["message"]) == ("failed", None, ran.sentence)


def test_a_provider_without_its_key_names_the_setting(
    desk: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.add("free"), "settings", needing("FREE_API_KEY"))
    refused(desk, erase(desk), "needs the setting FREE_API_KEY")


def test_out_never_replaces_what_it_is_made_from(desk: Path) -> None:
    before = (desk / "kitchen.jpg").read_bytes()
    assert erase(desk, out="kitchen.jpg").code == 1
    assert (desk / "kitchen.jpg").read_bytes() == before


def test_a_failure_leaves_an_older_out_as_it_was(desk: Path, services: Services) -> None:
    services.add("free", raising(Rejected("No.")))
    (desk / "out.png").write_bytes(b"older")
    assert erase(desk).code == 1
    assert (desk / "out.png").read_bytes() == b"older"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_out_that_must_not_be_written_is_said_before_any_work(desk: Path) -> None:
    desk.chmod(0o500)
    ran = erase(desk)
    desk.chmod(0o700)
    refused(desk, ran, "You have no right to use")
    assert not Order.objects.exists()


def test_without_names_it_says_what_to_give(desk: Path) -> None:
    for arguments in ((), (desk / "kitchen.jpg",), (desk / "kitchen.jpg", desk / "mask.png")):
        refused(desk, run(*arguments), "Give PHOTO, MASK and --output OUT")


def test_progress_is_a_line_each_where_there_is_no_terminal(desk: Path) -> None:
    assert "\r" not in erase(desk).err
    assert "kitchen.jpg: " in erase(desk).err


def test_a_worker_that_has_it_in_hand_is_waited_for(desk: Path, services: Services) -> None:
    """Whoever claims does the step; here it is a worker that was quicker."""
    free = services.add("free")

    def worker(pk: int) -> None:
        Submission.objects.filter(pk=pk).update(next_at=timezone.now())
        jobs.advance(pk)
        connection.close()

    def not_for_the_command(instance: Submission, created: bool, **_rest: Any) -> None:
        if created:
            Submission.objects.filter(pk=instance.pk).update(next_at=timezone.now() + timedelta(hours=1))
            threading.Timer(0.5, worker, [instance.pk]).start()

    post_save.connect(not_for_the_command, sender=Submission)
    try:
        assert erase(desk).code == 0
    finally:
        post_save.disconnect(not_for_the_command, sender=Submission)
    assert free.calls == ["start"]


# In parts ----------------------------------------------------------------------------------------------------------

HALL = (2000, 1500)
LAMP, CABLE = (50, 50, 100, 100), (1800, 1300, 1900, 1400)


@pytest.fixture
def hall(desk: Path, services: Services, settings: Any) -> Path:
    """A photo with things to remove in two corners; `paid` takes $0.02 for each picture."""
    (desk / "kitchen.jpg").write_bytes(photo_bytes(HALL))
    (desk / "mask.png").write_bytes(painted_over(LAMP, CABLE, size=HALL))
    services.add("paid", painted(cost=1.0), bills=True, image_source="bytes", formats=("png",))
    settings.PROVIDER_PRICES, settings.PRICE_CURRENCY = {"paid": Decimal("0.02")}, "USD"
    return desk


def test_far_apart_parts_go_one_by_one_where_that_is_asked_for(hall: Path) -> None:
    ran = erase(hall, "--provider", "paid", "--crops", "several", "--json")
    assert ran.code == 0, ran.err
    told = {name: ran.json[name] for name in ("status", "parts", "credits", "price", "revision")}
    assert told == {"status": "succeeded", "parts": 2, "credits": 2.0, "price": "0.04", "revision": 2}
    assert "2 parts, 228 × 228 px and 328 × 328 px, go to Paid one by one; about $0.04." in ran.err
    with Image.open(hall / "out.png") as result:
        assert [result.convert("RGB").getpixel((x + 5, y + 5)) for x, y, _, _ in (LAMP, CABLE)] == [RED, RED]


def test_one_crop_is_sent_unless_several_are_asked_for(hall: Path) -> None:
    ran = erase(hall, "--provider", "paid", "--json")
    assert (ran.json["parts"], ran.json["price"]) == (1, "0.02")
    (hall / "mask.png").write_bytes(painted_over(LAMP, size=HALL))
    ran = erase(hall, "--provider", "paid", "--crops", "several", "--json")
    assert (ran.json["parts"], ran.json["price"]) == (1, "0.02")
    assert "The mask goes as one" in ran.err


def test_a_part_that_failed_is_told_and_the_other_stays_in_the_order(hall: Path, services: Services) -> None:
    services.add("paid", raising(Rejected("Not this.")), painted(), bills=True, image_source="bytes", formats=("png",))
    ran = erase(hall, "--provider", "paid", "--crops", "several", "--json")
    assert (ran.code, ran.json["status"]) == (1, "failed")
    order = Order.objects.get()
    assert ran.json["error"]["message"] == f"Not this. 1 of 2 parts came: see order {order.pk}."
    assert not (hall / "out.png").exists()
    assert order.head is not None
    assert order.head.number == 1


def test_a_service_that_is_switched_off_says_so_before_anything_is_stored(hall: Path, rhea: User) -> None:
    switch_off(actor=rhea, slug="paid", reason="budget is used up")
    ran = erase(hall, "--provider", "paid", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (1, "switched_off")
    assert ran.json["error"]["message"] == "Paid is switched off by Rhea: budget is used up."
    assert not Order.objects.exists()
