"""A small storm over everything that keeps masks; `STORM=seed:steps` makes another one."""

from __future__ import annotations

import os

import pytest

from editor.models import User
from tests.browser.conftest import OpensPages
from tests.browser.painting import KITCHEN
from tests.browser.storm import Storm
from tests.browser.weather import Device
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED, _, STEPS = os.environ.get("STORM", "7:40").partition(":")


def test_whatever_fails_and_whenever_nothing_that_was_kept_is_lost(page_of: OpensPages, dana: User) -> None:
    orders = [make_order(dana, name=name, size=KITCHEN) for name in ("kitchen.jpg", "bath.jpg")]
    devices = [Device(name, page_of(dana).context) for name in ("desk", "tablet")]
    storm = Storm(int(SEED), devices, orders, dana)
    try:
        storm.run(int(STEPS))
        storm.check()
    except Exception:
        print("\n".join(storm.log))
        raise
