"""Rhea looks after people's accounts: groups, addresses, closing; nobody is shut out by mistake, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editor.models import Order, Role, SignInLink, User
from tests.codes import with_codes
from tests.making import make_order, make_person
from tests.views.test_two_steps import switch_on

BACKEND = "django.contrib.auth.backends.ModelBackend"


def page(client: Client, *args: int, **query: str) -> str:
    answer = client.get(reverse("admin:person" if args else "admin:people", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def change(client: Client, person: User, **facts: Any) -> str:
    data = {"name": person.called, "email": person.email, "roles": [str(role) for role in person.roles_given]}
    return client.post(reverse("admin:person", args=[person.pk]), data | facts, follow=True).content.decode()


def act(client: Client, person: User, what: str) -> str:
    return client.post(reverse("admin:act_on_person", args=[person.pk]), {"act": what}, follow=True).content.decode()


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def listed(client: Client, **query: str) -> set[str]:
    html = page(client, **query)
    table = html.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in html else ""
    return {name for name in ("Dana", "Agnes", "Amos", "Rhea") if f">{name}</bdi>" in table}


@pytest.fixture
def office(dana: User, agnes: User, amos: User, rhea: User) -> list[User]:
    return [dana, agnes, amos, rhea]


@pytest.mark.usefixtures("office")
def test_rhea_finds_people_by_their_groups(rhea_client: Client, amos: User) -> None:
    assert listed(rhea_client) == {"Dana", "Agnes", "Amos", "Rhea"}
    assert listed(rhea_client, which="agent") == {"Agnes", "Amos"}
    assert listed(rhea_client, which="reviewer") == {"Rhea"}
    assert listed(rhea_client, which="nonsense") == {"Dana", "Agnes", "Amos", "Rhea"}
    act(rhea_client, amos, "close")
    assert listed(rhea_client, which="closed") == {"Amos"}
    assert listed(rhea_client, which="invited") == {"Dana", "Agnes"}, "they have never come in"


def test_she_sees_who_signs_in_with_two_steps(rhea_client: Client, dana: User) -> None:
    assert "badge success" not in page(rhea_client)
    with_codes(dana)
    assert "badge success" in page(rhea_client)


def test_she_sees_who_was_here_when_though_they_signed_in_long_ago(
    rhea_client: Client, dana: User, dana_client: Client
) -> None:
    User.objects.filter(pk=dana.pk).update(last_login=timezone.now() - timedelta(days=20))
    assert "2\xa0weeks ago" in page(rhea_client, dana.pk)
    dana_client.get(reverse("orders"))
    assert "just now" in page(rhea_client, dana.pk)


def test_that_somebody_is_at_it_is_noted_once_an_hour(dana: User, dana_client: Client) -> None:
    def noted() -> object:
        dana_client.get(reverse("orders"))
        return again(dana).seen_at

    assert noted() is None, "she has signed in within the hour"
    User.objects.filter(pk=dana.pk).update(last_login=timezone.now() - timedelta(hours=2))
    first = noted()
    assert first
    assert noted() == first


def test_the_list_asks_the_database_as_often_for_many_as_for_few(rhea_client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(rhea_client)
        return len(captured)

    make_person("one", Role.AGENT)
    few = asked()
    for number in range(20):
        make_person(f"person{number}", Role.AGENT, Role.DESIGNER)
    assert asked() == few


def test_the_list_has_pages(rhea_client: Client) -> None:
    for number in range(101):
        make_person(f"person{number:03}", Role.AGENT)
    assert "Person100" not in page(rhea_client, which="agent")
    assert "Person100" in page(rhea_client, which="agent", page="2")


def test_rhea_changes_a_name_an_address_and_groups(rhea_client: Client, agnes: User) -> None:
    change(rhea_client, agnes, name="Agnes Amsel", email="agnes@example.com", roles=["agent", "designer"])
    changed = again(agnes)
    assert (changed.called, changed.email) == ("Agnes Amsel", "agnes@example.com")
    assert changed.roles == {Role.AGENT, Role.DESIGNER}
    html = page(rhea_client, agnes.pk)
    assert "Changed the name, the e-mail address, the groups to agent and designer." in html


def test_what_stays_the_same_is_not_logged(rhea_client: Client, agnes: User) -> None:
    assert "Saved." in change(rhea_client, agnes)
    assert not LogEntry.objects.exists()


def test_an_address_belongs_to_one_person(rhea_client: Client, agnes: User, dana: User) -> None:
    change(rhea_client, agnes, email="agnes@example.com")
    assert "agnes@example.com belongs to Agnes already." in change(rhea_client, dana, email="agnes@example.com")
    assert again(dana).email == ""


def test_ones_own_address_is_not_changed_without_the_password(rhea_client: Client, rhea: User) -> None:
    assert "which takes your password" in change(rhea_client, rhea, email="mallory@example.com")
    assert "Saved." in change(rhea_client, rhea, name="Rhea Reed")
    assert (again(rhea).email, again(rhea).called) == ("", "Rhea Reed")


def test_nobody_takes_themself_out_of_the_reviewers(rhea_client: Client, rhea: User) -> None:
    assert "You cannot shut yourself out" in change(rhea_client, rhea, roles=["agent"])
    assert "You cannot shut yourself out" in act(rhea_client, rhea, "close")
    assert again(rhea).sees_everything
    assert 'value="close"' not in page(rhea_client, rhea.pk)


def test_of_two_reviewers_who_shut_each_other_out_one_remains(rhea: User, rhea_client: Client, agnes: User) -> None:
    agnes.put_in(Role.REVIEWER)
    other = Client()
    other.force_login(agnes, backend=BACKEND)
    act(rhea_client, agnes, "close")
    answer = other.post(reverse("admin:act_on_person", args=[rhea.pk]), {"act": "close"})
    assert answer.status_code == 302
    assert again(rhea).sees_everything


def test_a_closed_account_is_signed_out_for_good_and_its_orders_stay(
    rhea_client: Client, dana: User, dana_client: Client
) -> None:
    order = make_order(dana)
    assert "What they did stays." in act(rhea_client, dana, "close")
    assert dana_client.get(reverse("orders")).status_code == 302
    assert rhea_client.get(reverse("order", args=[order.pk])).status_code == 200
    assert Order.objects.get().owner == dana
    act(rhea_client, dana, "open")
    assert dana_client.get(reverse("orders")).status_code == 302, "that session does not come back"
    client = Client()
    client.force_login(again(dana), backend=BACKEND)
    assert client.get(reverse("order", args=[order.pk])).status_code == 200


def test_doing_a_thing_twice_is_told(rhea_client: Client, dana: User) -> None:
    act(rhea_client, dana, "close")
    assert "is closed already" in act(rhea_client, dana, "close")
    act(rhea_client, dana, "open")
    assert "is open already" in act(rhea_client, dana, "open")
    assert "signs in with one step already" in act(rhea_client, dana, "remove_app")
    assert "Reload the page and try again." in act(rhea_client, dana, "burn")


def test_rhea_signs_somebody_out_everywhere(rhea_client: Client, dana: User, dana_client: Client) -> None:
    SignInLink.objects.issue(dana)
    assert "Dana is signed out everywhere." in act(rhea_client, dana, "sign_out")
    assert dana_client.get(reverse("orders")).status_code == 302
    assert not SignInLink.objects.exists()
    assert "Signed them out everywhere." in page(rhea_client, dana.pk)


def test_a_lost_phone_keeps_nobody_out(rhea_client: Client, dana: User, dana_client: Client) -> None:
    with_codes(dana)
    assert dana_client.get(reverse("orders")).status_code == 302
    assert "Dana signs in without a code now." in act(rhea_client, dana, "remove_app")
    assert dana_client.get(reverse("orders")).status_code == 200


def test_ones_own_codes_are_not_switched_off_without_one(rhea: User) -> None:
    client = Client()
    client.force_login(rhea, backend=BACKEND)
    switch_on(client, rhea)
    assert "which takes a code" in act(client, rhea, "remove_app")


@pytest.mark.parametrize("name", ["admin:people", "admin:person", "admin:act_on_person"])
def test_only_reviewers_find_these_pages(
    name: str,
    dana: User,
    dana_client: Client,
    agnes_client: Client,
    amos_client: Client,
    mallory_client: Client,
    anonymous_client: Client,
) -> None:
    address = reverse(name, args=[] if name == "admin:people" else [dana.pk])
    for client in (dana_client, agnes_client, amos_client, mallory_client):
        assert client.get(address).status_code == 404
        assert client.post(address, {"act": "close"}).status_code == 404
    for answer in (anonymous_client.get(address), anonymous_client.post(address, {"act": "close"})):
        assert answer.headers["Location"].startswith(reverse("sign_in"))
    assert again(dana).is_active


def test_somebody_who_does_not_exist_is_not_found(rhea_client: Client) -> None:
    assert rhea_client.get(reverse("admin:person", args=[9999])).status_code == 404
    assert rhea_client.post(reverse("admin:act_on_person", args=[9999]), {"act": "close"}).status_code == 404
