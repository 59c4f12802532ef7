"""Rhea takes the timeline as a file: filtered, whole, and noted."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from editor.actions.desk.auditing import Chosen, Format, export
from editor.actions.errors import Refused
from editor.models import Event, Order, Photo, User
from tests.making import make_listing, make_order

Kind = Event.Kind


@pytest.fixture
def told(dana: User, agnes: User) -> Order:
    """Dana uploaded a photo, agnes approved it; the listing's address is a formula."""
    order = make_order(dana, listing=make_listing(agnes, agent=agnes, address="=1+1", reference="A-7"))
    Event.objects.create(order=order, actor=dana, kind=Kind.UPLOADED, data={"name": "kitchen.jpg"})
    Event.objects.create(order=order, actor=agnes, kind=Kind.APPROVED, data={"revision": 1})
    Event.objects.create(order=make_order(dana), kind=Kind.SUCCEEDED, data={"provider": "local"})
    return order


def taken(client: Client, kind: str = "csv", **chosen: str) -> list[dict[str, Any]]:
    answer: Any = client.get(reverse("admin:audit"), {"as": kind, **chosen})
    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode()
    if kind == "jsonl":
        return [json.loads(each) for each in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_event_is_a_line_the_oldest_first(told: Order, rhea_client: Client) -> None:
    first, second, third = taken(rhea_client)
    assert (first["kind"], first["actor"], first["photo"], first["order"]) == (
        "uploaded",
        "dana",
        "kitchen.jpg",
        str(told.pk),
    )
    assert json.loads(second["data"]) == {"revision": 1}
    assert (third["actor"], third["listing"]) == ("", "")


def test_json_lines_say_the_same_with_their_types(told: Order, rhea_client: Client) -> None:
    lines = taken(rhea_client, "jsonl")
    assert [line["kind"] for line in lines] == ["uploaded", "approved", "succeeded"]
    assert lines[1]["data"] == {"revision": 1}
    assert lines[0]["address"] == "=1+1"
    assert lines[0]["order"] == told.pk


def test_no_cell_is_a_formula(told: Order, rhea_client: Client) -> None:
    Photo.objects.filter(pk=told.photo_id).update(name="@SUM(A1).jpg")
    first = taken(rhea_client)[0]
    assert (first["address"], first["photo"]) == ("'=1+1", "'@SUM(A1).jpg")


@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [
        ({"person": "agnes"}, ["approved"]),
        ({"listing": "A-7"}, ["uploaded", "approved"]),
        ({"listing": "=1+1", "person": "dana"}, ["uploaded"]),
        ({"since": "2999-01-01"}, []),
        ({"until": "2999-01-01"}, ["uploaded", "approved", "succeeded"]),
        ({"until": "2000-01-01"}, []),
    ],
)
def test_filters_leave_out_what_is_not_asked_for(
    chosen: dict[str, str], kinds: list[str], told: Order, rhea_client: Client
) -> None:
    assert told.pk
    assert [line["kind"] for line in taken(rhea_client, **chosen)] == kinds


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"person": "nobody"}, "Nobody is called nobody here."),
        ({"listing": "nowhere"}, "There is no listing nowhere."),
        ({"since": "yesterday"}, "A day is written as 2026-01-31."),
    ],
)
def test_a_filter_that_finds_nobody_is_told(chosen: dict[str, str], sentence: str, rhea_client: Client) -> None:
    answer = rhea_client.get(reverse("admin:audit"), {"as": "csv", **chosen})
    assert sentence in answer.content.decode()
    assert not LogEntry.objects.exists()


def test_who_exported_what_is_logged_and_shown(told: Order, rhea_client: Client) -> None:
    assert told.pk
    taken(rhea_client, person="agnes", since="2020-01-01")
    assert LogEntry.objects.get().user.username == "rhea"
    html = rhea_client.get(reverse("admin:audit")).content.decode()
    assert "Rhea: Exported the timeline as csv: from 2020-01-01 by agnes." in html
    assert "3 events" in html


def test_nobody_else_exports(dana: User, dana_client: Client, anonymous_client: Client) -> None:
    assert dana_client.get(reverse("admin:audit"), {"as": "csv"}).status_code == 404
    assert anonymous_client.get(reverse("admin:audit"), {"as": "csv"}).status_code == 302
    with pytest.raises(Refused):
        export(actor=dana, chosen=Chosen(), kind=Format.CSV)
    assert not LogEntry.objects.exists()


def test_a_long_timeline_takes_no_more_memory_than_a_short_one(told: Order, rhea: User) -> None:
    """By keys, a thousand at a time: the database is asked once for each thousand."""

    def peak(events: int) -> int:
        Event.objects.bulk_create(Event(order=told, kind=Kind.COMMENTED, data={"at": n}) for n in range(events))
        tracemalloc.start()
        count = sum(1 for _ in export(actor=rhea, chosen=Chosen(), kind=Format.CSV))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == Event.objects.count() + 1
        return most

    few = peak(2_000)
    assert peak(8_000) < few * 1.3
