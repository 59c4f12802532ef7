"""The zip, made while it is sent: nothing is written to disk, and one picture at a time is in memory.

Whoever stops listening stops the work: the generator ends where it stands.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_noop as _
from zipstream.ng import ZIP_STORED, ZipStream

from editor.actions.archive.contents import FINALS, MANIFEST, ORIGINALS, Packed, Wanted, contents
from editor.actions.archive.manifest import File, Record, manifest
from editor.actions.errors import Refused
from editor.actions.photos.pictures import DROPPED, decoding, open_picture, original_source
from editor.imaging.errors import PictureError
from editor.imaging.presets import HandedOut, hand_out
from editor.models import Event, Listing, User

PIECE = 2**18
NOTHING = _("There is nothing to download here yet: no photo is finalised.")
NOT_FINALISED = _("Left out: it is not finalised.")
AS_IT_STANDS = _("It is not finalised: it went in as it stood.")
GONE = _("The original is missing: its file could not be read.")
CUT_SHORT = _("The original in this zip is cut short: its file could not be read to the end.")
CHANGED = _("The original is not the file that was uploaded: its sha256 is another one.")
NO_FINAL = _("The final is missing: its picture could not be read.")


def archive(*, actor: User, listing: Listing, wanted: Wanted) -> Iterator[bytes]:
    """The bytes of the zip, made as they are taken; the first one notes the download in each order's timeline.

    Raises Refused before that: for the file names, or where nothing would go in.
    """
    photos = contents(actor, listing, wanted)
    if not any(photo.included for photo in photos):
        raise Refused(NOTHING)
    return _stream(actor, photos, wanted)


def _stream(actor: User, photos: list[Packed], wanted: Wanted) -> Iterator[bytes]:
    _note(actor, photos, wanted)
    stream = ZipStream(compress_type=ZIP_STORED)
    records = [Record(photo) for photo in photos]
    for record in records:
        if not record.photo.included:
            record.notes.append(NOT_FINALISED)
            continue
        if not record.photo.finalised:
            record.notes.append(AS_IT_STANDS)
        if wanted.originals:
            yield from _original(stream, record)
        if wanted.finals:
            yield from _final(stream, record, wanted)
    stream.add(manifest(records), MANIFEST)
    yield from stream.finalize()


def _note(actor: User, photos: list[Packed], wanted: Wanted) -> None:
    kinds = [kind for kind, goes_in in ((ORIGINALS, wanted.originals), (FINALS, wanted.finals)) if goes_in]
    facts = {"zip": str(uuid.uuid4()), "files": kinds, "preset": wanted.preset_name}
    with transaction.atomic():
        Event.objects.bulk_create(
            Event(
                order=photo.order,
                actor=actor,
                kind=Event.Kind.DOWNLOADED,
                data={**facts, "revision": photo.head.number},
            )
            for photo in photos
            if photo.included
        )


def _original(stream: ZipStream, record: Record) -> Iterator[bytes]:
    photo = record.photo.order.photo
    with original_source(photo) as source:
        if source is None:
            record.notes.append(DROPPED if photo.dropped_at else GONE)
            return
        record.original.name = record.photo.original_name
        stream.add(_read(source, record), record.original.name, size=photo.byte_size)
        yield from stream.all_files()
    if CUT_SHORT not in record.notes and record.original.sha256 != photo.sha256:
        record.notes.append(CHANGED)


def _read(source: BinaryIO, record: Record) -> Iterator[bytes]:
    """The file in pieces, hashed as they go by."""
    digest = hashlib.sha256()
    try:
        while piece := source.read(PIECE):
            digest.update(piece)
            record.original.bytes += len(piece)
            yield piece
    except OSError:
        record.notes.append(CUT_SHORT)
    record.original.sha256 = digest.hexdigest()


def _final(stream: ZipStream, record: Record, wanted: Wanted) -> Iterator[bytes]:
    made = _made(record, wanted)
    if made is None:
        return
    record.final = File(
        name=record.photo.final_name,
        bytes=len(made.data),
        sha256=hashlib.sha256(made.data).hexdigest(),
        width=made.size[0],
        height=made.size[1],
        quality=made.quality,
    )
    pieces = (made.data[at : at + PIECE] for at in range(0, len(made.data), PIECE))
    stream.add(pieces, record.final.name, size=len(made.data))
    yield from stream.all_files()


def _made(record: Record, wanted: Wanted) -> HandedOut | None:
    """The picture by the preset; None, and a note, where it cannot be read or made."""
    head = record.photo.head
    try:
        with decoding:
            picture = open_picture(head)
            with original_source(head.order.photo) as source:
                return hand_out(picture, wanted.preset, source)
    except PictureError as error:
        record.notes.append(error.sentence)
    except OSError:
        record.notes.append(NO_FINAL)
    return None
