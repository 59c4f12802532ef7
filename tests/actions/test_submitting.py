"""Pressing *Remove items*."""

from __future__ import annotations

import errno
import uuid
from functools import partial
from typing import Any

import pytest

from editor.actions.errors import Refused
from editor.actions.removals.submit import submit_mask
from editor.imaging.errors import PictureError
from editor.models import Order, Submission, User, submission_due
from editor.providers import registry
from editor.providers.base import Provider
from tests.asking import at_once, told
from tests.making import make_order, mask_png
from tests.services import Disk, Services, needing, stored_files

pytestmark = pytest.mark.django_db


def press(order: Order, key: uuid.UUID | None = None, **changes: Any) -> Submission:
    asked = {"parent": order.head, "mask_png": mask_png(), "provider": "free"} | changes
    return submit_mask(actor=order.owner, order=order, key=key or uuid.uuid4(), **asked)


def test_a_submission_keeps_what_was_asked(order: Order, services: Services) -> None:
    services.add("free")
    submission = Submission.objects.get(pk=press(order, seed=7).pk)
    assert (submission.order, submission.parent, submission.provider) == (order, order.head, "free")
    assert (submission.seed, submission.mask_pixels, submission.repeatable) == (7, 600, True)
    with submission.mask.open() as file:
        assert file.read() == mask_png()
    assert told(order) == ["submitted"]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_submission(order: Order, services: Services, settings: Any) -> None:
    services.add("free")
    key, before = uuid.uuid4(), stored_files(settings)
    answers = at_once(*[partial(press, order, key)] * 4)
    assert answers == [Submission.objects.get()] * 4
    assert len(stored_files(settings) - before) == 1
    assert told(order) == ["submitted"]


def test_the_same_press_sent_again_later_is_the_same_submission(order: Order, services: Services) -> None:
    services.add("free")
    key = uuid.uuid4()
    assert press(order, key) == press(order, key)


def test_the_queue_is_woken_after_the_row_is_there(
    order: Order, services: Services, django_capture_on_commit_callbacks: Any
) -> None:
    services.add("free")
    woken: list[int] = []
    submission_due.connect(note := (lambda pk, **_rest: woken.append(pk)))
    with django_capture_on_commit_callbacks(execute=True):
        submission = press(order)
        assert woken == []
    submission_due.disconnect(note)
    assert woken == [submission.pk]


def test_what_cannot_be_sent_is_refused_and_nothing_kept(
    order: Order, agnes: User, services: Services, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyless: type[Provider] = services.add("keyless")
    monkeypatch.setattr(keyless, "settings", needing("KEYLESS_API_KEY"))
    services.add("free")
    foreign = make_order(agnes)
    before = stored_files(settings)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"provider": "unheard-of"}, "not set up here"),
        ({"provider": "keyless"}, "not set up here"),
        ({"parent": foreign.head}, "another order"),
    ]
    for changes, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            press(order, **changes)
    for bad in (mask_png(box=None), mask_png((7, 5)), b"no mask"):
        with pytest.raises(PictureError):
            press(order, mask_png=bad)
    assert "keyless" in registry.PROVIDERS
    assert not Submission.objects.exists()
    assert stored_files(settings) == before


def test_a_closed_order_takes_no_submission_even_from_a_stale_page(
    order: Order, services: Services, settings: Any
) -> None:
    services.add("free")
    before = stored_files(settings)
    Order.objects.update(state=Order.State.FINALISED)
    assert order.state == Order.State.OPEN
    with pytest.raises(Refused, match="closed"):
        press(order)
    assert stored_files(settings) == before
    assert told(order) == []


def test_a_submission_that_finds_the_disk_full_leaves_nothing(
    order: Order, services: Services, settings: Any, disk: pytest.MonkeyPatch
) -> None:
    def full(name: str) -> None:
        raise OSError(errno.ENOSPC, f"No space left on device: {name}")

    services.add("free")
    before = stored_files(settings)
    disk.setattr(Disk, "on_save", full)
    with pytest.raises(OSError, match="No space"):
        press(order)
    assert stored_files(settings) == before
    assert not Submission.objects.exists()
