"""Where an order stands: what was asked of whom and what it cost, who closed it, what services keep of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_noop as _

from editor.actions.providers.closings import closing_account
from editor.models import Event, Order, RemoteOrder, Revision, Submission
from editor.providers import registry
from editor.templatetags.costs import spent
from editor.templatetags.eraser import provider_label
from editor.templatetags.texts import translated

LEDGER = 50
"""Removals listed on an order's page."""

State = RemoteOrder.State
CLOSING = {
    State.OPEN: "",
    State.DUE: _("It is about to be told that the order is done."),
    State.SENDING: _("It is being told that the order is done."),
    State.CLOSED: _("It was told that the order is done."),
    State.FAILED: _("It could not be told that the order is done."),
    State.UNKNOWN: _("It is not known whether it heard that the order is done."),
}


@dataclass(frozen=True)
class RemoteShown:
    """A service's own order, as the page tells of it."""

    pk: int
    label: str
    order_id: str
    sentence: str
    trouble: bool
    unknown: bool


def standing(order: Order, revision: Revision) -> dict[str, Any]:
    """For the order's page: its ledger, who closed it, the orders services keep for it.

    `told` are those that would be told if the order were finalised with `revision`.
    """
    remotes = list(order.remote_orders.all())
    return {
        "ledger": ledger(order),
        "ledger_most": LEDGER,
        "closing": _closing(order),
        "closing_now": any(remote.state in RemoteOrder.CLOSING for remote in remotes),
        "remotes": [_shown(remote) for remote in remotes],
        "told": [_shown(remote).label for remote in remotes if _is_told(remote, revision)],
    }


def ledger(order: Order) -> list[Submission]:
    """What was asked and has ended, newest first; what has not stands on a card of its own.

    The newest part of a split mask tells as `together` what all of them cost that have ended.
    """
    ended = order.submissions.exclude(state__in=Submission.ACTIVE).select_related("parent", "result")
    shown = list(ended.annotate(calls_made=Count("calls")).order_by("-pk")[:LEDGER])
    parts: dict[UUID, list[Submission]] = {}
    for each in shown:
        if each.split and each.parts > 1:
            parts.setdefault(each.split, []).append(each)
    for newest, *others in parts.values():
        newest.together = spent([newest, *others]) if others else ""  # type: ignore[attr-defined]  # for the page
    return shown


def _closing(order: Order) -> Event | None:
    if order.state != Order.State.FINALISED:
        return None
    return order.events.filter(kind=Event.Kind.FINALISED).select_related("actor").order_by("-pk").first()


def _is_told(remote: RemoteOrder, revision: Revision) -> bool:
    known = remote.provider in registry.PROVIDERS
    finalises = known and registry.facts(remote.provider, settings.PROVIDER_CONFIG).finalises
    return finalises and bool(closing_account(remote, revision))


def _shown(remote: RemoteOrder) -> RemoteShown:
    state = State(remote.state)
    return RemoteShown(
        pk=remote.pk,
        label=provider_label(remote.provider),
        order_id=str(remote.account.get("order_id", "")),
        sentence=translated(remote.sentence or CLOSING[state]),
        trouble=state in RemoteOrder.NOT_CLOSED,
        unknown=state == State.UNKNOWN,
    )
