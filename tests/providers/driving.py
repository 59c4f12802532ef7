"""A job, somebody who watches it, and a flow that drives it as the real one does, without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

import numpy as np
from PIL import Image

from editor.http import Call
from editor.providers.base import Done, Job, Pending, Provider, ProviderError, Publish, Result, Step
from editor.providers.service import Service

SIZE = (400, 300)
BOX = (40, 30, 120, 90)

Build = Callable[[], Provider]


@dataclass
class Watch:
    """A Control that remembers."""

    calls: list[Call] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def stopped(self) -> bool:
        return False

    def report(self, doing: str, fraction: float | None = None) -> None:
        self.said.append(doing)

    def record(self, call: Call) -> None:
        self.calls.append(call)

    def asked(self) -> list[tuple[str, str]]:
        """Method and path of each call, in order."""
        return [(call.method, "/" + call.url.split("/", 3)[3]) for call in self.calls]


def photo(size: tuple[int, int] = SIZE) -> Image.Image:
    """A gradient, so that a shifted or scaled result differs everywhere."""
    columns = np.linspace(0, 200, size[0], dtype=np.uint8)
    rows = np.linspace(20, 240, size[1], dtype=np.uint8)
    red = np.broadcast_to(columns, (size[1], size[0]))
    green = np.broadcast_to(rows[:, None], (size[1], size[0]))
    return Image.fromarray(np.dstack([red, green, np.full_like(red, 90)]))


def mask(size: tuple[int, int] = SIZE, box: tuple[int, int, int, int] = BOX) -> Image.Image:
    """Mode "L": 255 in the box, else 0."""
    made = Image.new("L", size)
    made.paste(255, box)
    return made


def job(
    *,
    picture: Image.Image | None = None,
    kind: Literal["PNG", "JPEG", "WEBP"] = "PNG",
    account: Mapping[str, Any] | None = None,
    mask_kind: Literal["manual", "automatic"] = "manual",
    publish: Publish | None = None,
    seed: int = 7,
    batch: int = 1,
) -> Job:
    picture = picture or photo()
    out = BytesIO()
    picture.save(out, kind)
    return Job(
        pictures=(picture,) * batch,
        mask=mask(picture.size),
        seed=seed,
        encoded=((out.getvalue(), f"image/{kind.lower()}"),) * batch,
        mask_kind=mask_kind,
        account=account or {},
        publish=publish,
    )


def steps(build: Build, job: Job, watch: Watch, *, patience: int = 0) -> list[Step]:
    """Every step from start to Done, each made by a provider built anew from a remote that went through the database.

    A step whose error says that repeating can help is made again, `patience` times at most in a row. Raises
    ProviderError.
    """
    taken: list[Step] = []
    failed = 0
    for _ in range(60):
        try:
            taken.append(next_step(build(), job, taken[-1] if taken else None, watch))
        except ProviderError as error:
            failed += 1
            if error.retry_after is None or failed > patience:
                raise
            continue
        failed = 0
        if isinstance(taken[-1], Done):
            return taken
    raise AssertionError("This job never ends.")


def finish(build: Build, job: Job, watch: Watch, *, patience: int = 0) -> Done:
    last = steps(build, job, watch, patience=patience)[-1]
    assert isinstance(last, Done)
    return last


def next_step(provider: Provider, job: Job, last: Step | None, watch: Watch) -> Step:
    if last is None:
        return provider.start(job, watch)
    assert isinstance(last, Pending)
    assert last.retry_after >= 0
    return provider.resume(job, json.loads(json.dumps(dict(last.remote))), watch)


def until_pending_at(build: Build, job: Job, watch: Watch, step: str) -> Pending:
    """Drive the job to where the next call is the named step's."""
    last: Step | None = None
    for _ in range(10):
        last = next_step(build(), job, last, watch)
        if isinstance(last, Pending) and last.remote.get("step") == step:
            return last
    raise AssertionError(f"This job has no step {step}.")


def fetched(provider: Service, result: Result, watch: Watch) -> Image.Image:
    """The picture of a result, fetched as the flow does where it is a link."""
    data = provider.door(watch).fetch_result(result.url) if result.url else result.data
    assert data is not None
    with Image.open(BytesIO(data)) as opened:
        return opened.convert("RGB")


def all_texts(error: BaseException) -> str:
    """Everything an exception and those behind it would print."""
    texts: list[str] = []
    behind: BaseException | None = error
    while behind is not None:
        texts += [str(behind), repr(behind), getattr(behind, "sentence", ""), getattr(behind, "detail", "")]
        behind = behind.__cause__ or behind.__context__
    return "\n".join(texts)
