"""Reading what one was told."""

from __future__ import annotations

from django.utils import timezone

from editor.models import Notification, User

MOST_COUNTED = 99
"""More than that are "99+": nobody counts on, and the database need not either."""


def unread_count(person: User) -> int:
    """Up to one more than MOST_COUNTED."""
    return Notification.objects.shown_to(person).unread()[: MOST_COUNTED + 1].count()


def read(*, actor: User, notice: Notification) -> None:
    """Reading again changes nothing."""
    Notification.objects.filter(pk=notice.pk, person=actor).unread().update(read_at=timezone.now())


def read_all(*, actor: User, newest: int) -> None:
    """All that the actor was told up to the notification with this key: what came since stays unread."""
    Notification.objects.filter(person=actor, pk__lte=newest).unread().update(read_at=timezone.now())
