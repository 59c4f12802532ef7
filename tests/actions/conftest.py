"""Dana's services, disk and submissions."""

from tests.services import disk, services

__all__ = ["disk", "services"]
