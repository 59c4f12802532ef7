"""The list of photos: what each filter, search and sort finds, and that nobody finds what is not theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editor.actions.listings import finding
from editor.actions.listings.finding import Wanted, page_of
from editor.actions.listings.listed import listings_of
from editor.actions.listings.sorts import SORTS
from editor.models import Listing, Order, Role, User
from editor.models.word import words_asked
from tests.making import make_listing, make_order, make_person, make_submission

STATES = ("open", "in_review", "finalised")


@pytest.fixture
def office(dana: User, agnes: User, amos: User, rhea: User, mallory: User) -> list[User]:
    """People, and photos of all kinds between them."""
    both = make_person("bo", Role.AGENT, Role.DESIGNER)
    listings = [
        None,
        make_listing(agnes, agent=agnes, address="12 Elm Street", reference="MLS-77", due=date(2027, 3, 1)),
        make_listing(dana, address="3 Calle Peñón", due=date(2027, 1, 1)),
        make_listing(both, agent=amos, address="9 Oak Street"),
    ]
    kinds = product((dana, agnes, both), listings, (None, dana, both))
    for at, (owner, listing, designer) in enumerate(kinds):
        name = f"{('Kitchen', 'hall', 'IMG')[at % 3]}-{at % 5}.jpg"
        order = make_order(owner, name=name, listing=listing, designer=designer)
        when = timezone.now() - timedelta(hours=at * 7 % 11)
        Order.objects.filter(pk=order.pk).update(state=STATES[at % 3], position=at % 4, updated_at=when)
        if at % 9 == 0:
            make_submission(order)
    return [dana, agnes, amos, rhea, mallory, both, make_person("ned")]


@pytest.fixture(params=["few", "some", "many"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the ways to read a page, whatever the number."""
    if request.param != "few":
        monkeypatch.setattr(finding, "FEW", 0)
    if request.param == "many":
        monkeypatch.setattr(finding, "SOME", 0)


def found(person: User, wanted: Wanted, count: int = 13) -> list[int]:
    """All of the list, page by page."""
    return [order.pk for page in pages(person, wanted, count) for order in page]


def pages(person: User, wanted: Wanted, count: int) -> Iterator[list[Order]]:
    last, more = None, True
    while more:
        page, more = page_of(person, wanted, last, count)
        last = page[-1].pk if page else None
        yield page


def expected(person: User, wanted: Wanted) -> set[int]:
    """The same, asked as plainly as can be."""
    return {order.pk for order in Order.objects.visible_to(person) if _matches(order, wanted)}


def _matches(order: Order, wanted: Wanted) -> bool:
    running = order.submissions.active().exists()
    stands = {order.state} - ({"open"} if running else set()) | ({"removing"} if running else set())
    return (
        (not wanted.state or wanted.state in stands)
        and wanted.listing in {None, order.listing_id}
        and wanted.designer in {None, order.designer_id}
        and not (wanted.unassigned and order.designer_id)
    )


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("sort", SORTS)
def test_everybody_finds_what_they_may_see_and_nothing_twice(sort: str, office: list[User]) -> None:
    dana = office[0]
    wishes = [Wanted(), Wanted(state="in_review"), Wanted(state="open"), Wanted(state="removing")]
    wishes += [Wanted(designer=dana.pk), Wanted(unassigned=True), Wanted(listing=Listing.objects.earliest("pk").pk)]
    for person, wanted in product(office, wishes):
        pks = found(person, replace(wanted, sort=SORTS[sort]))
        assert sorted(pks) == sorted(expected(person, wanted)), (person, wanted)


@pytest.mark.usefixtures("reading", "office")
@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("newest", lambda order: (-order.created_at.timestamp(), -order.pk)),
        ("oldest", lambda order: (order.created_at, order.pk)),
        ("changed", lambda order: (-order.updated_at.timestamp(), -order.pk)),
        ("name", lambda order: (order.photo.name.lower(), order.photo_id)),
        ("due", lambda order: due_key(order)),
    ],
)
def test_each_sort_is_kept_from_page_to_page(sort: str, key: Callable[[Order], Any], rhea: User) -> None:
    orders = Order.objects.select_related("photo", "listing")
    assert found(rhea, Wanted(sort=SORTS[sort])) == [order.pk for order in sorted(orders, key=key)]


def due_key(order: Order) -> tuple[object, ...]:
    listing = order.listing
    if listing is None or listing.due is None:
        return (1, -order.created_at.timestamp(), -order.pk)
    return (0, listing.due.toordinal(), listing.pk, order.position, order.pk)


@pytest.mark.usefixtures("reading", "office")
@pytest.mark.parametrize(
    ("asked", "names", "addresses"),
    [
        ("kitch", "Kitchen", ""),
        ("3 img", "IMG-3", ""),
        ("elm", "", "12 Elm Street"),
        ("mls-77 hall", "hall", "12 Elm Street"),
        ("peñon", "", "3 Calle Peñón"),
        ("itchen", "nothing", ""),
    ],
)
def test_a_search_finds_the_beginnings_of_words_of_photo_and_listing(
    asked: str, names: str, addresses: str, rhea: User
) -> None:
    named = Order.objects.filter(photo__name__startswith=names)
    named = named.filter(listing__address=addresses) if addresses else named
    if asked == "3 img":
        named |= Order.objects.filter(photo__name__startswith="IMG", listing__address__startswith="3")
    pks = found(rhea, Wanted(words=words_asked(asked)))
    assert sorted(pks) == sorted(named.values_list("pk", flat=True))


@pytest.mark.usefixtures("reading")
def test_a_search_finds_nobody_what_is_not_theirs(office: list[User]) -> None:
    for person in office:
        pks = found(person, Wanted(words=["kitchen"]))
        seen = Order.objects.visible_to(person).filter(photo__name__startswith="Kitchen")
        assert sorted(pks) == sorted(seen.values_list("pk", flat=True))


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("asked", ["", "street", "elm 12", "mls", "zzz"])
def test_listings_are_found_by_whom_they_concern(asked: str, office: list[User]) -> None:
    for person in office:
        pks: list[int] = []
        more = True
        while more:
            page, more = listings_of(person, words_asked(asked), pks[-1] if pks else None, 1)
            pks += [listing.pk for listing in page]
        named = {
            "": Listing.objects.all(),
            "street": Listing.objects.filter(address__endswith="Street"),
            "elm 12": Listing.objects.filter(address="12 Elm Street"),
            "mls": Listing.objects.filter(reference="MLS-77"),
            "zzz": Listing.objects.none(),
        }[asked]
        seen = Listing.objects.visible_to(person).filter(pk__in=named)
        assert pks == list(seen.order_by("-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_asks_as_often_of_200_orders_as_of_20(sort: str, agnes: User, dana: User, rhea: User) -> None:
    def asked() -> list[int]:
        counts = []
        for person, words in product((agnes, dana, rhea), ([], ["kitchen"])):
            with CaptureQueriesContext(connection) as captured:
                page_of(person, Wanted(words=words, sort=SORTS[sort]), None, 10)
            counts.append(len(captured))
        return counts

    listing = make_listing(agnes, agent=agnes, due=date(2027, 1, 1))
    for _ in range(20):
        make_order(agnes, listing=listing, designer=dana)
    asked()
    few = asked()
    for _ in range(180):
        make_order(agnes, listing=listing, designer=dana)
    assert all(now <= before for now, before in zip(asked(), few, strict=True))
