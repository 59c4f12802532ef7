"""The screen on which a photo is looked at closely and judged."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.review.finalise import finalising
from editor.actions.review.walk import next_to_review, photos_of, walk
from editor.addresses import picture_address, picture_parts
from editor.models import Listing, Order, Revision
from editor.views.asking import Request, order_for, revision_numbered
from editor.views.parts import compared, history, mark_side, said_of
from editor.views.reviewing.standing import standing


@never_cache
@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """`?before=` and `?after=` (revision numbers) are looked at; without them, the original and the head."""
    order = order_for(request, pk)
    revisions = list(history(order))
    original = revisions[-1]
    after = revision_numbered(order, request.GET.get("after"), order.head or original)
    before = revision_numbered(order, request.GET.get("before"), original)
    through = walk(request.user, order)
    context = {
        "order": order,
        "history": revisions,
        "walk": through,
        "comments": said_of(order),
        "mark_side": mark_side(order),
        "review": _data(order, revisions, before, after),
        "ahead": picture_address("proxy", through.next.head) if through and through.next and through.next.head else "",
        **compared(order, before, after),
        **standing(order, after),
    }
    return render(request, "editor/review.html", context)


def _data(order: Order, revisions: list[Revision], before: Revision, after: Revision) -> dict[str, Any]:
    """What the scripts put together: every revision's picture, and the mask by which it came from its parent."""
    width, height = order.photo.size
    return {
        "before": before.number,
        "after": after.number,
        "image": {"width": width, "height": height},
        "revisions": {revision.number: _revision(revision, order) for revision in revisions},
    }


def _revision(revision: Revision, order: Order) -> dict[str, Any]:
    made_by = getattr(revision, "submission", None)
    return {
        **picture_parts(revision, order.photo.size),
        "parent": revision.parent.number if revision.parent else None,
        "mask": reverse("submission_mask", args=[made_by.pk]) if made_by else None,
    }


@require_safe
def review_listing(request: Request, pk: int) -> HttpResponse:
    """To the first photo that waits for its review; where none does, to the end."""
    listing = listing_for(request, pk)
    order = next_to_review(request.user, listing)
    return redirect("review_end", pk) if order is None else redirect("review", order.pk)


@never_cache
@require_safe
def review_end(request: Request, pk: int) -> HttpResponse:
    """How the photos of a listing stand, and finalising those that are approved."""
    listing = listing_for(request, pk)
    context = {
        "listing": listing,
        "orders": photos_of(request.user, listing),
        "finalising": finalising(request.user, listing),
        "waiting": next_to_review(request.user, listing),
    }
    return render(request, "editor/review_end.html", context)


def listing_for(request: Request, pk: int) -> Listing:
    return get_object_or_404(Listing.objects.visible_to(request.user), pk=pk)
