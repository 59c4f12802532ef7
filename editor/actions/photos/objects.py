"""BRIA's masks of the objects in a revision: asked for when somebody presses for it, and taken by a click.

Asking may cost something (BRIA's pages do not say), so it follows the rules of money: the row says `asking` before the
call is made, and an answer that is lost is an unknown outcome. Nothing is asked again unless somebody presses again.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from time import monotonic
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.orders import check_may
from editor.actions.photos.files import files_undone_on_error
from editor.actions.photos.pictures import rendition
from editor.actions.providers.standing import off_sentence, switched_off
from editor.actions.removals.calls import Unwatched
from editor.actions.removals.fetching import fetched
from editor.imaging.bilevel import read_bits, write_bits
from editor.imaging.mask import ERASE, KEEP
from editor.models import Act, ObjectList, Rendition, Revision, User
from editor.providers.base import BadResponse, ProviderError, Unavailable
from editor.providers.bria import Bria
from editor.providers.bria_objects import BriaObjects, read_mask

State = ObjectList.State
Bits = npt.NDArray[np.bool_]

FETCH_SECONDS = 60.0
LOST_AFTER = timedelta(minutes=10)
"""A row that says `asking` for so long belongs to a process that died before it had the answer."""
TOO_LARGE = 0.5
"""A mask of more of the picture than this is a wall or a floor."""
UNKNOWN = _("BRIA's answer was lost, so it may count this. Nothing was asked again; press again to do so.")


def can_find() -> bool:
    """Whether BRIA is set up here, and offered."""
    return not BriaObjects.missing_settings(settings.PROVIDER_CONFIG) and switched_off(Bria.slug) is None


def ask_for_objects(*, actor: User, revision: Revision) -> ObjectList:
    """The list, asked for now unless it is here or on its way. May bill. Raises Refused, PictureError."""
    check_may(actor, Act.PAINT, revision.order)
    if (off := switched_off(Bria.slug)) is not None:
        raise Refused(off_sentence(Bria.label, off))
    if not can_find():
        raise Refused(gettext("BRIA is not set up here. Click on the thing, or draw a box around it."))
    proxy = rendition(revision, Rendition.Spec.PROXY)
    with proxy.file.open("rb") as file:
        picture = file.read()
    listed, is_ours = _announced(actor, revision, (proxy.width, proxy.height))
    if not is_ours:
        return listed
    try:
        listed.request_id, links = BriaObjects(settings.PROVIDER_CONFIG).hand_over(picture, Unwatched())
    except ProviderError as error:
        is_lost = isinstance(error, Unavailable | BadResponse) and error.retry_after is None
        _end(listed, State.UNKNOWN if is_lost else State.FAILED, UNKNOWN if is_lost else error.sentence)
        return listed
    listed.state = State.WAITING
    listed.save(update_fields=["request_id", "state"])
    if links is not None:
        _take(listed, links)
    return listed


def look_for_objects(revision: Revision) -> ObjectList | None:
    """The list as it stands; where BRIA is at work it is asked, for nothing. None where nobody asked."""
    listed = ObjectList.objects.filter(revision=revision).first()
    if listed is None or listed.state not in {State.ASKING, State.WAITING}:
        return listed
    if listed.state == State.ASKING:
        if listed.asked_at < timezone.now() - LOST_AFTER:
            _end(listed, State.UNKNOWN, UNKNOWN)
        return listed
    try:
        links = BriaObjects(settings.PROVIDER_CONFIG).links(listed.request_id, Unwatched())
        if links is not None:
            _take(listed, links)
    except ProviderError as error:
        if error.retry_after is None:
            _end(listed, State.FAILED, error.sentence)
    return listed


def object_at(revision: Revision, x: float, y: float) -> Bits | None:
    """The best mask at a place (0 to 1 across and down) that is no wall or floor; None where there is none."""
    listed = ObjectList.objects.filter(revision=revision, state=State.READY).first()
    if listed is None:
        return None
    size = listed.width, listed.height
    column, row = min(size[0] - 1, int(x * size[0])), min(size[1] - 1, int(y * size[1]))
    with listed.masks.open("rb") as file, ZipFile(file) as archive:
        for number in range(listed.count):
            bits = read_bits(archive.read(f"{number}.png"), size)
            if bits and bits.pixels[row, column]:
                return bits.pixels > 0
    return None


def _announced(actor: User, revision: Revision, size: tuple[int, int]) -> tuple[ObjectList, bool]:
    """The row, and whether the call is ours to make: nobody else's is out, and no list is here."""
    fresh = {"asked_by": actor, "asked_at": timezone.now(), "width": size[0], "height": size[1], "sentence": ""}
    try:
        with transaction.atomic():
            return ObjectList.objects.create(revision=revision, **fresh), True
    except IntegrityError:
        ended = ObjectList.objects.filter(revision=revision, state__in=[State.FAILED, State.UNKNOWN])
        is_ours = bool(ended.update(state=State.ASKING, request_id="", **fresh))
        return ObjectList.objects.get(revision=revision), is_ours


def _take(listed: ObjectList, links: list[str]) -> None:
    """Fetches the masks and keeps those that are objects. Raises ProviderError."""
    service, size = BriaObjects(settings.PROVIDER_CONFIG), (listed.width, listed.height)
    archive, count, end = BytesIO(), 0, monotonic() + FETCH_SECONDS
    with ZipFile(archive, "w", ZIP_STORED) as into:
        for link in links:
            if monotonic() > end:
                raise Unavailable(gettext("BRIA's masks take too long to fetch."), retry_after=1)
            mask = read_mask(fetched(service, link, Unwatched()), size)
            if 0 < np.count_nonzero(mask) <= TOO_LARGE * mask.size:
                into.writestr(f"{count}.png", write_bits(mask.view(np.uint8), (KEEP, ERASE)))
                count += 1
    with files_undone_on_error() as saved, transaction.atomic():
        saved.store(listed.masks, "objects.zip", ContentFile(archive.getvalue()))
        listed.count, listed.state = count, State.READY
        listed.save(update_fields=["masks", "count", "state"])


def _end(listed: ObjectList, state: str, sentence: str) -> None:
    listed.state, listed.sentence = state, sentence[:500]
    listed.save(update_fields=["state", "sentence"])
