"""The file a command writes: complete under its own name, or not there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from editor.imaging.errors import PictureError
from editor.imaging.export import Kind

KINDS: dict[str, Kind] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}

REASONS = {
    errno.ENOENT: "There is no {path}.",
    errno.EISDIR: "{path} is a folder, not a file.",
    errno.ENOTDIR: "{path} lies in a file, not in a folder.",
    errno.EACCES: "You have no right to use {path}.",
    errno.EPERM: "You have no right to use {path}.",
    errno.EROFS: "{path} lies on a disk that cannot be written to.",
    errno.ENOSPC: "The disk is full: {path} could not be written.",
}


def file_error(error: OSError) -> str:
    """One sentence about a file that could not be used."""
    path = error.filename or "a file"
    return REASONS.get(error.errno or 0, "{path} could not be used ({reason}).").format(
        path=path, reason=error.strerror or type(error).__name__
    )


class Output:
    """A file under a temporary name beside `path`, which takes the name by `keep` and is deleted otherwise."""

    def __init__(self, path: Path, kind: Kind, draft: Path) -> None:
        self.path, self.kind, self._draft = path, kind, draft

    @classmethod
    @contextmanager
    def beside(cls, path: Path, *inputs: Path) -> Iterator[Output]:
        """Raises PictureError, OSError before any work is done when nothing could be written there."""
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            raise PictureError("output", f"{path} must end in .png, .jpg, .jpeg or .webp.")
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(path))
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "", str(path))
        if any(path.exists() and each.exists() and path.samefile(each) for each in inputs):
            raise PictureError("output", f"{path} is what the photo or the mask is read from. Choose another name.")
        draft = _draft_beside(path)
        try:
            yield cls(path, kind, draft)
        finally:
            draft.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        try:
            self._draft.write_bytes(data)
        except OSError as error:
            raise type(error)(error.errno, error.strerror, str(self.path)) from error

    def keep(self) -> None:
        self._draft.replace(self.path)


def _draft_beside(path: Path) -> Path:
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "", f"folder {path.parent}")
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error
    os.close(descriptor)
    draft = Path(name)
    # What a person makes with a shell redirection can be read by whom the umask lets; so can this.
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o666 & ~mask)
    return draft
