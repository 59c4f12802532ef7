"""Stored files that must not outlive a transaction that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.db.models.fields.files import FieldFile


class SavedFiles(list[str]):
    """Names of files stored so far in the block."""

    def store(self, target: FieldFile, filename: str, content: File[Any]) -> None:
        """Store `content` and point the model's field at it; the row itself is not saved."""
        name = target.field.generate_filename(target.instance, filename)
        # Noted before the first byte is written: a disk that fills up leaves half a file behind.
        self.append(name)
        setattr(target.instance, target.field.attname, target.storage.save(name, content))


@contextmanager
def files_undone_on_error() -> Iterator[SavedFiles]:
    """Deletes the files stored in the block when it ends with any exception: nothing half-saved."""
    saved = SavedFiles()
    try:
        yield saved
    except BaseException:
        for name in saved:
            default_storage.delete(name)
        raise
