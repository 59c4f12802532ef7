"""Where a result lands, and that it touches nothing else."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image, ImageChops, ImageCms

from editor.actions.photos.pictures import open_picture
from editor.actions.review.history import step_back
from editor.models import Order, Revision, Submission, User
from editor.providers.base import Control, Job, Step
from tests.asking import LEFT, RIGHT, Box, advance_until_ended, ask, at_once, told
from tests.making import make_order
from tests.services import RED, Disk, Services, painted, stored_files

State = Submission.State
pytestmark = pytest.mark.django_db
GREEN = (10, 250, 10)


def head_of(order: Order) -> Revision:
    order.refresh_from_db()
    assert order.head is not None
    return order.head


def pixel(revision: Revision | None, box: Box) -> object:
    """A pixel in the middle of the box."""
    assert revision is not None
    return open_picture(revision).getpixel(((box[0] + box[2]) // 2, (box[1] + box[3]) // 2))


def test_two_things_removed_side_by_side_are_both_gone(order: Order, services: Services) -> None:
    services.add("free", painted(RED), painted(GREEN))
    one, other = ask(order, "free", LEFT), ask(order, "free", RIGHT)
    advance_until_ended(one)
    advance_until_ended(other)
    head = head_of(order)
    assert (pixel(head, LEFT), pixel(head, RIGHT)) == (RED, GREEN)
    assert head == other.result
    assert head.parent == one.result


def test_where_a_mask_was_deleted_as_old_a_result_lands_on_what_was_painted_on(
    order: Order, services: Services
) -> None:
    """Nobody knows any more whether the two touch: nothing is put over the other."""
    services.add("free", painted(RED), painted(GREEN))
    one, other = ask(order, "free", LEFT), ask(order, "free", RIGHT)
    advance_until_ended(one)
    Submission.objects.filter(pk=one.pk).update(mask_dropped_at=timezone.now(), mask="")
    advance_until_ended(other)
    other.refresh_from_db()
    assert other.result
    assert other.result.parent == order.revisions.get(number=0)


def test_two_results_that_land_at_once_are_both_in_the_head(order: Order, services: Services) -> None:
    def while_another_lands(job: Job, control: Control) -> Step:
        if not head_of(order).number:
            advance_until_ended(other)
        return painted(RED)(job, control)

    services.add("free", while_another_lands)
    services.add("quick", painted(GREEN))
    one, other = ask(order, "free", LEFT), ask(order, "quick", RIGHT)
    advance_until_ended(one)
    head = head_of(order)
    assert (pixel(head, LEFT), pixel(head, RIGHT)) == (RED, GREEN)


def test_a_result_that_is_overtaken_while_it_is_stored_is_placed_again(
    order: Order, services: Services, disk: pytest.MonkeyPatch, settings: Any
) -> None:
    services.add("free", painted(RED))
    services.add("quick", painted(GREEN))
    one, other = ask(order, "free", LEFT), ask(order, "quick", RIGHT)

    def overtake(name: str) -> None:
        if name.startswith("revisions/") and not head_of(order).number:
            disk.setattr(Disk, "on_save", lambda _name: None)
            advance_until_ended(other)

    disk.setattr(Disk, "on_save", overtake)
    advance_until_ended(one)
    head = head_of(order)
    assert (pixel(head, LEFT), pixel(head, RIGHT)) == (RED, GREEN)
    assert [revision.number for revision in order.revisions.order_by("number")] == [0, 1, 2]
    kept = {revision.picture.name for revision in order.revisions.exclude(number=0)}
    assert {name for name in stored_files(settings) if name.startswith("revisions/")} == kept


@pytest.mark.django_db(transaction=True)
def test_workers_that_finish_together_lose_nothing(order: Order, services: Services) -> None:
    services.add("free")
    boxes = [(10 + 20 * place, 10, 20 + 20 * place, 30) for place in range(5)]
    submissions = [ask(order, "free", box) for box in boxes]
    at_once(*[partial(advance_until_ended, each) for each in submissions])
    head = head_of(order)
    assert [pixel(head, box) for box in boxes] == [RED] * 5
    assert sorted(order.revisions.values_list("number", flat=True)) == [0, 1, 2, 3, 4, 5]


def test_a_second_try_at_the_same_place_replaces_the_first(order: Order, services: Services) -> None:
    services.add("free", painted(RED), painted(GREEN))
    one, other = ask(order, "free", LEFT), ask(order, "free", (30, 20, 60, 60))
    advance_until_ended(one)
    advance_until_ended(other)
    head = head_of(order)
    assert head == other.result
    assert head.parent == other.parent
    assert pixel(head, (30, 20, 60, 60)) == GREEN
    assert pixel(head, (10, 20, 28, 60)) != RED
    assert pixel(one.result, (10, 20, 28, 60)) == RED, "the first try stays in the history"


def test_stepping_back_while_something_is_removed_keeps_the_head(order: Order, services: Services) -> None:
    services.add("free")
    original = head_of(order)
    advance_until_ended(ask(order, "free", LEFT))
    running = ask(order, "free", RIGHT)
    step_back(actor=order.owner, order=order, revision=original)
    advance_until_ended(running)
    assert head_of(order) == original
    assert running.result is not None
    assert running.result.parent == running.parent
    assert pixel(running.result, RIGHT) == RED


def test_dana_paints_on_an_earlier_revision_and_loses_nothing_meanwhile(order: Order, services: Services) -> None:
    services.add("free", painted(RED), painted(GREEN))
    original = head_of(order)
    advance_until_ended(ask(order, "free", LEFT))
    advance_until_ended(ask(order, "free", RIGHT, parent=original))
    assert (pixel(head_of(order), LEFT), pixel(head_of(order), RIGHT)) == (RED, GREEN)


def test_a_result_for_a_closed_order_is_kept_without_moving_its_head(order: Order, services: Services) -> None:
    services.add("free")
    original, running = head_of(order), ask(order, "free")
    Order.objects.filter(pk=order.pk).update(state=Order.State.FINALISED)
    assert advance_until_ended(running).state == State.SUCCEEDED
    assert head_of(order) == original


def test_a_result_has_what_the_pages_show(order: Order, services: Services) -> None:
    services.add("free")
    submission = advance_until_ended(ask(order, "free"))
    assert submission.result is not None
    specs = set(submission.result.renditions.values_list("spec", flat=True))
    assert specs == {"proxy", "thumb"}
    assert submission.result.created_by == order.owner
    assert told(order) == ["submitted", "succeeded"]


# Display P3's primaries, adapted to D50, as they stand in Apple's profile.
P3 = {b"rXYZ": (0.5151, 0.2412, -0.0011), b"gXYZ": (0.2920, 0.6922, 0.0419), b"bXYZ": (0.1571, 0.0666, 0.7841)}


def p3_profile() -> bytes:
    """LittleCMS' sRGB profile with the primaries of Display P3: its tag table tells where they stand."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    for tag in range(count):
        name, at, _size = struct.unpack_from(">4sII", profile, 132 + 12 * tag)
        if name in P3:
            struct.pack_into(">3i", profile, at + 8, *(round(value * 65536) for value in P3[name]))
    return bytes(profile)


