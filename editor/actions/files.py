"""Stored files that must not outlive a transaction that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


class SavedFiles(list[str]):
    """Names of files saved so far in the block."""

    def keep(self, *files: FieldFile) -> None:
        """Note files a model has just stored."""
        self.extend(file.name for file in files if file.name)


@contextmanager
def files_undone_on_error() -> Iterator[SavedFiles]:
    """Deletes the files noted in the block when it ends with any exception: nothing half-saved."""
    saved = SavedFiles()
    try:
        yield saved
    except BaseException:
        for name in saved:
            default_storage.delete(name)
        raise
