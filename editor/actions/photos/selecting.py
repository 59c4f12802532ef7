"""Smart select: what is at a point or in a box of a revision, as a mask of the whole photo.

The pixels of the last pictures asked about stay in memory, so that only the first question decodes. The work of one
question is bounded by its sizes (see `imaging/select`); one person has one question at a time.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_noop as _
from PIL import Image

from editor.actions.errors import Refused
from editor.actions.photos.objects import object_at
from editor.actions.photos.pictures import decoding, open_picture, picture_file
from editor.imaging.mask import write_mask
from editor.imaging.renditions import flattened
from editor.imaging.select import Box, Found, Pixels, Point, drawn, find_at, find_in
from editor.imaging.select.sam import Sam, WrongModel
from editor.models import Revision, User

logger = logging.getLogger(__name__)

MOST_PIXELS = 25_000_000
"""Larger pictures are looked at reduced by a whole number; their outlines are then as fine as that."""
MOST_KEPT = 50_000_000
"""Pixels kept in memory by one process, three bytes each."""
WAIT_SECONDS = 10.0

NOTHING_THERE = _("Nothing stands out there. Draw a box around it instead.")
NOTHING_IN_BOX = _("Nothing in this box stands out. Draw it closer around the thing, or brush over it.")
BUSY = _("The last selection is still being worked on. Try again in a moment.")
BROKEN = _("Smart select is not set up right. Ask the person who runs this server, or brush over it.")


def select(*, actor: User, revision: Revision, point: Point | None = None, box: Box | None = None) -> bytes:
    """The masked PNG of the object at a point or in a box, both in upright pixels and inside the photo.

    Raises Refused where nothing stands out, PictureError and OSError for the picture.
    """
    size = revision.order.photo.size
    with _turn(actor):
        pixels = held.pixels(revision)
        listed = object_at(revision, point[0] / size[0], point[1] / size[1]) if point else None
        if listed is None:
            found = _found(pixels, revision, size, point, box)
        else:
            found = drawn(pixels, listed.view(np.uint8), (0, 0, pixels.shape[1], pixels.shape[0]))
    if found is None:
        raise Refused(NOTHING_IN_BOX if box else NOTHING_THERE)
    left, top, right, bottom = found.box
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[top:bottom, left:right] = found.mask
    image = Image.fromarray(mask)
    return write_mask(image if image.size == size else image.resize(size, Image.Resampling.BILINEAR))


def _found(
    pixels: Pixels, revision: Revision, size: tuple[int, int], point: Point | None, box: Box | None
) -> Found | None:
    across, down = pixels.shape[1] / size[0], pixels.shape[0] / size[1]
    if box:
        left, right = int(box[0] * across), round(box[2] * across)
        top, bottom = int(box[1] * down), round(box[3] * down)
        box = left, top, right, bottom
    elif point:
        point = point[0] * across, point[1] * down
    if settings.SAM_ENCODER and settings.SAM_DECODER:
        try:
            return _sam(settings.SAM_ENCODER, settings.SAM_DECODER).find(pixels, revision.pk, point=point, box=box)
        except WrongModel as error:
            logger.error("Segment Anything failed: %s", error)
            raise Refused(BROKEN) from error
    return find_in(pixels, box) if box else find_at(pixels, point or (0, 0))


@lru_cache(maxsize=1)
def _sam(encoder: str, decoder: str) -> Sam:
    return Sam(encoder, decoder)


def model_fault() -> str:
    """What is wrong with the Segment Anything models of the settings, for whoever runs the server; empty if nothing."""
    try:
        _sam(settings.SAM_ENCODER, settings.SAM_DECODER)
    except WrongModel as error:
        return str(error)
    return ""


class Held:
    """The pixels of the pictures asked about last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pixels: OrderedDict[tuple[int, str], Pixels] = OrderedDict()

    def pixels(self, revision: Revision) -> Pixels:
        """RGB, at most MOST_PIXELS. Raises PictureError, OSError."""
        # A file is never written over, so its name says which picture it is, even in another database.
        key = revision.pk, str(picture_file(revision).name)
        with self._lock:
            if key in self._pixels:
                self._pixels.move_to_end(key)
                return self._pixels[key]
        with decoding:
            pixels = _decoded(revision)
        with self._lock:
            self._pixels[key] = pixels
            while sum(each.size for each in self._pixels.values()) > 3 * MOST_KEPT and len(self._pixels) > 1:
                self._pixels.popitem(last=False)
        return pixels


def _decoded(revision: Revision) -> Pixels:
    picture = flattened(open_picture(revision))
    factor = 1
    while (picture.width // factor) * (picture.height // factor) > MOST_PIXELS:
        factor += 1
    return np.asarray(picture.reduce(factor) if factor > 1 else picture, np.uint8)


held = Held()
_turns = tuple(threading.Lock() for _ in range(64))


@contextmanager
def _turn(actor: User) -> Iterator[None]:
    """One question of a person at a time: a click that was taken back may still be worked on."""
    lock = _turns[actor.pk % len(_turns)]
    if not lock.acquire(timeout=WAIT_SECONDS):
        raise Refused(BUSY)
    try:
        yield
    finally:
        lock.release()
