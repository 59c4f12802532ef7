"""Where this installation keeps its data, and the secret key it makes for itself."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir(configured: str) -> Path:
    """The data folder: `configured` (ERASER_DATA) or var/ beside the code."""
    return Path(configured).expanduser().resolve() if configured else BASE_DIR / "var"


def make_writable(folder: Path) -> None:
    """Makes the data folder where there is none. Raises ImproperlyConfigured when nothing can be kept in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ImproperlyConfigured(
            f"Eraser cannot keep its data in {folder} ({reason}). Choose another folder with ERASER_DATA."
        ) from error


def own_secret_key(folder: Path) -> str:
    """The key in `folder`/secret_key, made on first use with mode 0600.

    Linking a complete temporary file into place keeps two processes that start together from
    ending up with different keys.
    """
    path = folder / "secret_key"
    if not path.exists():
        draft = folder / f".secret_key.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read ({error.strerror}). It must belong to you.") from error
