"""What tests of every service hold: a watch over one job's calls."""

from __future__ import annotations

import pytest

from tests.providers.driving import Watch


@pytest.fixture
def watch() -> Watch:
    return Watch()
