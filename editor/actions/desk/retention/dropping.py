"""Deleting the old files of an order, such that a crash at any moment leaves nothing referenced and missing.

The row says first that the file was dropped, and is committed, with its event; then the file is deleted; last the row
forgets the file's name. A row that was marked and still has a name tells whoever comes next that the file may be there.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from editor.actions.desk.retention.due import Ages, Old, old_files
from editor.actions.photos.pictures import rendition
from editor.imaging.errors import PictureError
from editor.models import Event, Order, Photo, Rendition, Revision, Submission, User

log = logging.getLogger(__name__)
Spec = Rendition.Spec
Row = Photo | Submission | Revision
FIELDS: dict[type[Row], tuple[str, str]] = {
    Photo: ("dropped_at", "original"),
    Submission: ("mask_dropped_at", "mask"),
    Revision: ("dropped_at", "picture"),
}
"""For each table, when its file was dropped and what its name is."""


def drop(*, actor: User | None, order: Order, ages: Ages) -> tuple[int, int]:
    """Delete what is old of this order; how many files and bytes that were. `actor` is None for the server itself."""
    if not any(old_files(order, ages, timezone.now())):
        return 0, 0
    _keep_small_pictures(order)
    dropped, size = _mark(actor, order, ages)
    for old in dropped:
        _delete(old.row)
    return len(dropped), size


def finish_halfway() -> int:
    """Delete the files of rows that a run marked and did not come to; how many."""
    return sum(_delete(row) for row in _marked_with_a_name())


@transaction.atomic
def _mark(actor: User | None, order: Order, ages: Ages) -> tuple[list[Old], int]:
    now = timezone.now()
    # Nobody reopens it or sends a mask meanwhile; what was found before is looked at anew.
    locked = Order.objects.select_for_update().get(pk=order.pk)
    dropped = list(old_files(locked, ages, now))
    if not dropped:
        return [], 0
    size = sum(old.bytes for old in dropped)
    for old in dropped:
        when, _name = FIELDS[type(old.row)]
        type(old.row)._default_manager.filter(pk=old.row.pk).update(**{when: now})
    counted = Counter(old.kind.value for old in dropped)
    Event.objects.create(order=locked, actor=actor, kind=Event.Kind.DROPPED, data={**counted, "bytes": size})
    return dropped, size


def _delete(row: Row) -> bool:
    """The file, what else shows every pixel of it, and last its name in the row.

    One that the storage does not let go of is left for the next run: it must not keep the others.
    """
    _when, name = FIELDS[type(row)]
    stored = str(getattr(row, name).name)
    try:
        for tiles in _tiles(row):
            default_storage.delete(str(tiles.file.name))
            tiles.delete()
        default_storage.delete(stored)
    except OSError:
        log.exception("%s is marked as dropped, but its file %s could not be deleted.", row, stored)
        return False
    type(row)._default_manager.filter(pk=row.pk, **{name: stored}).update(**{name: ""})
    return True


def _tiles(row: Row) -> list[Rendition]:
    tiles = Rendition.objects.filter(spec=Spec.TILES)
    if isinstance(row, Photo):
        return list(tiles.filter(revision__order__photo=row, revision__number=0))
    return list(tiles.filter(revision=row)) if isinstance(row, Revision) else []


def _marked_with_a_name() -> Iterator[Row]:
    tables: tuple[Any, ...] = tuple(FIELDS)
    for table in tables:
        when, name = FIELDS[table]
        marked = table._default_manager.filter(**{f"{when}__isnull": False}).exclude(**{name: ""}).order_by("pk")
        # All at once, and bounded: one that cannot be deleted must not be asked for again and again.
        yield from list(marked[:10_000])


def _keep_small_pictures(order: Order) -> None:
    """They are what pages show from now on; where one is missing it is made while there is something to make it of."""
    for revision in order.revisions.select_related("order__photo"):
        if revision.is_dropped:
            continue
        try:
            for spec in (Spec.PROXY, Spec.THUMB):
                rendition(revision, spec)
        except (PictureError, OSError):
            continue
