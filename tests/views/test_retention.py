"""Rhea's page of old files: counted first, deleted by a worker; and what pages say of what is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor import tasks
from editor.actions.desk import clearing
from editor.actions.desk.retention import Ages, drop
from editor.models import Clearing, Event, Order, User
from tests.making import make_listing, make_order, make_revision, make_submission

AGES = {"originals": "30", "masks": "30", "results": "30"}


@pytest.fixture
def old(dana: User) -> Order:
    order = make_order(dana)
    make_submission(order, state="succeeded", parent=order.head, result=make_revision(order))
    Order.objects.update(state="canceled", updated_at=timezone.now() - timedelta(days=40))
    order.refresh_from_db()
    return order


@pytest.fixture
def gone(old: Order) -> Order:
    drop(actor=None, order=old, ages=Ages(originals=1, masks=1, results=1))
    return old


def test_rhea_sees_what_would_go_before_anything_does(old: Order, rhea_client: Client) -> None:
    html = rhea_client.get(reverse("admin:retention"), AGES).content.decode()
    assert "Delete 3 files" in html
    assert not Clearing.objects.exists()
    assert not old.photo.dropped_at


def test_she_confirms_and_a_worker_does_it(old: Order, rhea_client: Client) -> None:
    html = rhea_client.post(reverse("admin:retention"), AGES, follow=True).content.decode()
    assert "3 files are being deleted." in html
    assert "0 of 3 files so far" in html
    [run] = Clearing.objects.all()
    assert 'hx-trigger="every 2s"' in rhea_client.get(reverse("admin:retention_progress")).content.decode()
    while clearing.step(run.pk):
        pass
    html = rhea_client.get(reverse("admin:retention_progress")).content.decode()
    assert "3 files" in html
    assert "every 2s" not in html
    run.refresh_from_db()
    assert (run.files, bool(run.ended_at)) == (3, True)
    assert old.events.get(kind=Event.Kind.DROPPED).actor == run.asked_by
    entry = LogEntry.objects.get()
    assert entry.change_message == "Had 3 old files deleted: originals 30 days, masks 30 days, results 30 days."


def test_a_run_is_taken_up_again_where_a_dead_worker_left_it(old: Order, rhea: User) -> None:
    run = clearing.start_clearing(actor=rhea, ages=Ages(masks=30))
    Clearing.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert clearing.clearings_due() == []
    assert not clearing.step(run.pk)
    Clearing.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    assert clearing.clearings_due() == [run.pk]
    tasks.clear.call_local(run.pk)
    assert old.submissions.get().mask_dropped_at


def test_one_run_at_a_time_and_none_for_nothing(old: Order, rhea_client: Client) -> None:
    assert old.pk
    rhea_client.post(reverse("admin:retention"), AGES)
    html = rhea_client.post(reverse("admin:retention"), AGES, follow=True).content.decode()
    assert "Old files are being deleted already." in html
    Clearing.objects.update(ended_at=timezone.now())
    html = rhea_client.post(reverse("admin:retention"), {"masks": "900"}, follow=True).content.decode()
    assert "Nothing is old enough to go." in html


@pytest.mark.parametrize("ages", [{"masks": "-1"}, {"masks": "soon"}, {"finalised_originals": "on"}])
def test_an_age_that_is_none_is_told(ages: dict[str, str], old: Order, rhea_client: Client) -> None:
    assert old.pk
    html = rhea_client.get(reverse("admin:retention"), ages).content.decode()
    assert "An age is a number of days" in html or "Give at least one age" in html
    assert rhea_client.post(reverse("admin:retention"), ages).status_code == 302
    assert not Clearing.objects.exists()


def test_nobody_else_finds_the_page(dana_client: Client, anonymous_client: Client) -> None:
    for name in ("admin:retention", "admin:retention_progress"):
        assert dana_client.get(reverse(name)).status_code == 404
        assert dana_client.post(reverse(name), AGES).status_code == 404
        assert anonymous_client.get(reverse(name)).status_code == 302


def test_pages_say_calmly_what_is_gone(gone: Order, dana_client: Client) -> None:
    submission = gone.submissions.get()
    addresses = [
        reverse("original", args=[gone.photo_id]),
        *(reverse("download", args=[revision.pk]) for revision in gone.revisions.all()),
        reverse("submission_mask", args=[submission.pk]),
        reverse("submission_mask_thumb", args=[submission.pk]),
    ]
    for address in addresses:
        answer = dana_client.get(address)
        assert answer.status_code == 410, address
        assert "because it was old" in answer.content.decode()
    answer = dana_client.get(addresses[0], headers={"X-Requested-With": "XMLHttpRequest"})
    assert "deleted because it was old" in answer.json()["error"]


def test_the_order_and_its_small_pictures_are_still_there(gone: Order, dana_client: Client) -> None:
    html = dana_client.get(reverse("order", args=[gone.pk])).content.decode()
    assert "Deleted because it was old: only small pictures are left." in html
    assert "Its file was deleted because it was old." in html
    for revision in gone.revisions.all():
        for name in ("proxy", "thumb"):
            assert dana_client.get(reverse(name, args=[revision.pk])).status_code == 200
    assert dana_client.get(reverse("paint", args=[gone.pk])).status_code == 410
    assert dana_client.get(reverse("paint_json", args=[gone.pk])).status_code == 410
    listed = dana_client.get(reverse("recent_masks", args=[make_order(gone.owner).pk])).json()
    assert listed == {"masks": []}


def test_a_large_picture_that_is_gone_offers_no_tiles(dana: User, dana_client: Client) -> None:
    order = make_order(dana, size=(2600, 1800))
    Order.objects.update(state="canceled", updated_at=timezone.now() - timedelta(days=40))
    tile = reverse("tile", args=[order.head_id, 0, 0, 0])
    assert dana_client.get(tile).status_code == 200
    drop(actor=None, order=Order.objects.get(pk=order.pk), ages=Ages(originals=1))
    assert dana_client.get(tile).status_code == 410
    html = dana_client.get(reverse("order", args=[order.pk])).content.decode()
    assert "tiles/{level}" not in html


def test_a_zip_says_in_its_manifest_what_was_deleted(dana: User, agnes: User, agnes_client: Client) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes))
    make_revision(order)
    Order.objects.update(state="finalised", updated_at=timezone.now() - timedelta(days=40))
    order.refresh_from_db()
    drop(actor=None, order=order, ages=Ages(originals=1, finalised_originals=True))
    answer: Any = agnes_client.get(
        reverse("listing_zip", args=[order.listing_id]),
        {
            "include": ["originals", "finals"],
            "which": "finalised",
            "preset": "web",
            "metadata": "keep",
            "pattern": "{name}",
        },
    )
    sent = b"".join(answer.streaming_content)
    assert b"finals/kitchen.jpg" in sent
    assert b"deleted because it was old" in sent
    assert b"originals/" not in sent
