"""How the pages behave when the database grows; asked for through the whole stack of middleware."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editor.models import Order, Photo, Revision, Role, Submission, User
from tests.making import make_person

FEW, MANY = 10, 10_000
ROUNDS = 20
VIEWS = 10
BATCH = 1_000


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
    with _static_files_as_they_lie():
        for _ in range(ROUNDS):
            for site in sites:
                site.visit()
    connection.close()
    few, many = (site.pages for site in sites)
    head = f"{'page':14}{'queries':>10}{f'p95 ms, {FEW}':>14}{f'p95 ms, {MANY:,}':>16}{'ratio':>8}"
    return [head, *(_line(name, few[name], many[name]) for name in few)]


class Site:
    """A database with `count` orders and a client that looks at its pages."""

    def __init__(self, path: Path, count: int) -> None:
        self.path = path
        self.pages: defaultdict[str, Samples] = defaultdict(Samples)
        self._switch()
        call_command("migrate", verbosity=0)
        dana = make_person("dana", Role.DESIGNER)
        # Loopback, because only a test environment answers to the client's usual host name.
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(dana, backend="django.contrib.auth.backends.ModelBackend")
        add_orders(dana, count)
        self.submission = Submission.objects.latest("pk")

    def visit(self) -> None:
        """One turn: each page some times. The first view of a turn opens the database; it is not counted."""
        self._switch()
        self.client.get(reverse("health"))
        self._look("list", reverse("orders"))
        self._look("order", reverse("order", args=[self.submission.order_id]))
        self._look("status card", reverse("submission", args=[self.submission.pk]), partial=True)

    def _switch(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)

    def _look(self, name: str, url: str, *, partial: bool = False) -> None:
        headers = {"HX-Request": "true"} if partial else {}
        page = self.pages[name]
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(url, headers=headers).status_code == 200
        page.queries = len(captured)
        for _ in range(VIEWS):
            start = time.thread_time()
            self.client.get(url, headers=headers)
            page.taken.append((time.thread_time() - start) * 1000)


@contextmanager
def _static_files_as_they_lie() -> Iterator[None]:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


def _line(name: str, few: Samples, many: Samples) -> str:
    queries = f"{few.queries} / {many.queries}"
    return f"{name:14}{queries:>10}{few.p95:>14.1f}{many.p95:>16.1f}{many.p95 / few.p95:>8.2f}"


def add_orders(owner: User, count: int) -> None:
    """Orders with their first revision; every tenth has a submission that failed. No files: no page here reads one."""
    for start in range(0, count, BATCH):
        orders = _orders(owner, min(BATCH, count - start))
        Submission.objects.bulk_create(_failed(order) for order in orders[::10])


def _orders(owner: User, count: int) -> list[Order]:
    photos = Photo.objects.bulk_create(
        Photo(uploaded_by=owner, name=f"room-{n}.jpg", byte_size=1, format="JPEG", width=6000, height=4000)
        for n in range(count)
    )
    orders = Order.objects.bulk_create(Order(photo=photo, owner=owner) for photo in photos)
    heads = Revision.objects.bulk_create(Revision(order=order, number=0, created_by=owner) for order in orders)
    for order, head in zip(orders, heads, strict=True):
        order.head = head
    Order.objects.bulk_update(orders, ["head"])
    return orders


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
