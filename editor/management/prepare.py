"""What must be true before the first page can be shown: tables, static files, an owner, something to paint on.

Every step looks first and does nothing when there is nothing to do, so that later starts are quick.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from huey.contrib.djhuey import HUEY
from redis.exceptions import RedisError

from editor.models import Photo, Role, User
from eraser_site.supervisor import CannotStart

OWNER = "owner"
SAMPLE = Path("editor/sample/living-room.jpg")


def migrate() -> None:
    """Brings the tables up to date. Raises CannotStart, also when they are newer than this code."""
    try:
        executor = MigrationExecutor(connection)
        known, applied = set(executor.loader.disk_migrations), set(executor.loader.applied_migrations)
        if newer := sorted(name for app, name in applied - known if app == "editor"):
            raise CannotStart(
                f"The database was last used by a newer Eraser (it has {newer[-1]}, which this one does not know). "
                "Update Eraser, or go back to the backup made before that."
            )
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        reason = str(error).strip().split("\n", 1)[0]
        raise CannotStart(
            f"The database cannot be used ({reason}). Look at DATABASE_URL and the data folder."
        ) from error


def reach_queue() -> None:
    """Raises CannotStart where the queue does not answer: what people send would lie about."""
    try:
        HUEY.pending_count()
    except (RedisError, OSError) as error:
        raise CannotStart(f"The queue does not answer ({error}). Look at QUEUE_URL.") from error


def collect_static() -> None:
    """Collects static files when one of them has changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    stamp, state = root / ".collected", _static_state()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return
    root.mkdir(exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state, encoding="ascii")


def _static_state() -> str:
    """A digest of the names, sizes and times of all files to collect."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def owner() -> User | None:
    """The account a sign-in link is for. Made where there are no people yet; None where nobody administers."""
    if not User.objects.exists():
        account = User(username=OWNER, is_staff=True, is_superuser=True)
        account.set_unusable_password()
        account.save()
        account.put_in(*Role)
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()


def add_sample(account: User) -> None:
    """A sample order for an owner who has never come in, so that one can paint at once; it is never put back later."""
    if account.last_login is None and not Photo.objects.exists():
        # Here, not above: what reads pictures takes a while to load, and every later start does without it.
        from editor.actions.photos.upload import upload_photo

        with (settings.BASE_DIR / SAMPLE).open("rb") as file:
            upload_photo(actor=account, file=file, name=SAMPLE.name)
