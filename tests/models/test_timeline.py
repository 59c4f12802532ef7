"""What is written in the timeline stays as it is."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from editor.models import Event, Order
from editor.models.event import Unchangeable


@pytest.fixture
def event(order: Order) -> Event:
    return Event.objects.create(order=order, actor=order.owner, kind=Event.Kind.UPLOADED)


def test_nobody_edits_an_event(event: Event) -> None:
    event.kind = Event.Kind.FINALISED
    for change in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(kind="failed")):
        with pytest.raises(Unchangeable):
            change()
    assert Event.objects.get().kind == Event.Kind.UPLOADED


def test_nor_past_the_app(event: Event) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE editor_event SET kind = 'finalised' WHERE id = %s", [event.pk])
    assert Event.objects.get().kind == Event.Kind.UPLOADED
