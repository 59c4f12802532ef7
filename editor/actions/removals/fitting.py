"""A provider's declared facts as the limits a picture is fitted to, and plans as rows keep them."""

from __future__ import annotations

from typing import Any

from editor.imaging.fit import FitLimits, Plan
from editor.providers.base import Capabilities


def fit_limits(facts: Capabilities) -> FitLimits:
    return FitLimits(
        formats=facts.formats,
        max_bytes=facts.max_bytes,
        min_side=facts.min_side,
        max_side=facts.max_side,
        min_pixels=facts.min_pixels,
        max_pixels=facts.max_pixels,
        max_aspect=facts.max_aspect,
        whole_picture=facts.whole_picture,
    )


def plan_from(kept: dict[str, Any] | None) -> Plan | None:
    """The plan a row keeps: JSON knows no tuples."""
    return None if kept is None else Plan(**{name: tuple(value) for name, value in kept.items()})
