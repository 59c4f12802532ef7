"""Services that cost something, for the tests in a browser."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from editor.models import Order, Submission, User
from tests.making import make_order
from tests.services import Services, services

__all__ = ["services"]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SIZE = (601, 403)
State = Submission.State


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


@pytest.fixture
def paid(services: Services, settings: Any) -> Services:
    """`quick` costs $0.02 and can be asked again; `slow` counts credits and takes seeds."""
    outside: dict[str, Any] = {"image_source": "bytes", "formats": ("png",), "bills": True}
    services.add("quick", can_look_again=True, delivery="poll", **{**outside, "seed": False})
    services.add("slow", credits_per_result=6.0, **outside)
    settings.PROVIDER_PRICES = {"quick": Decimal("0.02")}
    settings.PRICE_CURRENCY = "USD"
    return services


def choose(page: Page, *labels: str) -> None:
    page.locator(".picker > summary").click()
    if len(labels) > 1:
        page.get_by_label("Compare services…").check()
        page.get_by_label("Built-in", exact=True).uncheck()
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


def to(submission: Submission, provider: str) -> Submission:
    submission.provider = provider
    submission.save()
    return submission
