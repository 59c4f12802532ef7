"""Every address of the desk and every person: it is there for reviewers only, for all others as if it did not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from editor.admin import desk
from editor.models import Order
from tests.making import make_submission

WORDS = {"slug": "bria", "path": "1", "int": "1", "str": "1"}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Each address with something put in where it names a row or a service."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield reverse("admin:index") + re.sub(r"<(?:(\w+):)?\w+>", lambda found: WORDS[found[1] or "str"], route)


# The last one is Django's own: whatever nobody knows, with a slash behind it.
ADDRESSES = sorted({address for address in routes(desk.urls[0]) if "(" not in address})

each_address = pytest.mark.parametrize("address", ADDRESSES)
PUBLIC = {reverse("admin:login"), reverse("admin:logout")}


@pytest.fixture
def asked_order(order: Order) -> Order:
    make_submission(order, state="failed")
    return order


def test_these_are_all_addresses_of_the_desk() -> None:
    assert len(ADDRESSES) > 30
    for name in ("index", "services", "money", "retention", "editor_order_changelist"):
        assert reverse(f"admin:{name}") in ADDRESSES


@each_address
@pytest.mark.parametrize("person", ["dana", "agnes", "amos", "mallory"])
def test_whoever_does_not_review_finds_nothing(
    address: str, person: str, asked_order: Order, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(f"{person}_client")
    if address in PUBLIC:
        return
    for ask in (client.get, client.post):
        answer = ask(address)
        assert answer.status_code == 404
        assert asked_order.photo.name not in answer.content.decode()


@each_address
def test_nobody_in_particular_is_sent_to_sign_in(address: str, anonymous_client: Client) -> None:
    answer = anonymous_client.get(address, follow=True)
    assert answer.redirect_chain
    assert answer.redirect_chain[-1][0].startswith(reverse("sign_in"))


@pytest.mark.usefixtures("asked_order")
@each_address
def test_rhea_finds_everything(address: str, rhea_client: Client) -> None:
    """A page, a way elsewhere, what only a press does, what nobody adds or deletes by hand, or no such row."""
    assert rhea_client.get(address).status_code in {200, 302, 403, 404, 405}
