"""What every provider is: declared capabilities, a job to do, a step as the answer, a tree of errors.

An adapter translates; the flow (claiming, billing rules, retries, compositing) belongs to `editor.jobs`.

ProviderError
├── Unsupported     the picture, mask or option cannot be taken: another choice helps, repeating does not
├── NotAuthorised   the key is missing, wrong or not allowed this
├── OutOfCredit     the account is empty
├── Rejected        the service looked at the job and declined it
├── RateLimited     too many at once: repeating later helps
├── Unavailable     the service (or the engine's process) is down: repeating later helps
├── BadResponse     an answer came that cannot be used
└── Canceled        a person stopped the job
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from PIL import Image

Remote = Mapping[str, Any]
"""JSON-serialisable facts that suffice to resume a job at the provider."""


class ProviderError(Exception):
    """A job that did not succeed: `sentence` is for the person, `detail` for the log.

    `retry_after` is the number of seconds after which repeating can help, None where it cannot.
    """

    code: ClassVar[str] = "provider_error"

    def __init__(self, sentence: str, *, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail
        self.retry_after = retry_after


class Unsupported(ProviderError):
    code = "unsupported"


class NotAuthorised(ProviderError):
    code = "not_authorised"


class OutOfCredit(ProviderError):
    code = "out_of_credit"


class Rejected(ProviderError):
    code = "rejected"


class RateLimited(ProviderError):
    code = "rate_limited"


class Unavailable(ProviderError):
    code = "unavailable"


class BadResponse(ProviderError):
    code = "bad_response"


class Canceled(ProviderError):
    code = "canceled"


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """A provider's declared facts; the UI, the checks before sending and the docs read the same data.

    `start_repeatable` says whether the first call may be made again after its answer was lost:
    False wherever it could bill a second time.
    """

    delivery: Literal["sync", "poll"]
    start_repeatable: bool
    max_pixels: int
    seed: bool
    credits_per_result: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Job:
    """One mask on one picture.

    `picture` is upright, RGB or RGBA; `mask` is "L" of the same size, 255 where to erase, else 0.
    """

    picture: Image.Image
    mask: Image.Image
    seed: int


class Control(Protocol):
    """The wire between a running job and the person who watches it."""

    def stopped(self) -> bool:
        """True once the job should end: the person cancelled, or another worker took over."""

    def report(self, doing: str, fraction: float | None = None) -> None:
        """Tell what is happening now, as a short sentence; `fraction` is 0..1 where it is known."""


@dataclass(frozen=True, kw_only=True)
class Pending:
    """The provider is not done: keep `remote`, call `resume` with it in `retry_after` seconds.

    `repeatable` says whether that next call may be made again after its answer was lost.
    """

    remote: Remote
    retry_after: float
    repeatable: bool = True


@dataclass(frozen=True, kw_only=True)
class Done:
    """The provider's picture, before compositing; `note` is a sentence for the person, or empty."""

    picture: Image.Image
    reference: str = ""
    credits: float = 0.0
    note: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


Step = Pending | Done


class Provider(ABC):
    """An adapter. Its configuration (a mapping of setting name to value) comes in through the constructor."""

    slug: ClassVar[str]
    label: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    required_settings: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: Mapping[str, str]) -> None:
        self.config = config

    @classmethod
    def missing_settings(cls, config: Mapping[str, str]) -> list[str]:
        """The names of settings that must be given before this provider can be used."""
        return [name for name in cls.required_settings if not config.get(name)]

    @abstractmethod
    def start(self, job: Job, control: Control) -> Step:
        """Hand the job over. Raises ProviderError."""

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        """Go on with a job that answered Pending. Raises ProviderError."""
        raise BadResponse(f"{self.label} has no job to go on with.", detail=f"resume({remote!r}) on a sync provider")
