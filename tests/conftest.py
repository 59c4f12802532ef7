"""The people every test speaks of, and a place of its own for whatever they upload.

People (rows): `dana` a designer, `agnes` an agent, `amos` another one, `rhea` a reviewer (sees every order),
`mallory`, a designer who gets nothing. Django test clients, signed in: `dana_client`, `agnes_client`, `amos_client`,
`rhea_client`, `mallory_client`; `anonymous_client` is nobody.
`order` is an order of dana's with a small photo; more are made by `tests.making`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import translation
from huey.contrib.djhuey import HUEY
from huey.storage import MemoryStorage

from editor.actions.photos import selecting
from editor.models import Order, Role, User
from tests.making import make_order, make_person

# How long an example takes says something about the machine's other work only.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite's test database is a file: threads of a live server cannot wait for each other in a shared memory one."""
    database: dict[str, Any] = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def no_collected_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Static files are served as they lie in the tree, not as some earlier start collected them."""
    django_settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What smart select finds does not depend on what else this machine does; its own tests set another time."""
    monkeypatch.setattr(selecting, "SECONDS", 60.0)


@pytest.fixture(autouse=True)
def own_place(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Each test has its own media folder and a queue in memory; passwords are hashed fast; nobody is locked out yet.

    Nor is anything said in the language that somebody asked for in the test before.
    """
    translation.deactivate()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    usual = HUEY.storage
    HUEY.storage = MemoryStorage("tests")
    yield
    HUEY.storage = usual


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def dana(db: None) -> User:  # noqa: ARG001
    """A designer."""
    return make_person("dana", Role.DESIGNER)


@pytest.fixture
def agnes(db: None) -> User:  # noqa: ARG001
    """An agent."""
    return make_person("agnes", Role.AGENT)


@pytest.fixture
def amos(db: None) -> User:  # noqa: ARG001
    """Another agent."""
    return make_person("amos", Role.AGENT)


@pytest.fixture
def rhea(db: None) -> User:  # noqa: ARG001
    """A reviewer: sees every order."""
    return make_person("rhea", Role.REVIEWER)


@pytest.fixture
def mallory(db: None) -> User:  # noqa: ARG001
    """A designer, too, but nothing is hers."""
    return make_person("mallory", Role.DESIGNER)


@pytest.fixture
def dana_client(dana: User) -> Client:
    return _signed_in(dana)


@pytest.fixture
def agnes_client(agnes: User) -> Client:
    return _signed_in(agnes)


@pytest.fixture
def amos_client(amos: User) -> Client:
    return _signed_in(amos)


@pytest.fixture
def rhea_client(rhea: User) -> Client:
    return _signed_in(rhea)


@pytest.fixture
def mallory_client(mallory: User) -> Client:
    return _signed_in(mallory)


@pytest.fixture
def anonymous_client(db: None) -> Client:  # noqa: ARG001
    return Client()


@pytest.fixture
def order(dana: User) -> Order:
    """Dana's order: a 120 by 80 photo named kitchen.jpg with its revision 0."""
    return make_order(dana)
