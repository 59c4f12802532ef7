"""Streams uploads to disk and ends one that grows past the cap, whatever its Content-Length said."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopFutureHandlers, StopUpload, TemporaryFileUploadHandler

OVERSHOOT = 1
"""Bytes kept past the cap: enough for the form to see that the file is too large and to say so."""

PATIENCE = 4
"""How many times the cap is read before the connection is closed after all."""


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most the cap (plus one byte) of each file; the rest of the body is read and dropped.

    Dropping instead of closing the connection lets the person read the sentence about the cap:
    a browser whose upload is cut off shows a network error of its own.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start > PATIENCE * settings.PHOTO_MAX_BYTES:
            raise StopUpload(connection_reset=True)
        room = settings.PHOTO_MAX_BYTES + OVERSHOOT - self.kept
        piece = raw_data[: max(room, 0)]
        self.file.write(piece)
        self.kept += len(piece)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return super().file_complete(self.kept)
