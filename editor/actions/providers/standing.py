"""How a provider stands with all workers together: offered or not, its circuit, and how much it was given lately.

After FAULTS faults in a row the circuit opens: nothing is begun at the provider until a pause is over. Then one
submission may try; the others wait for what it finds. Jobs that are at the provider already go on being asked about.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from editor.models import ProviderState
from editor.models.submission import fitting
from editor.providers.base import Rate

PROBE_SECONDS = 120.0
"""For how long the others wait for the one that tries."""
TRIES = 20
"""Lost races for the rate window before a submission simply waits a moment."""


def switched_off(slug: str) -> ProviderState | None:
    """The row of a provider that a reviewer switched off; None where it is offered."""
    return ProviderState.objects.filter(slug=slug, off_since__isnull=False).select_related("off_by").first()


def off_sentence(label: str, state: ProviderState) -> str:
    """Whose word it was and why, where a reason was given."""
    words = {"label": label, "person": state.off_by.called if state.off_by else "", "reason": state.off_reason}
    if state.off_reason:
        return gettext("%(label)s is switched off by %(person)s: %(reason)s.") % words
    return gettext("%(label)s is switched off by %(person)s.") % words


def paused_until(slug: str) -> datetime | None:
    """Until when nothing is begun at the provider; None where it is not paused."""
    row = ProviderState.objects.filter(slug=slug, open_until__gt=timezone.now()).first()
    return row.open_until if row else None


def pause_sentence(label: str, until: datetime) -> str:
    return gettext("%(label)s is paused after repeated faults until %(until)s.") % {
        "label": label,
        "until": format(timezone.localtime(until), "%H:%M"),
    }


def may_begin(slug: str) -> datetime | None:
    """None where a job may begin now; else when to ask again."""
    now = timezone.now()
    row = ProviderState.objects.filter(slug=slug).first()
    if row is None or row.open_until is None:
        return None
    if row.open_until > now:
        return row.open_until
    free = Q(probing_until=None) | Q(probing_until__lte=now)
    probing_until = now + timedelta(seconds=PROBE_SECONDS)
    if ProviderState.objects.filter(free, pk=row.pk, open_until=row.open_until).update(probing_until=probing_until):
        return None
    return now + timedelta(seconds=10)


def note_fault(slug: str, sentence: str) -> None:
    """A fault of the provider's: with enough of them in a row it is paused."""
    now = timezone.now()
    ProviderState.objects.get_or_create(slug=slug)
    ProviderState.objects.filter(slug=slug).update(
        failures=F("failures") + 1, probing_until=None, last_fault=fitting(sentence, 500), last_fault_at=now
    )
    over = Q(open_until=None) | Q(open_until__lte=now)
    ProviderState.objects.filter(over, slug=slug, failures__gte=settings.PROVIDER_FAULTS).update(
        open_until=now + timedelta(seconds=settings.PROVIDER_PAUSE_SECONDS)
    )


def note_success(slug: str) -> None:
    """It works: the count begins anew, and a pause is over."""
    ProviderState.objects.filter(slug=slug, failures__gt=0).update(failures=0, open_until=None, probing_until=None)


def take_turn(slug: str, rate: Rate, pk: int) -> float:
    """0 where the job may be handed over now, and is counted; else the seconds until there is room.

    A submission that has its place in the window already keeps it.
    """
    state, _ = ProviderState.objects.get_or_create(slug=slug)
    for _ in range(TRIES):
        now = timezone.now().timestamp()
        taken = [[at, who] for at, who in state.taken if at > now - rate.seconds]
        if any(who == pk for _, who in taken):
            return 0.0
        if len(taken) >= rate.calls:
            return float(min(at for at, _ in taken) + rate.seconds - now)
        mine = ProviderState.objects.filter(pk=state.pk, version=state.version)
        if mine.update(taken=[*taken, [now, pk]], version=state.version + 1):
            return 0.0
        state.refresh_from_db()
    return 1.0
