"""A service on loopback, its Door, and the calls the Door recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from editor.http import Call, Door
from tests.fakes.server import Reply, Seen, Service

KEY = "k3y-of-the-office"


def echo(seen: Seen) -> Reply:
    return Reply(json={"method": seen.method, "path": seen.path, "heard": dict(seen.headers)})


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(echo) as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[Service]:
    """Another server on this machine: not the service's origin, and not trusted unless a test says so."""
    with Service(lambda _: Reply(content=b"picture")) as running:
        yield running


@pytest.fixture
def calls() -> list[Call]:
    return []


@pytest.fixture
def door(service: Service, calls: list[Call]) -> Door:
    return Door(service.url, credentials={"x-api-key": KEY}, record=calls.append)
