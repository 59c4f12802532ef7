"""What several pages show of an order: its history, its submissions, two revisions side by side."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from editor.actions.removals.again import resent
from editor.models import Comment, Order, Revision, Submission
from editor.templatetags.eraser import stage


def history(order: Order) -> QuerySet[Revision]:
    """The order's revisions with all their rows show, newest first."""
    return order.revisions.for_history()


def noteworthy(order: Order) -> list[Submission]:
    """What still wants attention: submissions that run, those whose outcome is unknown, for they may have cost
    something and nobody has submitted them anew, and those that failed since the last success, or beside it as
    another part of the same mask.

    Earlier failures were overcome, and what was canceled was meant to be.
    """
    submissions = order.submissions.select_related("order__listing", "parent", "result", "created_by").order_by("-pk")
    last_good = order.submissions.filter(state=Submission.State.SUCCEEDED).order_by("-pk").first()
    since = Q(pk__gt=last_good.pk if last_good else 0)
    if last_good and last_good.split:
        since |= Q(split=last_good.split)
    failed = submissions.filter(since, state=Submission.State.FAILED)
    unknown = submissions.filter(state=Submission.State.OUTCOME_UNKNOWN)
    found = list(submissions.active() | failed | unknown)
    gone = resent(found)
    return [each for each in found if each.pk not in gone]


def compared(order: Order, before: Revision, after: Revision) -> dict[str, Any]:
    """The pair to compare and the size to lay it out at, known before any pixel has come."""
    return {"before": before, "after": after, "stage": stage(order.photo)}


def said_of(order: Order) -> list[Comment]:
    """What was said of the order, oldest first: the place in this list is a comment's number."""
    said = order.comments.select_related("author", "revision", "resolved_by").prefetch_related("mentions")
    return list(said.order_by("pk"))


def asked_for(order: Order) -> list[Comment]:
    """The changes that were asked for and are not ticked off, each with its `number` among the order's comments."""
    said = said_of(order)
    for number, each in enumerate(said, 1):
        each.number = number  # type: ignore[attr-defined]  # for the page
    return [each for each in said if each.kind == Comment.Kind.CHANGE and each.resolved_at is None]


def mark_side(order: Order) -> int:
    """How large a comment's mark is drawn in a picture that no script zooms, in the photo's pixels."""
    return max(4, max(order.photo.size) // 40)
