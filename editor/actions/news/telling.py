"""Telling people what happened: a row for each, shown in the app and mailed in the next digest."""

from __future__ import annotations

from collections.abc import Iterable

from editor.models import Act, Comment, Notification, Order, User, can

WORDS = 500


def tell(
    people: Iterable[User | None],
    kind: Notification.Kind,
    *,
    actor: User | None,
    order: Order | None = None,
    comment: Comment | None = None,
    words: str = "",
) -> None:
    """Within the transaction of what happened. Nobody is told what they did, nor of an order they do not see."""
    wanted = {person.pk: person for person in people if person is not None and person.is_active and person != actor}
    told = [person for person in wanted.values() if order is None or can(person, Act.SEE, order)]
    Notification.objects.bulk_create(
        Notification(person=person, kind=kind, actor=actor, order=order, comment=comment, words=words[:WORDS])
        for person in told
    )
