"""One mask removed by several services, side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.removals.result import open_mask
from editor.models import Order, Submission
from editor.views.asking import Request, order_for

CELL = (1200, 900)
"""The largest size a picture is laid out at in its cell, in CSS pixels."""


@never_cache
@require_safe
def group(request: Request, pk: int, group: UUID) -> HttpResponse:
    """The submissions that share `group`, in the order they were asked for."""
    order = order_for(request, pk)
    asked = order.submissions.filter(group=group).select_related("order__photo", "order__listing", "parent", "result")
    submissions = list(asked.order_by("pk"))
    if not submissions:
        raise Http404
    context = {
        "order": order,
        "parent": submissions[0].parent,
        "submissions": submissions,
        "bounds": _bounds(_box(submissions[0]), order.photo.size),
        "size": cell_size(order),
    }
    return render(request, "editor/group.html", context)


def _box(submission: Submission) -> tuple[int, int, int, int] | None:
    """The part of the photo to look at; None, all of it, where the mask was deleted as old."""
    return None if submission.mask_dropped_at else open_mask(submission).getbbox()


def cell_size(order: Order) -> dict[str, Any]:
    """At what size a picture of the order is laid out, known before any pixel has come."""
    width, height = order.photo.size
    scale = min(CELL[0] / width, CELL[1] / height)
    return {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}


def _bounds(box: tuple[int, int, int, int] | None, size: tuple[int, int]) -> str:
    """The mask's left, top, right and bottom as shares of the photo's sides."""
    left, top, right, bottom = box or (0, 0, *size)
    shares = left / size[0], top / size[1], right / size[0], bottom / size[1]
    return " ".join(f"{share:.5f}" for share in shares)
