"""Who may do what: the rules in Python, those asked of the database and the table in the docs are the same."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from editor.models import Act, Listing, Order, Part, Role, User, can
from editor.models.access import MAY, parts
from tests.making import make_listing, make_order, make_person

DOCS = Path("docs/people.md")


@pytest.fixture
def office(dana: User, agnes: User, amos: User, rhea: User, mallory: User) -> list[User]:
    both = make_person("bo", Role.AGENT, Role.DESIGNER)
    nobody = make_person("ned")
    return [dana, agnes, amos, rhea, mallory, both, nobody]


def test_the_database_finds_exactly_the_orders_that_python_allows(office: list[User]) -> None:
    dana, agnes, amos, *_, both, _ = office
    listings: list[Listing | None] = [
        None,
        make_listing(agnes, agent=agnes),
        make_listing(dana),
        make_listing(both, agent=amos),
    ]
    for owner, listing, designer in product((dana, agnes, both), listings, (None, dana, both)):
        make_order(owner, listing=listing, designer=designer)
    orders = list(Order.objects.select_related("listing"))
    for person, act in product(office, Act):
        found = set(Order.objects.open_to(person, act).values_list("pk", flat=True))
        assert found == {order.pk for order in orders if can(person, act, order)}, (person, act)


def test_an_order_is_found_once_however_many_parts_somebody_has_in_it(dana: User) -> None:
    order = make_order(dana, listing=make_listing(dana, agent=dana), designer=dana)
    assert list(Order.objects.visible_to(dana)) == [order]


def test_a_photo_without_an_agent_is_its_owners_to_finalise(dana: User, agnes: User) -> None:
    alone = make_order(dana)
    assert can(dana, Act.FINALISE, alone)
    listed = make_order(dana, listing=make_listing(agnes, agent=agnes))
    assert not can(dana, Act.FINALISE, listed)
    assert can(agnes, Act.FINALISE, listed)


def test_somebody_who_was_shut_out_has_no_part_in_anything(dana: User) -> None:
    order = make_order(dana)
    dana.is_active = False
    assert parts(dana, order) == frozenset()


def test_the_docs_show_the_table(tmp_path: Path) -> None:  # noqa: ARG001
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    for act in Act:
        cells = " | ".join("yes" if part in MAY[act] else "" for part in Part)
        assert any(line.startswith(f"| {act.value} |") and line.endswith(f"| {cells} |") for line in lines), act
