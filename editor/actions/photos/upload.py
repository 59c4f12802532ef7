"""Taking a photo in: the original's bytes as they came, an order, revision 0 and what the editor shows first."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction

from editor.actions.listings.making import check_may_edit, place_in, tell_moved
from editor.actions.orders import check_may_add
from editor.actions.photos.files import files_undone_on_error
from editor.actions.photos.pictures import decoding, derive, photo_limits, store
from editor.imaging.photo import PhotoFacts, inspect, open_upright
from editor.models import Event, Listing, Order, Photo, Revision, User, Word

NAME_LENGTH = 255


def upload_photo(
    *, actor: User, file: BinaryIO, name: str, listing: Listing | None = None, position: int | None = None
) -> Order:
    """A new order of `actor` for the photo, in the listing where one is named: at `position`, else behind the others.

    Raises PictureError, Refused (Passed where the listing has the same photo already); then nothing is kept.
    """
    check_may_add(actor)
    if listing is not None:
        check_may_edit(actor, listing)
    limits = photo_limits()
    facts = inspect(file, limits)
    with decoding:
        picture = open_upright(file, limits)
        derived = derive(picture)
    photo = _photo(actor, file, name, facts)
    with files_undone_on_error() as saved:
        file.seek(0)
        saved.store(photo.original, photo.name, File(file))
        with transaction.atomic():
            photo.save()
            place = 0 if listing is None else place_in(listing, photo.sha256, position)
            order = Order.objects.create(photo=photo, owner=actor, listing=listing, position=place)
            order.head = Revision.objects.create(order=order, number=0, created_by=actor)
            order.save(update_fields=["head"])
            for each in derived:
                store(order.head, each, saved)
            Word.objects.keep(photo.name, order=order)
            Event.objects.create(order=order, actor=actor, kind=Event.Kind.UPLOADED, data={"name": photo.name})
            if listing is not None:
                tell_moved(order, actor)
    return order


def _photo(actor: User, file: BinaryIO, name: str, facts: PhotoFacts) -> Photo:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(2**20):
        digest.update(piece)
    return Photo(
        uploaded_by=actor,
        name=clean_name(name),
        sha256=digest.hexdigest(),
        byte_size=file.tell(),
        format=facts.format,
        width=facts.width,
        height=facts.height,
        note=facts.note,
    )


def clean_name(name: str) -> str:
    """The file's own name: no folders, no control or direction-changing characters, never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip()
    return kept[-NAME_LENGTH:] or "photo"
