"""A reviewer takes a provider out of the offer and back in, and ends its pause. Who did so is in Django's admin log.

Each is one conditional UPDATE: of two who press at once one does it, and the other is told.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from editor.actions.desk.noting import note
from editor.actions.errors import Refused
from editor.actions.providers.standing import off_sentence
from editor.actions.removals.waking import wake_waiting
from editor.models import ProviderState, User
from editor.providers import registry

ON: dict[str, Any] = {"off_since": None, "off_by": None, "off_reason": ""}
WORKS: dict[str, Any] = {"failures": 0, "open_until": None, "probing_until": None}


@transaction.atomic
def switch_off(*, actor: User, slug: str, reason: str) -> None:
    """Nothing new is begun there; what runs there goes on. Designers read the reason. Raises Refused, KeyError."""
    label = registry.PROVIDERS[slug].label
    reason = " ".join(reason.split()).rstrip(".")
    row = _row(slug)
    if not row.filter(off_since=None).update(off_since=timezone.now(), off_by=actor, off_reason=reason):
        raise Refused(off_sentence(label, row.select_related("off_by").get()))
    _log(actor, slug, f"Switched off: {reason}." if reason else "Switched off.")


@transaction.atomic
def switch_on(*, actor: User, slug: str) -> None:
    """What waited for this is taken up at once. Raises Refused, KeyError."""
    label = registry.PROVIDERS[slug].label
    if not _row(slug).filter(off_since__isnull=False).update(**ON):
        raise Refused(gettext("%(label)s is switched on already.") % {"label": label})
    _log(actor, slug, "Switched on.")
    wake_waiting(slug)


@transaction.atomic
def end_pause(*, actor: User, slug: str) -> None:
    """The faults are counted anew, and what waited for this is taken up at once. Raises Refused, KeyError."""
    label = registry.PROVIDERS[slug].label
    if not _row(slug).filter(open_until__isnull=False).update(**WORKS):
        raise Refused(gettext("%(label)s is not paused any more.") % {"label": label})
    _log(actor, slug, "Ended the pause after repeated faults.")
    wake_waiting(slug)


def _row(slug: str) -> QuerySet[ProviderState]:
    ProviderState.objects.get_or_create(slug=slug)
    return ProviderState.objects.filter(slug=slug)


def _log(actor: User, slug: str, what: str) -> None:
    note(actor=actor, about=ProviderState.objects.get(slug=slug), called=slug, what=what)
