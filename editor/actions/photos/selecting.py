"""Smart select: what is at a point or in a box of a revision, as a mask of the whole photo.

The pixels of the last pictures asked about stay in memory, so that only the first question decodes. The work of one
question is bounded by its sizes (see `imaging/select`); one person has one question at a time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
from editor.imaging.select import (
    Box,
    Coarse,
    Deadline,
    Found,
    Pixels,
    Place,
    Point,
    bettered,
    clipped,
    drawn,
    find_at,
    find_in,
)
from editor.imaging.select.sam import Sam, WrongModel
from editor.models import Revision, User

logger = logging.getLogger(__name__)

MOST_PIXELS = 25_000_000
"""Larger pictures are looked at reduced by a whole number; their outlines are then as fine as that."""
MOST_KEPT = 50_000_000
"""Pixels kept in memory by one process, three bytes each."""
WAIT_SECONDS = 10.0
SECONDS = 0.85
"""A question is answered within a second; the rest of it is for the file, the network and the browser."""
LEAST_SECONDS = 0.4
"""What the finder has at least, where waiting and decoding took that long. (Segment Anything has its own time.)"""

NOTHING_THERE = _("Nothing stands out there. Draw a box around it instead.")
NOTHING_IN_BOX = _("Nothing in this box stands out. Draw it closer around the thing, or brush over it.")
NO_TIME = _("There was no time to find it. Try again in a moment, or brush over it.")
BUSY = _("The last selection is still being worked on. Try again in a moment.")
BROKEN = _("Smart select is not set up right. Ask the person who runs this server, or brush over it.")


def select(
    *,
    actor: User,
    revision: Revision,
    point: Point | None = None,
    box: Box | None = None,
    further: Sequence[Place] = (),
) -> bytes:
    """The masked PNG of the object at a point or in a box, bettered by further places, all in upright pixels.

    The point and places are inside the photo. Raises Refused where nothing stands out, PictureError and OSError for the
    picture.
    """
    began = time.monotonic()
    size = revision.order.photo.size
    with _turn(actor):
        pixels = held.pixels(revision)
        until = Deadline(max(LEAST_SECONDS, SECONDS - (time.monotonic() - began)))
        asked = Asked(point, box, tuple(further)).scaled(pixels.shape[1] / size[0], pixels.shape[0] / size[1])
        found = _found(pixels, revision, asked, until)
    if found is None and until.over:
        raise Refused(NO_TIME)
    if found is None:
        raise Refused(NOTHING_IN_BOX if box else NOTHING_THERE)
    left, top, right, bottom = found.box
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[top:bottom, left:right] = found.mask
    image = Image.fromarray(mask)
    return write_mask(image if image.size == size else image.resize(size, Image.Resampling.BILINEAR))


@dataclass(frozen=True)
class Asked:
    """A point or a box, and further places, in pixels of the picture that is looked at."""

    point: Point | None
    box: Box | None
    further: tuple[Place, ...]

    def scaled(self, across: float, down: float) -> Asked:
        point = self.point and (self.point[0] * across, self.point[1] * down)
        box = self.box and (
            int(self.box[0] * across),
            int(self.box[1] * down),
            round(self.box[2] * across),
            round(self.box[3] * down),
        )
        return Asked(point, box, tuple(Place(x * across, y * down, belongs) for x, y, belongs in self.further))


def _found(pixels: Pixels, revision: Revision, asked: Asked, until: Deadline) -> Found | None:
    listed = _listed(pixels, revision, asked.point)
    if listed is None and settings.SAM_ENCODER and settings.SAM_DECODER:
        sam = _sam(settings.SAM_ENCODER, settings.SAM_DECODER)
        try:
            return sam.find(pixels, revision.pk, point=asked.point, box=asked.box, further=asked.further)
        except WrongModel as error:
            logger.error("Segment Anything failed: %s", error)
            raise Refused(BROKEN) from error
    coarse = _coarse(pixels, revision, asked, listed, until)
    found = drawn(pixels, coarse, until, tidy=not asked.further) if coarse else None
    return clipped(found, asked.box) if found and asked.box and not asked.further else found


def _listed(pixels: Pixels, revision: Revision, point: Point | None) -> Coarse | None:
    """BRIA's object at a point, where its list is here."""
    height, width = pixels.shape[:2]
    mask = object_at(revision, point[0] / width, point[1] / height) if point else None
    return None if mask is None else Coarse(mask.view(np.uint8), (0, 0, width, height))


def _coarse(pixels: Pixels, revision: Revision, asked: Asked, listed: Coarse | None, until: Deadline) -> Coarse | None:
    """The outline before its edge is drawn. Each place betters what was found without it, which is kept a while."""
    key = picture_key(revision), asked
    if (known := answers.get(key)) is not None:
        return known
    if not asked.further:
        coarse = listed or (
            find_in(pixels, asked.box, until) if asked.box else find_at(pixels, asked.point or (0, 0), until)
        )
    else:
        *before, place = asked.further
        coarse = _coarse(pixels, revision, replace(asked, further=tuple(before)), listed, until)
        if coarse is not None:
            first = [Place(*asked.point, belongs=True)] if asked.point else []
            coarse = bettered(pixels, coarse, place, [*first, *before], until)
    # What a lack of time spoiled is looked for anew.
    if coarse is not None and coarse is not listed and not until.over:
        answers.keep(key, coarse)
    return coarse


class Answers:
    """The outlines found last, by what was asked: a further click goes on from what the person sees."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._coarse: OrderedDict[Hashable, Coarse] = OrderedDict()

    def get(self, asked: Hashable) -> Coarse | None:
        with self._lock:
            return self._coarse.get(asked)

    def keep(self, asked: Hashable, coarse: Coarse) -> None:
        with self._lock:
            self._coarse[asked] = coarse
            while len(self._coarse) > self._most:
                self._coarse.popitem(last=False)


answers = Answers()


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


def picture_key(revision: Revision) -> tuple[int, str]:
    """A file is never written over, so its name says which picture it is, even in another database."""
    return revision.pk, str(picture_file(revision).name)


class Held:
    """The pixels of the pictures asked about last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pixels: OrderedDict[tuple[int, str], Pixels] = OrderedDict()

    def pixels(self, revision: Revision) -> Pixels:
        """RGB, at most MOST_PIXELS. Raises PictureError, OSError."""
        key = picture_key(revision)
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
