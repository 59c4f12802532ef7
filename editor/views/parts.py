"""What several pages show of an order: its history, its submissions, two revisions side by side."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from editor.actions.again import resent
from editor.models import Order, Revision, Submission
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
