"""Where a revision's pictures are fetched."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from editor.actions.photos.pictures import rendition
from editor.imaging.tiles import TILE_SIDE, tile_levels
from editor.models import Rendition, Revision


def picture_address(name: str, revision: Revision, *more: int) -> str:
    """The address of a revision's `proxy`, `thumb` or `tile`.

    Browsers keep these pictures for a year. Numbers begin anew in a new database, so a number alone could bring up
    a picture of an earlier installation: the moment the revision was made tells the two apart.
    """
    return f"{reverse(name, args=[revision.pk, *more])}?v={revision.created_at.timestamp():.0f}"


def picture_parts(revision: Revision, size: tuple[int, int]) -> dict[str, Any]:
    """What scripts put a revision's picture together from: the proxy, and finer tiles where there are any."""
    proxy = rendition(revision, Rendition.Spec.PROXY)
    return {
        "proxy": {"url": picture_address("proxy", revision), "width": proxy.width, "height": proxy.height},
        "tiles": _tiles(revision, size),
    }


def _tiles(revision: Revision, size: tuple[int, int]) -> dict[str, Any] | None:
    levels = tile_levels(size)
    if not levels or revision.is_dropped:
        return None
    pattern = picture_address("tile", revision, 0, 0, 0).replace("/0/0-0.jpg", "/{level}/{x}-{y}.jpg")
    return {"url": pattern, "side": TILE_SIDE, "levels": levels}
