"""Every provider, by slug. Adding one is one file, one row here and one entry in the tests' table."""

from __future__ import annotations

from collections.abc import Mapping

from editor.providers.aihomedesign import AIHomeDesign
from editor.providers.ailabtools import AILabTools
from editor.providers.aithriving import AIThriving
from editor.providers.base import Capabilities, Provider
from editor.providers.bria import Bria
from editor.providers.iopaint import IOPaint
from editor.providers.lama import Lama
from editor.providers.local import Local
from editor.providers.wondershare import Wondershare

PROVIDERS: dict[str, type[Provider]] = {
    cls.slug: cls
    for cls in (
        Local,
        AIHomeDesign,
        Bria,
        AIThriving,
        AILabTools,
        Wondershare,
        IOPaint,
        Lama,
    )
}
DEFAULT = Local.slug


def build(slug: str, config: Mapping[str, str]) -> Provider:
    """The provider of that slug, ready for use. Raises KeyError for an unknown slug."""
    return PROVIDERS[slug](config)


def facts(slug: str, config: Mapping[str, str]) -> Capabilities:
    """The capabilities of the provider as it is configured. Raises KeyError for an unknown slug."""
    return PROVIDERS[slug].capabilities(config)


def ready(config: Mapping[str, str]) -> list[type[Provider]]:
    """The providers that have every setting they need, the default first."""
    return [cls for cls in PROVIDERS.values() if not cls.missing_settings(config)]
