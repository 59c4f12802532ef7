"""The same start on PostgreSQL and Redis, where the tests are told of them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.start.conftest import type_of_starter
from tests.start.installation import Installation

SERVER = os.environ.get("DATABASE_URL", "")
QUEUE = os.environ.get("QUEUE_URL", "")

pytestmark = pytest.mark.skipif(not (SERVER and QUEUE), reason="DATABASE_URL and QUEUE_URL name no servers")


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a new PostgreSQL database; it is dropped afterwards."""
    name = f"eraser_start_{uuid.uuid4().hex}"
    any_other = urlsplit(SERVER)._replace(path="/postgres").geturl()
    with psycopg.connect(any_other, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_eraser_starts_on_servers_as_it_does_on_files(
    empty_database: str, new_installation: Installation, start: type_of_starter
) -> None:
    new_installation.settings.update(DATABASE_URL=empty_database, QUEUE_URL=QUEUE)
    page = start(new_installation).visit()
    assert page.status_code == 200
    assert "living-room.jpg" in page.text
    assert not (new_installation.data / "eraser.sqlite3").exists()
    assert not (new_installation.data / "queue.sqlite3").exists()