def gradients(mode: str, **saved: Any) -> bytes:
    """A PNG in which hardly two neighbours are alike."""
    straight, round_one = Image.linear_gradient("L"), Image.radial_gradient("L")
    bands = [straight, round_one, straight.rotate(90), straight.rotate(180)][: len(mode)]
    out = io.BytesIO()
    Image.merge(mode, bands).resize((120, 80)).save(out, "PNG", **saved)
    return out.getvalue()


@pytest.mark.parametrize(
    "photo",
    [
        pytest.param(lambda: gradients("RGB"), id="sRGB"),
        pytest.param(lambda: gradients("RGBA"), id="cut-out"),
        pytest.param(lambda: gradients("RGB", icc_profile=p3_profile()), id="P3"),
        pytest.param(lambda: gradients("RGBA", icc_profile=p3_profile()), id="P3 cut-out"),
    ],
)
def test_outside_the_mask_nothing_changes_to_the_byte(
    photo: Callable[[], bytes], dana: User, services: Services
) -> None:
    services.add("free")
    order = make_order(dana, name="photo.png", data=photo())
    before = open_picture(head_of(order))
    advance_until_ended(ask(order, "free", LEFT))
    after = open_picture(head_of(order))
    assert (after.mode, after.info) == (before.mode, before.info)
    for was, now in zip(before.split(), after.split(), strict=True):
        changed = ImageChops.difference(was, now)
        changed.paste(0, LEFT)
        assert changed.getbbox() is None
    inside = after.crop(LEFT).convert("RGB")
    assert inside.getcolors() == [(inside.width * inside.height, RED)]
    if before.mode == "RGBA":
        assert after.getchannel("A").tobytes() == before.getchannel("A").tobytes()
