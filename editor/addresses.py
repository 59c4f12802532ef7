"""Where a revision's pictures are fetched."""

from __future__ import annotations

from django.urls import reverse

from editor.models import Revision


def picture_address(name: str, revision: Revision, *more: int) -> str:
    """The address of a revision's `proxy`, `thumb` or `tile`.

    Browsers keep these pictures for a year. Numbers begin anew in a new database, so a number alone could bring up
    a picture of an earlier installation: the moment the revision was made tells the two apart.
    """
    return f"{reverse(name, args=[revision.pk, *more])}?v={revision.created_at.timestamp():.0f}"
