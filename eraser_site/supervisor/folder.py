"""The data folder belongs to one running Eraser at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from eraser_site.supervisor import CannotStart


class FolderLock:
    """An exclusive claim on a data folder, given back by the system when this process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises CannotStart when another Eraser runs on `folder`."""
        self._file = os.open(folder / "running", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            address = os.read(self._file, 1000).decode(errors="replace").strip()
            os.close(self._file)
            where = f" It answers at {address}." if address else ""
            raise CannotStart(f"Eraser is already running on this data folder ({folder}).{where}") from error
        os.truncate(self._file, 0)

    def tell(self, address: str) -> None:
        """Leaves the address for whoever finds the folder taken."""
        os.pwrite(self._file, address.encode(), 0)
