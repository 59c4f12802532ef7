"""Services that take a moment, so that a kill finds them at work. Each bill is a line in the file CHAOS_BILLS."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from typing import ClassVar, Literal

from PIL import ImageOps

from editor.providers.base import Canceled, Capabilities, Control, Done, Job, Pending, Provider, Remote, Result, Step

MEGAPIXELS = 100_000_000


def _bill(job: Job) -> None:
    """One write of one line with O_APPEND: whole or not at all, whoever else writes. The seed names the submission."""
    descriptor = os.open(os.environ["CHAOS_BILLS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{job.seed}\n".encode())
    finally:
        os.close(descriptor)


def _done(job: Job) -> Done:
    return Done(results=(Result(picture=ImageOps.invert(job.picture.convert("RGB"))),))


class Fake(Provider):
    delivery: ClassVar[Literal["sync", "poll"]]
    start_repeatable: ClassVar[bool]

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return Capabilities(
            delivery=cls.delivery,
            start_repeatable=cls.start_repeatable,
            image_source="picture",
            max_pixels=MEGAPIXELS,
            seed=True,
        )


class Paid(Fake):
    """Bills at some moment of a single call."""

    slug, label = "paid", "Paid"
    delivery, start_repeatable = "sync", False

    def start(self, job: Job, control: Control) -> Step:
        time.sleep(random.uniform(0, 0.15))
        _bill(job)
        time.sleep(random.uniform(0, 0.15))
        return _done(job)


class Polled(Fake):
    """Bills when it is started, and is looked at twice."""

    slug, label = "polled", "Polled"
    delivery, start_repeatable = "poll", False

    def start(self, job: Job, control: Control) -> Step:
        _bill(job)
        time.sleep(random.uniform(0, 0.1))
        return Pending(remote={"looks": 0}, retry_after=0.2)

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        time.sleep(random.uniform(0, 0.1))
        if remote["looks"]:
            return _done(job)
        return Pending(remote={"looks": 1}, retry_after=0.2)


class Free(Fake):
    """May be made again as often as it takes."""

    slug, label = "free", "Free"
    delivery, start_repeatable = "sync", True

    def start(self, job: Job, control: Control) -> Step:
        time.sleep(random.uniform(0.05, 0.3))
        return _done(job)


class Slow(Fake):
    """Takes half a minute, unless it is stopped."""

    slug, label = "slow", "Slow"
    delivery, start_repeatable = "sync", True

    def start(self, job: Job, control: Control) -> Step:
        for step in range(300):
            control.report("Taking its time", step / 300)
            if control.stopped():
                raise Canceled("")
            time.sleep(0.1)
        return _done(job)


SERVICES: tuple[type[Fake], ...] = (Paid, Polled, Free, Slow)
