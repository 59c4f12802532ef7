"""How a listing of 60 photos of 24 MP is packed: memory added, temporary files, MB/s, and time against bare Pillow.

The ratio is of processor time of the thread: on a shared machine the clock measures the neighbours.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from io import BytesIO
from pathlib import Path

import psutil
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image

from editor.actions.archive import Wanted, archive
from editor.actions.review.finalise import finalise
from editor.imaging.export import lossless_png
from editor.imaging.presets import FULL_COLOUR, PRESETS, Preset
from editor.models import Listing, Revision, Role
from tests.bench.imaging import _photo
from tests.making import make_listing, make_order, make_person

PHOTOS = 60
KINDS = 4
"""Different pictures: each is taken in several times."""
TRIED = 8
"""So many are made by bare Pillow, for a guess at all of them."""
MOST_MEMORY_MB = 450.0
MOST_RATIO = 1.6


def report() -> list[str]:
    """Lines with figures, for the preset that reduces and the one that keeps every pixel."""
    call_command("migrate", verbosity=0)
    lines = []
    photos, results = _pictures()
    # A place of one's own for temporary files: others use the usual one, too.
    tempfile.tempdir = tempfile.mkdtemp(dir=settings.DATA_DIR)
    listing = _listing(photos, results)
    for name in ("mls", "full"):
        lines += _preset(listing, name, PRESETS[name][1], photos, results)
    return lines


def _preset(listing: Listing, name: str, preset: Preset, photos: list[bytes], results: list[bytes]) -> list[str]:
    assert listing.agent
    wanted = Wanted(preset=preset, preset_name=name)
    watch = Watch()
    start, worked = time.perf_counter(), time.thread_time()
    with watch:
        sent = sum(len(piece) for piece in archive(actor=listing.agent, listing=listing, wanted=wanted))
    taken, worked = time.perf_counter() - start, time.thread_time() - worked
    bare = sum(_bare([photos, results][at % 2][at % KINDS], preset) for at in range(TRIED)) / TRIED * PHOTOS
    bare += _hashing(sent)
    ratio = worked / bare
    return [
        f"zip of {PHOTOS} x 24 MP, {name}: {sent / 1e6:.0f} MB in {taken:.0f} s, {sent / 1e6 / taken:.0f} MB/s",
        f"  memory added: {watch.added / 2**20:.0f} MB at most (at most {MOST_MEMORY_MB:.0f}) "
        f"{_verdict(watch.added / 2**20 <= MOST_MEMORY_MB)}",
        f"  temporary files: {watch.files} at most (none) {_verdict(not watch.files)}",
        f"  {ratio:.2f} of bare Pillow and sha256 ({worked:.0f} against {bare:.0f} s of processor time; "
        f"at most {MOST_RATIO}) {_verdict(ratio <= MOST_RATIO)}",
    ]


class Watch:
    """The most memory the process had above what it had before, and the most temporary files: looked at every 5 ms."""

    added = files = 0

    def __enter__(self) -> None:
        self._process, self._over = psutil.Process(), threading.Event()
        self._before = self._process.memory_info().rss
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.005):
            self.added = max(self.added, self._process.memory_info().rss - self._before)
            self.files = max(self.files, len(list(Path(tempfile.gettempdir()).iterdir())))


def _pictures() -> tuple[list[bytes], list[bytes]]:
    """Photos as a phone keeps them, and results as revisions are kept."""
    photo = _photo()
    turned = [photo, *(photo.transpose(how) for how in list(Image.Transpose)[:3])][:KINDS]
    jpegs = []
    for each in turned:
        out = BytesIO()
        each.save(out, "JPEG", quality=92)
        jpegs.append(out.getvalue())
    return jpegs, [lossless_png(each) for each in turned]


def _listing(photos: list[bytes], results: list[bytes]) -> Listing:
    """Finalised photos; something was removed from every other one."""
    agnes = make_person("agnes", Role.AGENT)
    listing = make_listing(agnes, agent=agnes)
    for at in range(PHOTOS):
        data = photos[at % KINDS]
        with Image.open(BytesIO(data)) as image:
            order = make_order(agnes, name=f"room-{at}.jpg", data=data, size=image.size, listing=listing)
        if at % 2:
            order.head = Revision(order=order, number=1, parent=order.head, created_by=agnes)
            order.head.picture.save("r.png", ContentFile(results[at % KINDS]))
        assert order.head
        finalise(actor=agnes, order=order, revision=order.head)
    return listing


def _bare(data: bytes, preset: Preset) -> float:
    start = time.thread_time()
    with Image.open(BytesIO(data)) as image:
        image.load()
        small: Image.Image = image
        if preset.long_side:
            scale = preset.long_side / max(image.size)
            small = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
        small.save(BytesIO(), "JPEG", quality=preset.quality, subsampling=0 if preset.quality >= FULL_COLOUR else 2)
    return time.thread_time() - start


def _hashing(count: int) -> float:
    block = bytes(2**24)
    start = time.thread_time()
    hashlib.sha256(block).digest()
    return (time.thread_time() - start) * count / len(block)


def _verdict(holds: bool) -> str:
    return "holds" if holds else "MISSED"
