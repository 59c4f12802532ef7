"""Dana's services."""

from __future__ import annotations

from tests.services import services

__all__ = ["services"]
