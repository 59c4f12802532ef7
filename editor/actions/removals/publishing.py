"""Pictures that a service fetches itself: behind signed links that live for minutes, while the work lasts."""

from __future__ import annotations

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from editor.actions.photos.files import files_undone_on_error
from editor.models import Published, Submission
from editor.providers.base import Publish

LIFETIME = 20 * 60
"""Seconds a link works: a service may queue the job for a while before it fetches the picture."""
TIDY_AT_ONCE = 200

_signer = TimestampSigner(salt="editor.published")


def publisher(submission: Submission) -> Publish | None:
    """Publishes for this submission; None where no outside service could reach this server."""
    base = settings.PUBLIC_BASE_URL.rstrip("/")
    if not base:
        return None

    def publish(data: bytes, media_type: str) -> str:
        row = Published(submission=submission, media_type=media_type)
        with files_undone_on_error() as saved:
            saved.store(row.file, "picture", ContentFile(data))
            row.save()
        # In the query: records of calls keep addresses without the values of their query.
        return f"{base}{reverse('published')}?picture={_signer.sign(str(row.pk))}"

    return publish


def published(signed: str) -> Published | None:
    """The picture of a link that is genuine, fresh, and whose submission is still at work."""
    try:
        pk = _signer.unsign(signed, max_age=LIFETIME)
    except BadSignature:
        return None
    return Published.objects.filter(pk=pk, submission__state__in=Submission.ACTIVE).first()


def tidy_published() -> None:
    """Take away the pictures of submissions that have ended."""
    for row in Published.objects.exclude(submission__state__in=Submission.ACTIVE)[:TIDY_AT_ONCE]:
        default_storage.delete(str(row.file.name))
        row.delete()
