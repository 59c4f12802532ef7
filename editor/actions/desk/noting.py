"""What reviewers do in the desk that is no order's, noted in Django's admin log: who, when, what, with whom or what."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from editor.models import User


def note(*, actor: User, about: Model, called: str, what: str, kind: int = CHANGE) -> None:
    """Within the transaction of what is noted. `kind` is one of the log's own numbers."""
    LogEntry.objects.create(
        user=actor,
        content_type=ContentType.objects.get_for_model(about),
        object_id=str(about.pk),
        object_repr=called[:200],
        action_flag=kind,
        change_message=what,
    )


def notes(model: type[Model]) -> QuerySet[LogEntry]:
    """The newest first."""
    of_kind = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    return of_kind.select_related("user").order_by("-action_time", "-pk")
