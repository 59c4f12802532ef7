"""What a service keeps of an order between its jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.models import RemoteOrder, Revision, Submission


def account_for(submission: Submission) -> Mapping[str, Any]:
    """What the provider told to keep, where its picture is the one that was painted on; else nothing.

    A service that kept another picture would go on from that one, so it gets the picture anew.
    """
    kept = RemoteOrder.objects.filter(
        order=submission.order_id, provider=submission.provider, revision=submission.parent_id
    ).first()
    return kept.account if kept else {}


def keep_account(submission: Submission, result: Revision, account: Mapping[str, Any]) -> None:
    """Within the transaction that records the result: the service's picture is ours only where nothing was merged."""
    same = result.parent_id == submission.parent_id
    RemoteOrder.objects.update_or_create(
        order_id=submission.order_id,
        provider=submission.provider,
        defaults={"account": dict(account), "revision": result if same else None},
    )
