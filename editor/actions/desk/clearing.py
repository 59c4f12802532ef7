"""A reviewer has old files deleted: a worker does it in steps, and the row of the run tells how far it is."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from editor.actions.desk.retention import Ages, drop, finish_halfway, orders_behind, survey
from editor.actions.errors import Refused
from editor.models import Clearing, User, clearing_due

ORDERS_A_STEP = 50
LEASE = timedelta(minutes=10)
"""Far longer than a step takes: who holds it this long is dead."""
NOT_YOURS = _("Only a reviewer can have old files deleted.")
NOTHING = _("Nothing is old enough to go.")
RUNNING = _("Old files are being deleted already. Wait until that is done.")


def start_clearing(*, actor: User, ages: Ages) -> Clearing:
    """Raises Refused where there is nothing to delete, or a run is on its way."""
    if not actor.sees_everything:
        raise Refused(NOT_YOURS)
    expected = sum(tally.files for tally in survey(ages))
    if not expected:
        raise Refused(NOTHING)
    with transaction.atomic():
        # Two runs at once would delete nothing twice; they would only be of no use.
        if Clearing.objects.active().exists():
            raise Refused(RUNNING)
        run = Clearing.objects.create(asked_by=actor, expected=expected, **asdict(ages))
        _log(run)
        transaction.on_commit(lambda: clearing_due.send(Clearing, pk=run.pk))
    return run


def step(pk: int) -> bool:
    """Delete the old files of some orders; whether there is more to do. Nothing where another worker is at it."""
    now = timezone.now()
    if not Clearing.objects.due(now).filter(pk=pk).update(lease_until=now + LEASE):
        return False
    run = Clearing.objects.select_related("asked_by").get(pk=pk)
    if not run.reached:
        finish_halfway()
    ages = ages_of(run)
    orders = list(orders_behind(run.reached, ages, run.started_at)[:ORDERS_A_STEP])
    for order in orders:
        files, size = drop(actor=run.asked_by, order=order, ages=ages)
        Clearing.objects.filter(pk=pk).update(files=F("files") + files, bytes=F("bytes") + size, reached=order.pk)
    Clearing.objects.filter(pk=pk).update(lease_until=None, ended_at=None if orders else timezone.now())
    return bool(orders)


def clearings_due() -> list[int]:
    """What a sweep should wake."""
    return list(Clearing.objects.due(timezone.now()).values_list("pk", flat=True))


def ages_of(run: Clearing) -> Ages:
    return Ages(
        originals=run.originals,
        masks=run.masks,
        results=run.results,
        finalised_originals=run.finalised_originals,
    )


def _log(run: Clearing) -> None:
    ages = ages_of(run)
    named = [f"{name} {days} days" for name in ("originals", "masks", "results") if (days := getattr(ages, name))]
    if ages.finalised_originals:
        named.append("originals of finalised orders, too")
    LogEntry.objects.create(
        user=run.asked_by,
        content_type=ContentType.objects.get_for_model(Clearing),
        object_id=str(run.pk),
        object_repr=str(run),
        action_flag=DELETION,
        change_message=f"Had {run.expected} old files deleted: {', '.join(named)}.",
    )
