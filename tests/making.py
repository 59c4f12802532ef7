"""Small pictures and rows for tests, made without the actions under test."""

from __future__ import annotations

import hashlib
import io
import zlib

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from editor.models import Listing, Order, Photo, Revision, Role, Submission, User, Word

SIZE = (120, 80)
VIOLET = (120, 120, 205)


def make_person(name: str, *roles: Role) -> User:
    """Somebody in these groups, called by their name."""
    person = User.objects.create_user(name, first_name=name.capitalize())
    person.put_in(*roles)
    return person


def make_listing(owner: User, *, agent: User | None = None, address: str = "12 Elm Street", **facts: object) -> Listing:
    listing = Listing.objects.create(owner=owner, agent=agent, address=address, **facts)
    Word.objects.keep(listing.address, listing.reference, listing=listing)
    return listing


def photo_bytes(
    size: tuple[int, int] = SIZE, kind: str = "JPEG", colour: tuple[int, int, int] = (200, 180, 150)
) -> bytes:
    """An encoded picture: a plain colour with a darker diagonal, so that two sizes or colours differ in bytes too."""
    picture = Image.new("RGB", size, colour)
    for step in range(min(size)):
        picture.putpixel((step, step), (40, 40, 60))
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def mask_png(size: tuple[int, int] = SIZE, box: tuple[int, int, int, int] | None = (20, 20, 50, 40)) -> bytes:
    """A masked PNG as the browser sends it: 1 bit a pixel, palette of transparent black and #7878CD; None is empty."""
    mask = Image.new("P", size, 0)
    mask.putpalette(bytes((0, 0, 0, *VIOLET)))
    if box is not None:
        mask.paste(1, box)
    out = io.BytesIO()
    mask.save(out, "PNG", bits=1, transparency=b"\x00")
    return out.getvalue()


def make_order(
    owner: User,
    *,
    name: str = "kitchen.jpg",
    size: tuple[int, int] = SIZE,
    data: bytes | None = None,
    listing: Listing | None = None,
    designer: User | None = None,
) -> Order:
    """An order with its photo stored and revision 0 as head; no renditions yet."""
    data = data if data is not None else photo_bytes(size)
    photo = Photo(
        uploaded_by=owner,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        format="JPEG",
        width=size[0],
        height=size[1],
    )
    photo.original.save(name, ContentFile(data), save=False)
    photo.save()
    order = Order.objects.create(photo=photo, owner=owner, listing=listing, designer=designer)
    order.head = Revision.objects.create(order=order, number=0, created_by=owner)
    order.save(update_fields=["head"])
    Word.objects.keep(name, order=order)
    return order


def make_revision(
    order: Order, *, parent: Revision | None = None, colour: tuple[int, int, int] = (90, 140, 90)
) -> Revision:
    """The next revision, made the head, with a picture of its own."""
    parent = parent or order.head
    revision = Revision(order=order, number=order.revisions.count(), parent=parent, created_by=order.owner)
    revision.picture.save("r.png", ContentFile(photo_bytes(order.photo.size, "PNG", colour)), save=False)
    revision.save()
    order.head = revision
    order.save(update_fields=["head"])
    return revision


def make_submission(
    order: Order, *, state: str = Submission.State.QUEUED, parent: Revision | None = None, **fields: object
) -> Submission:
    """A submission of the owner's on the head (or `parent`); fields override."""
    parent = parent or order.head
    assert parent is not None
    data = mask_png(order.photo.size)
    submission = Submission(
        order=order,
        parent=parent,
        provider="local",
        mask_pixels=600,
        seed=zlib.crc32(data),
        created_by=order.owner,
        next_at=timezone.now(),
        state=state,
        **fields,
    )
    submission.mask.save("mask.png", ContentFile(data), save=False)
    submission.save()
    return submission
