"""Old files go by the rule, and nothing that somebody still needs."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from editor.actions.desk.retention import Ages, Kind, drop, finish_halfway, old_files, orders_behind, survey
from editor.actions.errors import Refused
from editor.actions.photos.pictures import Dropped, open_picture, rendition
from editor.actions.removals.again import submit_anew
from editor.actions.removals.result import open_mask
from editor.actions.removals.submit import submit_mask
from editor.actions.review.finalise import finalise
from editor.actions.review.history import step_back
from editor.actions.review.reopening import reopen
from editor.models import Event, Order, Rendition, Revision, Submission, User
from tests.making import make_order, make_revision, make_submission, mask_png

pytestmark = pytest.mark.django_db

ALL = Ages(originals=30, masks=30, results=30)
ALSO_ORIGINALS = Ages(originals=30, masks=30, results=30, finalised_originals=True)


def worked_on(owner: User) -> Order:
    """Two results on one way, and one beside it that was given up; each with its mask."""
    order = make_order(owner)
    first = order.head
    for _ in range(2):
        parent = order.head
        make_submission(order, parent=parent, state="succeeded", result=make_revision(order))
    head = order.head
    make_submission(order, parent=first, state="succeeded", result=make_revision(order, parent=first))
    order.head = head
    order.save(update_fields=["head"])
    return order


def aged(order: Order, days: int = 31) -> Order:
    Order.objects.filter(pk=order.pk).update(updated_at=timezone.now() - timedelta(days=days))
    order.refresh_from_db()
    return order


@pytest.fixture
def finalised(dana: User, rhea: User) -> Order:
    order = worked_on(dana)
    assert order.head
    finalise(actor=rhea, order=order, revision=order.head)
    return aged(order)


@pytest.fixture
def canceled(dana: User) -> Order:
    order = worked_on(dana)
    Order.objects.filter(pk=order.pk).update(state="canceled")
    return aged(order)


def counted(ages: Ages) -> dict[str, int]:
    return {tally.kind.value: tally.files for tally in survey(ages)}


def files_of(order: Order) -> list[Path]:
    photo = [Path(order.photo.original.path)]
    pictures = [Path(each.picture.path) for each in order.revisions.filter(number__gt=0)]
    return photo + pictures + [Path(each.mask.path) for each in order.submissions.all()]


def test_a_finalised_order_keeps_its_original_and_the_way_to_its_final_picture(finalised: Order) -> None:
    assert counted(ALL) == {"originals": 0, "masks": 3, "results": 1}
    assert counted(ALSO_ORIGINALS) == {"originals": 1, "masks": 3, "results": 1}
    assert drop(actor=None, order=finalised, ages=ALL)[0] == 4
    kept = Revision.objects.filter(order=finalised, dropped_at=None)
    assert sorted(kept.values_list("number", flat=True)) == [0, 1, 2]
    for revision in kept:
        open_picture(revision)
    finalised.refresh_from_db()
    assert Path(finalised.photo.original.path).exists()


def test_everything_of_a_canceled_order_goes(canceled: Order) -> None:
    files = files_of(canceled)
    assert counted(ALL) == {"originals": 1, "masks": 3, "results": 3}
    drop(actor=None, order=canceled, ages=ALL)
    assert not any(path.exists() for path in files)


def test_an_original_that_is_the_final_picture_is_never_deleted(dana: User, rhea: User) -> None:
    order = make_order(dana)
    assert order.head
    finalise(actor=rhea, order=order, revision=order.head)
    aged(order)
    assert counted(ALSO_ORIGINALS)["originals"] == 0


@pytest.mark.parametrize("state", ["open", "in_review", "changes_asked", "approved"])
def test_nothing_of_an_order_that_is_open_for_work_is_touched(state: str, dana: User) -> None:
    order = worked_on(dana)
    Order.objects.filter(pk=order.pk).update(state=state)
    aged(order, days=5000)
    assert sum(counted(ALSO_ORIGINALS).values()) == 0
    assert drop(actor=None, order=order, ages=ALSO_ORIGINALS) == (0, 0)


@pytest.mark.parametrize("state", ["queued", "submitting", "processing"])
def test_nothing_goes_while_something_is_being_removed(state: str, canceled: Order) -> None:
    make_submission(canceled, state=state)
    assert sum(counted(ALSO_ORIGINALS).values()) == 0


def test_the_mask_of_an_unknown_outcome_stays_for_it_may_be_asked_about(finalised: Order) -> None:
    unknown = make_submission(finalised, state="outcome_unknown")
    drop(actor=None, order=finalised, ages=ALL)
    unknown.refresh_from_db()
    open_mask(unknown)


def test_each_kind_has_its_own_age_and_none_keeps_it(finalised: Order, canceled: Order) -> None:
    aged(canceled, days=100)
    assert counted(Ages(masks=50)) == {"originals": 0, "masks": 3, "results": 0}
    assert counted(Ages(originals=99, results=101)) == {"originals": 1, "masks": 0, "results": 0}
    assert counted(Ages(originals=30, masks=32)) == {"originals": 1, "masks": 3, "results": 0}
    assert counted(Ages()) == {"originals": 0, "masks": 0, "results": 0}
    assert finalised.state == "finalised"


def test_the_dry_run_tells_bytes_and_the_oldest_and_touches_nothing(finalised: Order, canceled: Order) -> None:
    before = {path: path.stat().st_size for order in (finalised, canceled) for path in files_of(order)}
    [originals, masks, results] = survey(ALL)
    assert originals.bytes == canceled.photo.byte_size
    assert masks.bytes == 6 * len(mask_png())
    assert (results.files, results.oldest) == (4, min(finalised.updated_at, canceled.updated_at))
    assert {path: path.stat().st_size for path in before} == before
    assert not Event.objects.filter(kind=Event.Kind.DROPPED).exists()


def test_rows_sums_and_small_pictures_stay_and_tiles_go(canceled: Order, rhea: User) -> None:
    first = canceled.revisions.get(number=0)
    tiles = rendition(first, Rendition.Spec.TILES)
    drop(actor=rhea, order=canceled, ages=ALL)
    canceled.photo.refresh_from_db()
    assert canceled.photo.dropped_at
    assert len(canceled.photo.sha256) == 64
    for revision in canceled.revisions.all():
        assert revision.is_dropped
        for spec in (Rendition.Spec.PROXY, Rendition.Spec.THUMB):
            assert rendition(revision, spec).file.size > 0
        with pytest.raises(Dropped):
            open_picture(revision)
    assert not default_storage.exists(str(tiles.file.name))
    assert not Rendition.objects.filter(spec=Rendition.Spec.TILES).exists()


def test_the_timeline_says_who_had_what_deleted(canceled: Order, rhea: User) -> None:
    _, size = drop(actor=rhea, order=canceled, ages=ALL)
    event = canceled.events.get(kind=Event.Kind.DROPPED)
    assert (event.actor, event.data) == (rhea, {"originals": 1, "masks": 3, "results": 3, "bytes": size})
    drop(actor=rhea, order=canceled, ages=ALL)
    assert canceled.events.filter(kind=Event.Kind.DROPPED).count() == 1


@pytest.mark.parametrize("survived", range(8))
def test_a_crash_at_any_file_leaves_nothing_missing_unmarked_and_a_rerun_finishes(
    survived: int, canceled: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, delete = files_of(canceled), default_storage.delete
    deleted: list[str] = []

    def until_the_power_goes(name: str) -> None:
        if len(deleted) == survived:
            raise SystemExit
        deleted.append(name)
        delete(name)

    monkeypatch.setattr(default_storage, "delete", until_the_power_goes)
    try:
        drop(actor=None, order=canceled, ages=ALL)
    except SystemExit:
        assert survived < len(files)
    monkeypatch.undo()
    for photo in [Order.objects.get(pk=canceled.pk).photo]:
        assert photo.dropped_at or default_storage.exists(str(photo.original.name))
    for revision in canceled.revisions.filter(number__gt=0):
        assert revision.dropped_at or default_storage.exists(str(revision.picture.name))
    for submission in canceled.submissions.all():
        assert submission.mask_dropped_at or default_storage.exists(str(submission.mask.name))
    assert sum(counted(ALL).values()) == 0
    finish_halfway()
    assert not any(path.exists() for path in files)
    assert finish_halfway() == 0


def test_a_file_that_cannot_be_deleted_keeps_no_other_and_is_tried_again(
    canceled: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, delete = files_of(canceled), default_storage.delete
    stuck = canceled.photo.original.name

    def refuse_one(name: str) -> None:
        if name == stuck:
            raise PermissionError(13, "Permission denied")
        delete(name)

    monkeypatch.setattr(default_storage, "delete", refuse_one)
    drop(actor=None, order=canceled, ages=ALL)
    assert [path for path in files if path.exists()] == [Path(canceled.photo.original.path)]
    assert finish_halfway() == 0
    monkeypatch.undo()
    assert finish_halfway() == 1
    assert not any(path.exists() for path in files)


def test_an_order_that_was_reopened_meanwhile_is_left_alone(finalised: Order, rhea: User) -> None:
    [seen] = orders_behind(0, ALL, timezone.now())
    assert list(old_files(seen, ALL, timezone.now()))
    reopen(actor=rhea, order=finalised, reason="the client called", to=Order.State.OPEN)
    assert drop(actor=None, order=seen, ages=ALL) == (0, 0)


def test_dana_goes_on_in_a_reopened_order_and_is_told_what_is_gone(finalised: Order, dana: User, rhea: User) -> None:
    drop(actor=None, order=finalised, ages=ALSO_ORIGINALS)
    reopen(actor=rhea, order=finalised, reason="the client called", to=Order.State.OPEN)
    finalised.refresh_from_db()
    original, aside = (finalised.revisions.get(number=number) for number in (0, 3))
    send: dict[str, Any] = {"actor": dana, "order": finalised, "mask_png": mask_png(), "provider": "local"}
    assert finalised.head
    submit_mask(parent=finalised.head, key=uuid.uuid4(), **send)
    for gone in (original, aside):
        with pytest.raises(Refused) as caught:
            submit_mask(parent=gone, key=uuid.uuid4(), **send)
        assert "deleted because it was old" in caught.value.sentence
        with pytest.raises(Refused):
            step_back(actor=dana, order=finalised, revision=gone)


def test_a_failed_removal_whose_mask_is_gone_cannot_be_sent_anew(finalised: Order, dana: User) -> None:
    failed = make_submission(finalised, state="failed")
    drop(actor=None, order=finalised, ages=ALL)
    failed.refresh_from_db()
    with pytest.raises(Refused) as caught:
        submit_anew(actor=dana, submission=failed, key=uuid.uuid4())
    assert "Paint it anew" in caught.value.sentence
    assert failed not in Submission.objects.reusable_by(dana, finalised.photo)


def test_the_names_of_the_kinds_are_those_of_the_ages() -> None:
    ages = Ages(originals=1, masks=2, results=3)
    assert {kind.value: ages.of(kind) for kind in Kind} == {"originals": 1, "masks": 2, "results": 3}
