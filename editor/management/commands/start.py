"""`manage.py start`: everything on one machine, from the tables to the link to click."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from editor.actions.news.site import own_address, own_host
from editor.management import prepare
from editor.models import SignInLink
from eraser_site.supervisor import CannotStart
from eraser_site.supervisor.children import tether, web_server, worker
from eraser_site.supervisor.door import BACKLOG, answers, open_door
from eraser_site.supervisor.folder import FolderLock
from eraser_site.supervisor.log import open_log
from eraser_site.supervisor.watch import Supervisor, stopping_signals


class Command(BaseCommand):
    help = "Starts Eraser: the web server and the worker, until Ctrl-C."
    # The checks cost every start a second or more; they belong to `manage.py check` and to the tests.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # Until there is something to stop in order, every wish to stop is a Ctrl-C.
        for number in stopping_signals():
            signal.signal(number, signal.default_int_handler)
        try:
            self._run()
        except CannotStart as error:
            self.stderr.write(str(error))
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(0)

    def _run(self) -> None:
        lock = FolderLock(settings.DATA_DIR)
        with open_door(settings.BIND, settings.PORT) as door:
            lock.tell(own_address())
            prepare.migrate()
            prepare.reach_queue()
            prepare.collect_static()
            link = _link()
            connections.close_all()
            door.listen(BACKLOG)
            self._serve(door, link)

    def _serve(self, door: socket.socket, link: str) -> None:
        log = open_log(settings.DATA_DIR / "log" / "eraser.log")

        def announce(stopped: threading.Event) -> None:
            while not stopped.is_set():
                if answers(door, own_host(), "/healthz/", patience=5):
                    self.stdout.write(f"Open {link}")
                    self.stdout.flush()
                    return
                stopped.wait(0.1)

        with tether() as held:
            children = [
                web_server(door, threads=settings.WEB_THREADS, code=settings.BASE_DIR, tether=held, log=log),
                worker(code=settings.BASE_DIR, tether=held, log=log),
            ]
            Supervisor(children, log).run(announce)


def _link() -> str:
    """The address that signs the owner in, once; the plain address where there is no owner to sign in."""
    account = prepare.owner()
    if account is None:
        return f"{own_address()}/"
    prepare.add_sample(account)
    return f"{own_address()}/open/{SignInLink.objects.issue(account)}/"
