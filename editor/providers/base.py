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

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from PIL import Image

from editor.http import Call

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


MaskEncoding = Literal["none", "white on black", "black on white", "#7878CD on transparent", "#7878CD on black"]
Format = Literal["jpeg", "png", "webp", "bmp"]

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off", ""})


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A setting an adapter reads; the docs' table and the settings test read the same data.

    `kind` "word" takes one of `choices`; "switch" yes or no; "number" a whole number and "decimal" any number, from
    `least` to `most`.
    """

    name: str
    what: str
    default: str = ""
    secret: bool = False
    required: bool = False
    kind: Literal["text", "word", "switch", "number", "decimal"] = "text"
    choices: tuple[str, ...] = ()
    least: float = 1
    most: float = math.inf

    def fault(self, value: str) -> str:
        """What is wrong with a value, as the end of a sentence that begins with the name; empty when nothing is."""
        value = value.strip().lower()
        if self.kind == "word" and value not in self.choices:
            return f"must be {' or '.join(self.choices)}"
        if self.kind == "switch" and value not in YES | NO:
            return "must be 0 or 1"
        if self.kind in {"number", "decimal"} and not self._is_in_range(value):
            range_ = f"of at least {self.least:g}" if math.isinf(self.most) else f"from {self.least:g} to {self.most:g}"
            return f"must be a {'whole ' if self.kind == 'number' else ''}number {range_}"
        return ""

    def _is_in_range(self, value: str) -> bool:
        pattern = r"[0-9]{1,15}" if self.kind == "number" else r"[0-9]{1,15}(\.[0-9]+)?"
        return bool(re.fullmatch(pattern, value)) and self.least <= float(value) <= self.most


@dataclass(frozen=True, kw_only=True)
class Rate:
    """At most `calls` submissions in `seconds`, over all workers together."""

    calls: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """A provider's declared facts; the UI, the checks before sending, fitting and the docs read the same data.

    `start_repeatable` says whether the first call may be made again after its answer was lost: False wherever it
    could bill a second time. Where `image_source` is "picture" the adapter takes the decoded whole picture and none
    of the wire limits below it count. `max_*` and `min_side` are inclusive. None means that no limit is known.
    `whole_picture`: the service keeps the picture for later rounds, so it is sent whole, never a crop.
    """

    delivery: Literal["sync", "poll"]
    start_repeatable: bool
    image_source: Literal["picture", "bytes", "link"]
    mask: MaskEncoding = "none"
    formats: tuple[Format, ...] = ()
    max_bytes: int | None = None
    min_side: int = 1
    max_side: int | None = None
    min_pixels: int = 1
    max_pixels: int | None = None
    max_aspect: float | None = None
    whole_picture: bool = False
    batch: int = 1
    seed: bool = False
    output_formats: tuple[Format, ...] = ()
    credits_per_result: float = 0.0
    result_lifetime: str = ""
    finalises: bool = False
    can_look_again: bool = False
    rate: Rate | None = None
    deadline_seconds: float = 900.0
    status: Literal["current", "retired"] = "current"


Publish = Callable[[bytes, str], str]
"""(bytes, media type) -> a signed link, minutes long, under PUBLIC_BASE_URL, where the service can fetch them."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One mask on one picture, or, in a batch, on several of the same size.

    `pictures` are upright, RGB or RGBA, already fitted to the capabilities; `mask` is "L" of the same size, 255 where
    to erase, else 0. `encoded` are the pictures as the service takes them: (bytes, media type), empty where
    `image_source` is "picture". `account` is what earlier jobs of the same order left at this provider.
    """

    pictures: tuple[Image.Image, ...]
    mask: Image.Image
    seed: int
    encoded: tuple[tuple[bytes, str], ...] = ()
    mask_kind: Literal["manual", "automatic"] = "manual"
    account: Mapping[str, Any] = field(default_factory=dict)
    publish: Publish | None = None

    @property
    def picture(self) -> Image.Image:
        return self.pictures[0]


class Control(Protocol):
    """The wire between a running job and the person who watches it."""

    def stopped(self) -> bool:
        """True once the job should end: the person cancelled, or another worker took over."""

    def report(self, doing: str, fraction: float | None = None) -> None:
        """Tell what is happening now, as a short sentence; `fraction` is 0..1 where it is known."""

    def record(self, call: Call) -> None:
        """Keep a call, already redacted, beside the submission."""


@dataclass(frozen=True, kw_only=True)
class Pending:
    """The provider is not done: keep `remote`, call `resume` with it in `retry_after` seconds.

    `repeatable` says whether that next call may be made again after its answer was lost.
    """

    remote: Remote
    retry_after: float
    repeatable: bool = True


@dataclass(frozen=True, kw_only=True)
class Result:
    """One picture of an answer, in exactly one form: decoded by us, bytes as the service sent them, or a link.

    Or `failure`: the sentence for the person where this one picture of a batch failed and others did not.
    """

    picture: Image.Image | None = None
    data: bytes | None = None
    url: str = ""
    failure: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """The results, one for each of the job's pictures, before the upload gate and compositing.

    `note` is a sentence for the person, or empty. `seed` is the one the service says it used. `account` is kept for
    the order's next job at this provider.
    """

    results: tuple[Result, ...]
    reference: str = ""
    credits: float = 0.0
    seed: int | None = None
    note: str = ""
    account: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)


Step = Pending | Done


class Provider(ABC):
    """An adapter. Its configuration (a mapping of setting name to value) comes in through the constructor."""

    slug: ClassVar[str]
    label: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]] = ()

    def __init__(self, config: Mapping[str, str]) -> None:
        self.config = config

    @classmethod
    @abstractmethod
    def capabilities(cls, config: Mapping[str, str]) -> Capabilities:
        """The facts, as far as they depend on how the provider is configured."""

    @classmethod
    def missing_settings(cls, config: Mapping[str, str]) -> list[str]:
        """The names of settings that must be given before this provider can be used."""
        return [setting.name for setting in cls.settings if setting.required and not config.get(setting.name)]

    def setting(self, name: str) -> str:
        """One of the adapter's own settings as configured, or its default. Raises Unsupported where it is wrong."""
        setting = next(setting for setting in self.settings if setting.name == name)
        value = (self.config.get(name) or setting.default).strip()
        value = value if setting.kind == "text" else value.lower()
        if fault := setting.fault(value):
            sentence = f"{self.label} is not set up right. Ask the person who runs this server."
            raise Unsupported(sentence, detail=f"{name} {fault}")
        return value.lower() if setting.kind == "word" else value

    @classmethod
    def configured(cls, config: Mapping[str, str], name: str) -> str:
        """Like `setting`, for facts that are shown also where a setting is wrong: its default then."""
        setting = next(setting for setting in cls.settings if setting.name == name)
        value = (config.get(name) or setting.default).strip()
        if setting.fault(value):
            return setting.default
        return value.lower() if setting.kind == "word" else value

    def switch(self, name: str) -> bool:
        """Whether a setting of kind "switch" is on."""
        return self.setting(name).lower() in YES

    @abstractmethod
    def start(self, job: Job, control: Control) -> Step:
        """Hand the job over. Raises ProviderError."""

    def sends_picture(self, account: Mapping[str, Any]) -> bool:
        """Whether `start` looks at the job's picture; False where the service has it from an earlier job."""
        return True

    def resume(self, job: Job, remote: Remote, control: Control) -> Step:
        """Go on with a job that answered Pending. Raises ProviderError."""
        raise BadResponse(f"{self.label} has no job to go on with.", detail=f"resume({remote!r}) on a sync provider")

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        """Ask, without billing, about a job whose outcome is unknown; None where the service does not know it."""
        return None

    def finalise(self, account: Mapping[str, Any], control: Control) -> None:
        """Close the order at the service, where `capabilities.finalises`. Raises ProviderError."""
        raise Unsupported(f"{self.label} has no orders to close.")

    def is_finalised(self, account: Mapping[str, Any], control: Control) -> bool | None:
        """Ask, for nothing, whether the service closed its order; None where it does not tell. Raises ProviderError."""
        return None

    def check_key(self, control: Control) -> str:
        """What can be asked for free, told in a sentence. Raises ProviderError; Unsupported where nothing can be."""
        raise Unsupported(f"{self.label} offers no free way to check its key.")
