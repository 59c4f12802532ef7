"""How the pages behave when the database grows; asked for through the whole stack of middleware."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editor.models import Listing, Order, Photo, Revision, Role, Submission, User, Word
from editor.models.word import words_of
from tests.making import make_person

FEW, MANY = 100, 100_000
MOST_RATIO = 2.0
ROUNDS = 5
VIEWS = 10
IN_A_LISTING = 5
"""So that among 100 orders, too, there are nearly as many listings as a page shows."""
BATCH = 800
"""Listings made at a time."""
STREETS = ("Elm Street", "Oak Street", "Mill Lane")
ROOMS = ("kitchen", "hall", "garden", "IMG")
STATES = (*["finalised"] * 8, *["open"] * 5, "in_review", "changes_asked", "approved")
LISTS = [
    (who, query)
    for who in ("rhea", "agnes", "dana", "bo")
    for query in (
        *("", "?after={middle}", "?sort=oldest", "?sort=changed", "?sort=due", "?sort=name"),
        *("?sort=name&after={middle}", "?sort=due&after={middle}", "?state=in_review", "?state=removing"),
        *("?state=finalised&sort=name", "?state=open&sort=due", "?designer=none", "?q=kitchen", "?q=kitch+street"),
        *("?q=mls-12", "?q=zzz", "?q=img&state=finalised&sort=changed"),
    )
]


@dataclass
class People:
    """Of the office: rhea sees everything, bo has nearly all of it, agnes and dana have few."""

    dana: User
    agnes: User
    rhea: User
    bo: User


@dataclass
class Samples:
    """Queries of one view of a page, and the milliseconds of many.

    Processor time of the thread, SQLite's included: on a shared machine the clock measures the neighbours.
    """

    queries: int = 0
    taken: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """95 of 100 views take no longer."""
        return sorted(self.taken)[int(len(self.taken) * 0.95)]


def report(folder: Path) -> list[str]:
    """Table lines: per page the queries and the p95 with few and with many orders, and the ratio of the two.

    The two databases lie in `folder` and take turns, so that whatever else the machine does falls on both.
    """
    sites = [Site(folder / f"{count}.sqlite3", count) for count in (FEW, MANY)]
    # What filling them left behind is not looked through again and again while pages are measured.
    gc.collect()
    gc.freeze()
    with _static_files_as_they_lie():
        for _ in range(ROUNDS):
            for site in sites:
                site.visit()
    connection.close()
    few, many = (site.pages for site in sites)
    head = f"{'page':32}{'queries':>10}{f'p95 ms, {FEW}':>14}{f'p95 ms, {MANY:,}':>18}{'ratio':>8}"
    return [head, *(_line(name, few[name], many[name]) for name in few)]


class Site:
    """A database with `count` orders and people who look at its pages."""

    def __init__(self, path: Path, count: int) -> None:
        self.path = path
        self.pages: defaultdict[str, Samples] = defaultdict(Samples)
        self._switch()
        call_command("migrate", verbosity=0)
        self.people = fill(count)
        self.clients = {name: _client(person) for name, person in vars(self.people).items()}
        self.submission = Submission.objects.latest("pk")
        self.listing = Listing.objects.filter(agent=self.people.agnes).latest("pk")
        self.given = Order.objects.filter(designer=self.people.dana).latest("pk")
        self.middle = Order.objects.order_by("pk")[count // 2]

    def visit(self) -> None:
        """One turn: each page some times. The first view of a turn opens the database; it is not counted."""
        self._switch()
        self.clients["rhea"].get(reverse("health"))
        for who, query in LISTS:
            self._look(f"photos, {who} {query}", who, f"{reverse('orders')}{query.format(middle=self.middle.pk)}")
        for who in self.clients:
            self._look(f"listings, {who}", who, reverse("listings"))
            self._look(f"listings, {who} ?q=elm", who, reverse("listings") + "?q=elm")
        self._look("listing", "agnes", reverse("listing", args=[self.listing.pk]))
        self._look("filmstrip", "dana", reverse("strip", args=[self.given.pk]))
        self._look("today", "agnes", reverse("today"))
        self._look("order", "rhea", reverse("order", args=[self.submission.order_id]))
        self._look("status card", "rhea", reverse("submission", args=[self.submission.pk]), partial=True)

    def _switch(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)

    def _look(self, name: str, who: str, url: str, *, partial: bool = False) -> None:
        headers = {"HX-Request": "true"} if partial else {}
        page, client = self.pages[name], self.clients[who]
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url, headers=headers).status_code == 200
        page.queries = max(page.queries, len(captured))
        for _ in range(VIEWS):
            start = time.thread_time()
            client.get(url, headers=headers)
            page.taken.append((time.thread_time() - start) * 1000)


def _client(person: User) -> Client:
    # Loopback, because only a test environment answers to the client's usual host name.
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def _static_files_as_they_lie() -> Iterator[None]:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


def _line(name: str, few: Samples, many: Samples) -> str:
    queries = f"{few.queries} / {many.queries}"
    ratio = many.p95 / few.p95
    verdict = "holds" if ratio <= MOST_RATIO else "MISSED"
    return f"{name:32}{queries:>10}{few.p95:>14.1f}{many.p95:>18.1f}{ratio:>8.2f}  {verdict}"


def fill(count: int) -> People:
    """An office with so many orders, five in a listing; every tenth has a submission that failed.

    Few are agnes's, given to dana: a listing in the middle and one at the end. No files: no page here reads one.
    """
    people = People(
        dana=make_person("dana", Role.DESIGNER),
        agnes=make_person("agnes", Role.AGENT),
        rhea=make_person("rhea", Role.REVIEWER),
        bo=make_person("bo", Role.AGENT),
    )
    few = {count // IN_A_LISTING // 2, count // IN_A_LISTING - 1}
    for start in range(0, count // IN_A_LISTING, BATCH):
        _add_listings(people, range(start, min(start + BATCH, count // IN_A_LISTING)), few)
    return people


def _add_listings(people: People, numbers: range, few: set[int]) -> None:
    today = timezone.localdate()
    listings = Listing.objects.bulk_create(
        Listing(
            address=f"{number} {STREETS[number % len(STREETS)]}",
            reference=f"MLS-{number}",
            owner=people.agnes if number in few else people.bo,
            agent=people.agnes if number in few else people.bo,
            due=today + timedelta(days=number % 60) if number % 3 else None,
        )
        for number in numbers
    )
    orders = _orders(people, [listing for listing in listings for _ in range(IN_A_LISTING)])
    Submission.objects.bulk_create(_failed(order) for order in orders[::10])
    words = [Word(listing=each, text=text) for each in listings for text in words_of(each.address, each.reference)]
    words += [Word(order=each, text=text) for each in orders for text in words_of(each.photo.name)]
    Word.objects.bulk_create(words, batch_size=2_000)


def _orders(people: People, listings: list[Listing]) -> list[Order]:
    first = Order.objects.count()
    photos = Photo.objects.bulk_create(
        (
            Photo(
                uploaded_by=people.bo,
                name=f"{ROOMS[at % len(ROOMS)]}-{first + at}.jpg",
                byte_size=1,
                format="JPEG",
                width=6000,
                height=4000,
            )
            for at in range(len(listings))
        ),
        batch_size=2_000,
    )
    orders = Order.objects.bulk_create(
        (
            Order(
                photo=photo,
                owner=listing.owner,
                listing=listing,
                position=at % IN_A_LISTING,
                designer=people.dana if listing.owner == people.agnes else None,
                state=STATES[at % len(STATES)],
            )
            for at, (photo, listing) in enumerate(zip(photos, listings, strict=True))
        ),
        batch_size=2_000,
    )
    Revision.objects.bulk_create(
        (Revision(order=order, number=0, created_by=order.owner) for order in orders), batch_size=2_000
    )
    head = Revision.objects.filter(order=OuterRef("pk")).values("pk")[:1]
    Order.objects.filter(head=None).update(head=Subquery(head))
    found = Order.objects.select_related("photo", "head", "owner").in_bulk([order.pk for order in orders])
    return [found[order.pk] for order in orders]


def _failed(order: Order) -> Submission:
    return Submission(
        order=order,
        parent=order.head,
        provider="local",
        mask_pixels=1,
        seed=1,
        created_by=order.owner,
        next_at=timezone.now(),
        state=Submission.State.FAILED,
    )
