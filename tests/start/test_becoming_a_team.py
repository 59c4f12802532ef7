"""The owner of a first start becomes an office without losing anything; and databases of before groups find theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from editor.management import prepare
from editor.models import Order, Role, SignInLink, User
from tests.making import make_order, make_revision, make_submission

PASSWORD = "long-enough-to-remember"
OLD = ("editor", "0009_services_switched_off")


def invite(client: Client, name: str, *roles: Role) -> Client:
    """A browser of theirs, signed in with a password of their own."""
    data = {"name": name, "email": f"{name.lower()}@example.com", "roles": list(roles)}
    assert f"{name} is invited." in client.post(reverse("admin:people"), data).content.decode()
    link = re.search(r"http://testserver(/invited/\S+)", str(mail.outbox[-1].body))
    assert link
    browser = Client()
    browser.post(link.group(1))
    browser.post(reverse("password"), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    return browser


def photos(client: Client) -> set[str]:
    page = client.get(reverse("orders")).content.decode()
    return {name for name in ("living-room.jpg", "kitchen.jpg", "garden.jpg") if name in page}


@pytest.mark.django_db
def test_the_owner_of_a_first_start_becomes_a_team_and_nothing_is_lost() -> None:
    owner = prepare.owner()
    assert owner is not None
    prepare.add_sample(owner)
    order = make_order(owner, name="kitchen.jpg")
    make_submission(order, state="succeeded", result=make_revision(order))
    alone = Client()
    alone.get(reverse("open", args=[SignInLink.objects.issue(owner)]))
    before = photos(alone)
    assert before == {"living-room.jpg", "kitchen.jpg"}

    alone.post(reverse("account"), {"name": "Rhea", "email": "rhea@example.com"})
    alone.post(reverse("password"), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    dana = invite(alone, "Dana", Role.DESIGNER)
    agnes = invite(alone, "Agnes", Role.AGENT)
    reviewer = invite(alone, "Rob", Role.REVIEWER)

    make_order(User.objects.get(first_name="Dana"), name="garden.jpg")
    assert photos(dana) == {"garden.jpg"}
    assert photos(agnes) == set()
    assert photos(alone) == before | {"garden.jpg"}, "whoever began it reviews"
    assert photos(reviewer) == before | {"garden.jpg"}
    order.refresh_from_db()
    assert (order.owner, order.revisions.count(), order.submissions.count()) == (owner, 2, 1)
    assert reviewer.get(reverse("order", args=[order.pk])).status_code == 200
    assert alone.get(reverse("paint", args=[order.pk])).status_code == 200, "and still paints"

    again = prepare.owner()
    assert again == owner, "the next start prints a link for the same person"
    later = Client()
    later.post(reverse("sign_in"), {"username": "rhea@example.com", "password": PASSWORD})
    assert photos(later) == before | {"garden.jpg"}
    reviewer.post(reverse("admin:person", args=[owner.pk]), {"name": "Rhea", "email": "", "roles": ["designer"]})
    owner = User.objects.get(pk=owner.pk)
    assert owner.roles == {Role.DESIGNER}, "the office can go on without whoever began it"
    assert photos(later) == before


@pytest.fixture
def old_tables() -> Iterator[Any]:
    """The tables as they were before there were groups; brought up to date again when the test is over."""
    MigrationExecutor(connection).migrate([OLD])
    yield MigrationExecutor(connection).loader.project_state([OLD]).apps
    prepare.migrate()


@pytest.mark.django_db(transaction=True)
def test_people_of_an_old_database_find_themselves_in_groups_with_all_their_orders(old_tables: Any) -> None:
    people, photo = old_tables.get_model("editor", "User"), old_tables.get_model("editor", "Photo")
    boss = people.objects.create(username="boss", is_staff=True)
    root = people.objects.create(username="root", is_superuser=True)
    plain = people.objects.create(username="plain")
    facts = {"name": "hall.jpg", "byte_size": 1, "format": "JPEG", "width": 120, "height": 80}
    for number, person in enumerate((boss, plain)):
        row = photo.objects.create(uploaded_by=person, sha256=f"{number:064}", **facts)
        old_tables.get_model("editor", "Order").objects.create(photo=row, owner=person)

    prepare.migrate()

    assert User.objects.get(pk=boss.pk).roles == set(Role)
    assert User.objects.get(pk=root.pk).roles == set(Role)
    assert User.objects.get(pk=plain.pk).roles == {Role.DESIGNER}
    assert Order.objects.visible_to(User.objects.get(pk=plain.pk)).count() == 1
    assert Order.objects.visible_to(User.objects.get(pk=boss.pk)).count() == 2
    kept = User.objects.get(pk=plain.pk)
    assert (kept.session_epoch, kept.wants_digest, kept.is_expected) == (0, True, False)
