"""`installation` has been started once before and runs no more; `started` runs; `new_installation` is untouched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.start.installation import Installation, Running

type_of_starter = Callable[[Installation], Running]


@pytest.fixture
def start() -> Iterator[type_of_starter]:
    """Starts an installation; it is stopped when the test is over."""
    running: list[Running] = []

    def starter(installation: Installation) -> Running:
        running.append(installation.start())
        return running[-1]

    yield starter
    for each in running:
        each.end()


@pytest.fixture
def new_installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "data")


@pytest.fixture(scope="session")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after its first start."""
    installation = Installation(tmp_path_factory.mktemp("used") / "data")
    installation.start().end()
    return installation.data


@pytest.fixture
def installation(used_folder: Path, tmp_path: Path) -> Installation:
    return Installation(Path(shutil.copytree(used_folder, tmp_path / "data")))


@pytest.fixture
def started(installation: Installation, start: type_of_starter) -> Running:
    return start(installation)
