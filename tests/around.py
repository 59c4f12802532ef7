"""The work of a worker around one call to a service, counted in seconds of CPU; `make bench` prints it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from PIL import Image, ImageDraw

from editor import jobs
from editor.actions.photos.pictures import open_picture
from editor.actions.photos.upload import upload_photo
from editor.actions.removals.fitting import fit_limits, plan_from
from editor.actions.removals.submit import submit_mask
from editor.imaging import fit
from editor.imaging.limits import Limits
from editor.imaging.mask import write_mask
from editor.imaging.photo import open_upright
from editor.imaging.png import png
from editor.models import Order, Revision, Role, Submission
from editor.providers import registry
from editor.providers.base import Capabilities, Control, Done, Job, Provider, Result, Step
from editor.providers.masks import encode_mask
from tests.imaging.make import DISPLAY_P3
from tests.making import make_person

SIZE = (6000, 4000)
ROUNDS = 2
CEILING = 1.5
MASK: Literal["#7878CD on transparent"] = "#7878CD on transparent"

SERVICES: dict[str, dict[str, Any]] = {
    "3 MB, below 4096 px": {"formats": ("jpeg", "png"), "max_bytes": 3 * 2**20, "max_side": 4095},
    "12 MB": {"max_bytes": 12 * 2**20},
    "no limits": {},
    "always the whole picture, 50 MB": {"max_bytes": 50 * 2**20, "whole_picture": True},
}
STROKES = {
    "one blot": [(2000, 1500, 3000, 2000)],
    "three strokes across": [(300, y, 5700, y + 30) for y in (500, 1900, 3400)],
}


class Echo(Provider):
    """Answers with what it was sent, its middle painted over, as PNG; `own` is the time that took it."""

    slug, label = "echo", "Echo"
    facts: ClassVar[Capabilities]
    sent: ClassVar[tuple[bytes, str]]
    answer: ClassVar[bytes]
    own: ClassVar[float]
    called_at: ClassVar[float]

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return cls.facts

    def start(self, job: Job, control: Control) -> Step:
        encode_mask(job.mask, MASK)
        Echo.sent = job.encoded[0]
        Echo.called_at = began = time.process_time()
        with Image.open(BytesIO(Echo.sent[0])) as picture:
            painted = picture.convert("RGB")
        painted.paste((90, 80, 70), (painted.width // 3, painted.height // 3, painted.width // 2, painted.height // 2))
        Echo.answer = png(painted)
        Echo.own = time.process_time() - began
        return Done(results=(Result(data=Echo.answer),))


@dataclass(frozen=True)
class Taken:
    """Seconds of CPU until the call, and from its answer to the kept result."""

    before: float
    after: float

    @property
    def all(self) -> float:
        return self.before + self.after


def report(folder: Path) -> Iterator[str]:
    connection.settings_dict["NAME"] = str(folder / "around.sqlite3")
    settings.MEDIA_ROOT = folder / "media"
    registry.PROVIDERS[Echo.slug] = Echo
    call_command("migrate", verbosity=0)
    dana, scene = make_person("dana", Role.DESIGNER), _scene()
    order = upload_photo(actor=dana, file=BytesIO(_jpeg(scene)), name="camera.jpg")
    for service, limits in SERVICES.items():
        for strokes, boxes in STROKES.items():
            yield _line(order, f"{service}, {strokes}", boxes, limits)
    whole, boxes = SERVICES["always the whole picture, 50 MB"], STROKES["three strokes across"]
    yield _line(order, "the same, a further round", boxes, whole, parent=_result(order, scene))
    phone = upload_photo(actor=dana, file=BytesIO(_phone(scene)), name="phone.jpg")
    yield _line(phone, "always the whole picture, a phone's photo (turned, Display P3)", boxes, whole)


def _line(
    order: Order,
    name: str,
    boxes: list[tuple[int, int, int, int]],
    limits: dict[str, Any],
    parent: Revision | None = None,
) -> str:
    Echo.facts = Capabilities(
        delivery="sync",
        start_repeatable=False,
        image_source="bytes",
        mask=MASK,
        **{"formats": ("png", "jpeg", "webp"), **limits},
    )
    mask = _mask(order.photo.size, boxes)
    painted_on = parent or order.revisions.get(number=0)
    taken = min((_erased(order, painted_on, mask) for _ in range(ROUNDS)), key=lambda each: each.all)
    submission = order.submissions.latest("pk")
    plan = plan_from(submission.plan)
    assert plan is not None
    bare = _bare(painted_on, plan)
    share = np.count_nonzero(np.asarray(mask)) / (SIZE[0] * SIZE[1])
    added = taken.all - bare
    return (
        f"fit, {name} ({share:.1%} of 24 MP; {fit.describe(plan)}, {len(Echo.sent[0]) / 2**20:.1f} MB "
        f"{Echo.sent[1]}): {added:.2f} s CPU added, at most {CEILING}, to {bare:.2f} s of bare decoding and encoding; "
        f"{taken.all:.2f} s in all ({taken.before:.2f} until the call, {taken.after:.2f} from the answer to the kept "
        f"result), ratio {taken.all / bare:.2f}: {'holds' if added <= CEILING else 'MISSED'}"
    )


def _erased(order: Order, parent: Revision, mask: Image.Image) -> Taken:
    submission = submit_mask(
        actor=order.owner, order=order, parent=parent, mask_png=write_mask(mask), provider=Echo.slug, key=uuid.uuid4()
    )
    began = time.process_time()
    assert jobs.advance(submission.pk) is None
    ended = time.process_time()
    assert Submission.objects.get(pk=submission.pk).state == Submission.State.SUCCEEDED
    return Taken(Echo.called_at - began, ended - Echo.called_at - Echo.own)


def _bare(parent: Revision, plan: fit.Plan) -> float:
    """Decode the photo, encode what is sent, decode the answer, encode the result: without fitting or placing."""
    picture = open_picture(parent)
    part, limits = fit.cut_picture(picture, plan), fit_limits(Echo.facts)

    def there_and_back() -> None:
        open_picture(parent)
        fit.encode(part, limits)
        open_upright(BytesIO(Echo.answer), Limits())
        png(picture)

    return _best(there_and_back)


def _best(work: Callable[[], object]) -> float:
    def seconds() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(seconds() for _ in range(ROUNDS))


def _result(order: Order, scene: Image.Image) -> Revision:
    """A revision as an earlier round would have left it."""
    revision = Revision(order=order, number=order.revisions.count(), parent=order.head, created_by=order.owner)
    revision.picture.save("picture.png", ContentFile(png(scene)), save=False)
    revision.save()
    return revision


def _mask(size: tuple[int, int], boxes: list[tuple[int, int, int, int]]) -> Image.Image:
    """Painted on the photo as it lies; on one that stands it is turned with it."""
    mask = Image.new("L", SIZE)
    for box in boxes:
        mask.paste(255, box)
    return mask if size == SIZE else mask.transpose(Image.Transpose.ROTATE_270)


def _jpeg(scene: Image.Image, **said: Any) -> bytes:
    out = BytesIO()
    scene.save(out, "JPEG", quality=92, **said)
    return out.getvalue()


def _phone(scene: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _jpeg(scene, exif=exif, icc_profile=DISPLAY_P3)


def _scene() -> Image.Image:
    """A smooth scene with some shapes and fine grain."""
    scene = Image.radial_gradient("L").resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
    draw = ImageDraw.Draw(scene)
    for step in range(40):
        draw.ellipse((step * 140, step * 90, step * 140 + 600, step * 90 + 500), outline=(200, step * 6, 90), width=9)
    grain = np.random.default_rng(3).normal(0, 4, (SIZE[1], SIZE[0], 1))
    return Image.fromarray(np.clip(np.asarray(scene) + grain, 0, 255).astype(np.uint8))
