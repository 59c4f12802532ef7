"""Dana's services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.services import Services, services

__all__ = ["services"]


@pytest.fixture
def paid(services: Services, settings: Any) -> Services:
    """Two services that bill: `quick` has a price and can be asked again, `slow` counts credits."""
    outside: dict[str, Any] = {"image_source": "bytes", "formats": ("png",), "bills": True}
    services.add("quick", can_look_again=True, delivery="poll", **outside)
    services.add("slow", credits_per_result=6.0, **outside)
    settings.PROVIDER_PRICES = {"quick": Decimal("0.02")}
    settings.PRICE_CURRENCY = "USD"
    return services
