"""Tiny services whose every answer a test decides, and a disk that fills up when told to.

`Services.add("paid", bills=True, answers=[…])` puts a provider into the registry; the n-th call gets the n-th answer,
later calls the last one. `calls` tells what was called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.files.storage import FileSystemStorage
from PIL import Image

from editor.providers import registry
from editor.providers.base import Capabilities, Control, Done, Job, Pending, Provider, Remote, Result, Setting, Step

Answer = Callable[[Job, Control], Step]
RED = (250, 10, 10)


class Killed(BaseException):
    """Stands for kill -9 at this line: nothing catches it, so the row is left as it was last committed."""


class Service(Provider):
    """A provider that follows its script."""

    answers: ClassVar[list[Answer]]
    calls: ClassVar[list[str]]
    facts: ClassVar[Capabilities]

    @classmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        return cls.facts

    def start(self, job: Job, control: Control) -> Step:
        return self._answer("start", job, control)

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        return self._answer(f"resume {remote['id']}", job, control)

    def _answer(self, call: str, job: Job, control: Control) -> Step:
        answer = self.answers[min(len(self.calls), len(self.answers) - 1)]
        self.calls.append(call)
        return answer(job, control)


class Services:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def add(
        self,
        slug: str,
        *answers: Answer,
        bills: bool = False,
        delivery: str = "sync",
        base: type[Service] = Service,
        **declared: Any,
    ) -> type[Service]:
        """`declared` overrides the capabilities."""
        facts: dict[str, Any] = {
            "delivery": "poll" if delivery == "poll" else "sync",
            "start_repeatable": not bills,
            "image_source": "picture",
            "max_pixels": 100_000_000,
            "seed": True,
            "credits_per_result": 1.0 if bills else 0.0,
            **declared,
        }
        script = {"answers": list(answers) or [painted()], "calls": [], "facts": Capabilities(**facts)}
        made: type[Service] = type(slug, (base,), {"slug": slug, "label": slug.title()} | script)
        self._monkeypatch.setitem(registry.PROVIDERS, slug, made)
        return made


def needing(*names: str) -> tuple[Setting, ...]:
    """The settings of a service that cannot do without these."""
    return tuple(Setting(name=name, what="its key", required=True) for name in names)


def painted(colour: tuple[int, int, int] = RED, cost: float = 0.0, reference: str = "", note: str = "") -> Answer:
    """A result in one colour, everywhere: whatever of it shows outside the mask is a fault of ours."""

    def answer(job: Job, _control: Control) -> Step:
        picture = Image.new("RGB", job.picture.size, colour)
        return Done(results=(Result(picture=picture),), credits=cost, reference=reference, note=note)

    return answer


def pending(name: str = "job-7", retry_after: float = 5, repeatable: bool = True) -> Answer:
    return lambda _job, _control: Pending(remote={"id": name}, retry_after=retry_after, repeatable=repeatable)


def raising(error: BaseException) -> Answer:
    def answer(_job: Job, _control: Control) -> Step:
        raise error

    return answer


class Disk(FileSystemStorage):
    """A storage that a test can make fail: what it puts here is called before opening and after writing a name."""

    on_open: ClassVar[Callable[[str], None]] = staticmethod(lambda _name: None)
    on_save: ClassVar[Callable[[str], None]] = staticmethod(lambda _name: None)

    def _open(self, name: str, mode: str = "rb") -> Any:
        Disk.on_open(name)
        return super()._open(name, mode)  # type: ignore[misc]  # the stubs leave it out

    def _save(self, name: str, content: Any) -> str:
        stored: str = super()._save(name, content)  # type: ignore[misc]
        Disk.on_save(stored)
        return stored


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    return Services(monkeypatch)


@pytest.fixture
def disk(settings: Any, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The media folder can fail: `disk.setattr(Disk, "on_save", …)`."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.services.Disk"}}
    return monkeypatch


def stored_files(settings: Any) -> set[str]:
    """Every file under the media folder, by its path in it."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
