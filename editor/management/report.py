"""What became of one photo erased from the shell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from editor.models import Submission

State = Submission.State


@dataclass(kw_only=True)
class Report:
    """What became of a wish. `order` is an id, `revision` a number in the order's history, `parts` how many were sent.

    `remote_order` tells how the closing of the service's own order went, where it keeps one.

    `stopped` tells that the person pressed Ctrl-C, whatever the submission came to by then.
    """

    status: str = State.FAILED
    provider: str
    reference: str = ""
    credits: float = 0.0
    price: str | None = None
    currency: str = ""
    seed: int | None = None
    calls: int = 0
    parts: int = 0
    remote_order: str | None = None
    seconds: float | None = None
    order: int | None = None
    revision: int | None = None
    code: str = ""
    sentence: str = ""
    stopped: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The shape `--json` prints; `error` is null after a success."""
        return {
            "status": self.status,
            "provider": self.provider,
            "reference": self.reference,
            "credits": self.credits,
            "price": self.price,
            "currency": self.currency,
            "seed": self.seed,
            "calls": self.calls,
            "parts": self.parts,
            "remote_order": self.remote_order,
            "seconds": self.seconds,
            "order": self.order,
            "revision": self.revision,
            "error": {"code": self.code, "message": self.sentence} if self.code else None,
        }


def how_it_ended(submissions: list[Submission]) -> Submission:
    """The one that tells how it went: the first that brought nothing; else the last result, which holds the others."""
    missing = next((each for each in submissions if each.result is None), None)
    return missing or max(submissions, key=lambda each: each.result.number if each.result else 0)


def tell(submissions: list[Submission], ended: Submission, report: Report) -> None:
    """Costs and calls of all of them together, the rest of the one that tells how it went."""
    prices = [each.price for each in submissions if each.price is not None]
    report.status, report.parts = ended.state, len(submissions)
    report.reference = ", ".join(each.reference for each in submissions if each.reference)
    report.credits, report.calls = sum(each.credits for each in submissions), _calls(submissions)
    report.price = str(sum(prices, Decimal(0)).normalize()) if prices else None
    report.currency = ended.currency or submissions[0].currency
    report.seed = ended.seed if ended.seed_used is None else ended.seed_used
    seconds = [each.seconds for each in submissions if each.seconds is not None]
    report.seconds = round(sum(seconds), 3) if seconds else None
    report.revision = ended.result.number if ended.result else None


def _calls(submissions: list[Submission]) -> int:
    return sum(each.calls.count() for each in submissions)
