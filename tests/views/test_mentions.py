"""Whom one can mention: those who may see the order, and nobody learns of others."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editor.models import Role, User
from tests.making import make_listing, make_order, make_person


@pytest.mark.usefixtures("mallory", "amos", "rhea")
def test_those_who_see_the_order_are_listed_but_the_reader(dana: User, agnes: User, dana_client: Client) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes))
    listed = dana_client.get(reverse("people_json", args=[order.pk])).json()["people"]
    assert listed == [
        {"handle": "Agnes", "name": "Agnes", "username": "agnes", "roles": "Agent"},
        {"handle": "Rhea", "name": "Rhea", "username": "rhea", "roles": "Reviewer"},
    ]


def test_a_large_office_costs_as_many_questions(dana: User, dana_client: Client) -> None:
    address = reverse("people_json", args=[make_order(dana).pk])

    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert dana_client.get(address).status_code == 200
        return len(queries)

    few = questions()
    for number in range(8):
        make_person(f"rex{number}", Role.REVIEWER)
    assert questions() == few
