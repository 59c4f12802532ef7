"""Dana's services, disk and submissions."""

from tests.jobs.conftest import no_beats
from tests.services import disk, services

__all__ = ["disk", "no_beats", "services"]
