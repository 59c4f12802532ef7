"""What a service keeps of an order between its jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.actions.providers.closings import begin_anew
from editor.models import RemoteOrder, Revision, Submission


def account_for(submission: Submission) -> Mapping[str, Any]:
    """What the provider told to keep, where its picture is the one that was painted on; else nothing.

    A service that kept another picture would go on from that one, so it gets the picture anew; so does one that was
    told, or may have been, that its order is done.
    """
    kept = RemoteOrder.objects.filter(
        order=submission.order_id,
        provider=submission.provider,
        revision=submission.parent_id,
        state__in=(RemoteOrder.State.OPEN, RemoteOrder.State.FAILED),
    ).first()
    return kept.account if kept else {}


def keep_account(submission: Submission, result: Revision, account: Mapping[str, Any]) -> None:
    """Within the transaction that records the result: the service's picture is ours only where nothing was merged.

    Of a reopened order, what it tells is to be closed when the order is finalised again.
    """
    same = result.parent_id == submission.parent_id
    remote, made = RemoteOrder.objects.select_for_update().get_or_create(
        order_id=submission.order_id, provider=submission.provider
    )
    remote.account, remote.revision = dict(account), result if same else None
    if not made and remote.state != RemoteOrder.State.OPEN:
        begin_anew(remote)
    remote.save()
