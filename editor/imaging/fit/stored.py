"""The stored file itself in place of a new one, where the service takes it: no loss, and no work."""

from typing import Final

from editor.imaging.bare import Bare

from .limits import FitLimits, Format
from .planning import Plan

_FORMATS: Final[dict[str, Format]] = {"JPEG": "jpeg", "PNG": "png"}


def as_stored(file: Bare, plan: Plan, limits: FitLimits) -> tuple[bytes, str] | None:
    """The bytes and media type; None where the plan wants other pixels, or the service another file."""
    untouched = plan.is_whole and plan.sent == plan.picture == file.size
    kind = _FORMATS[file.kind]
    if not untouched or kind not in limits.formats:
        return None
    if limits.max_bytes is not None and len(file.data) > limits.max_bytes:
        return None
    return file.data, f"image/{kind}"
