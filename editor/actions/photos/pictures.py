"""A revision's pixels, and the files derived from them."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from editor.actions.errors import Refused
from editor.actions.photos.files import SavedFiles, files_undone_on_error
from editor.imaging import renditions, tiles
from editor.imaging.bare import Bare, bare
from editor.imaging.errors import PictureError
from editor.imaging.limits import CEILING_PIXELS, Limits
from editor.imaging.photo import open_upright
from editor.marking import gettext_noop as _
from editor.models import Photo, Rendition, Revision

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

Spec = Rendition.Spec
SUFFIX = {Spec.PROXY: ".jpg", Spec.THUMB: ".jpg", Spec.TILES: ".zip"}

STORED = Limits(max_bytes=2**31, max_pixels=CEILING_PIXELS, max_side=CEILING_PIXELS, max_frames=2**31)
"""What was accepted once is not refused later: a smaller limit in today's settings must not hide an old order."""

decoding = threading.BoundedSemaphore(2)
"""A decoded 100 MP picture is 300 MB: this bounds how many one process holds for people's requests."""


DROPPED = _("The file of this picture was deleted because it was old. Its small pictures and its record are kept.")
MASK_DROPPED = _("This mask was deleted because it was old. Paint it anew.")


class Dropped(PictureError):
    """The file was deleted on purpose (actions/desk/retention.py); the row says when."""

    def __init__(self, sentence: str = DROPPED) -> None:
        super().__init__("dropped", sentence)


def check_kept(revision: Revision) -> None:
    """Raises Refused where the revision's picture was deleted because it was old: nothing can be made of it."""
    if revision.is_dropped:
        raise Refused(DROPPED)


def photo_limits() -> Limits:
    """The limits of the settings."""
    return Limits(max_bytes=settings.PHOTO_MAX_BYTES, max_pixels=settings.PHOTO_MAX_PIXELS)


def open_picture(revision: Revision) -> Image.Image:
    """The working picture: RGB or RGBA, upright, with its colour profile. Raises PictureError, OSError."""
    with picture_file(revision).open("rb") as file:
        return open_upright(cast("BinaryIO", file), STORED)


def bare_picture(revision: Revision) -> Bare | None:
    """The stored file without metadata, where its pixels may stay as they are. Raises PictureError, OSError."""
    with picture_file(revision).open("rb") as file:
        return bare(cast("BinaryIO", file), STORED)


@contextmanager
def original_source(photo: Photo) -> Iterator[BinaryIO | None]:
    """The original's file, open; None where it was deleted: what it says is left out then."""
    try:
        file = None if photo.dropped_at else photo.original.open("rb")
    except OSError:
        file = None
    if file is None:
        yield None
        return
    with file:
        yield cast("BinaryIO", file)


def picture_file(revision: Revision) -> FieldFile:
    """Where the picture lies. Raises Dropped where it was deleted because it was old."""
    if revision.is_dropped:
        raise Dropped
    return revision.order.photo.original if revision.is_original else revision.picture


@dataclass(frozen=True)
class Derived:
    """A derived file, made but not stored yet: the slow half, done outside transactions."""

    spec: Rendition.Spec
    data: bytes
    size: tuple[int, int]


def derive(picture: Image.Image) -> list[Derived]:
    """What every revision has from the start: the proxy the editor shows and the thumbnail of the lists."""
    proxy, proxy_size = renditions.proxy(picture)
    thumb, thumb_size = renditions.thumbnail(proxy)
    return [Derived(Spec.PROXY, proxy, proxy_size), Derived(Spec.THUMB, thumb, thumb_size)]


def store(revision: Revision, derived: Derived, saved: SavedFiles) -> Rendition:
    """Store the file, noted in `saved`, and its row. Raises IntegrityError when the revision has this rendition."""
    row = Rendition(revision=revision, spec=derived.spec, width=derived.size[0], height=derived.size[1])
    saved.store(row.file, f"{derived.spec}{SUFFIX[derived.spec]}", ContentFile(derived.data))
    with transaction.atomic():
        row.save()
    return row


def rendition(revision: Revision, spec: Spec) -> Rendition:
    """The rendition, made now if it is missing. Raises PictureError, OSError."""
    found = _found(revision, spec)
    if found is not None:
        return found
    with decoding:
        return _found(revision, spec) or _make(revision, spec)


def _found(revision: Revision, spec: Spec) -> Rendition | None:
    """The row, unless its file is gone: renditions may be deleted to make room, and left out of backups."""
    row = revision.renditions.filter(spec=spec).first()
    if row is not None and not row.file.storage.exists(str(row.file.name)):
        row.delete()
        return None
    return row


def _make(revision: Revision, spec: Rendition.Spec) -> Rendition:
    picture = open_picture(revision)
    made = {each.spec: each for each in ([_tiles(picture)] if spec == Spec.TILES else derive(picture))}
    try:
        with files_undone_on_error() as saved:
            return store(revision, made[spec], saved)
    except IntegrityError:
        # Another process made the same rendition meanwhile.
        return revision.renditions.get(spec=spec)


def _tiles(picture: Image.Image) -> Derived:
    archive = io.BytesIO()
    tiles.write_tiles(picture, archive)
    return Derived(Spec.TILES, archive.getvalue(), picture.size)
