"""Kills workers and web servers with -9 while orders are processed, then counts what was lost, stuck or billed twice.

    python -m tests.chaos.storm --orders 200 --worker-kills 30 --web-kills 5

Runs on the database and queue of DATABASE_URL and QUEUE_URL (a database of its own on that server), else on SQLite.
Prints its findings as a JSON line; exit status 1 if there are any faults.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from tests.chaos.house import Program, eventually, free_port, place
from tests.chaos.standins import SLUGS, Bills, standing_in

OWN = ("paid", "polled", "free")
STUCK_AFTER = 150.0
"""Seconds after the last kill; the slowest way back is a lease, then the sweep of the next full minute."""


def main() -> int:
    asked = _arguments()
    random.seed(asked.seed)
    port = free_port()
    with place() as folder, standing_in(f"http://127.0.0.1:{port}") as bills:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        findings = _storm(asked, folder, port, bills)
    print(json.dumps(findings))
    return 1 if findings["faults"] else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--worker-kills", type=int, default=30)
    parser.add_argument("--web-kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=None)
    return parser.parse_args()


def _storm(asked: argparse.Namespace, folder: Path, port: int, bills: Bills) -> dict[str, Any]:
    from tests.chaos.people import Person

    began, turns = time.monotonic(), itertools.cycle((*OWN, *SLUGS))
    providers = list(itertools.islice(turns, asked.orders))
    gunicorn = ("gunicorn", f"--bind=127.0.0.1:{port}", "--threads=4", "--log-level=error", "eraser_site.wsgi")
    web = Program("web server", *gunicorn, log=folder / "web.log")
    worker = Program("worker", "manage", "run_huey", log=folder / "worker.log")
    person = Person(f"http://127.0.0.1:{port}", _session(), asked.orders, providers.__getitem__)
    person.start()
    try:
        kills = _kill(asked, web, worker)
        person.join()
        ended = eventually(lambda: not _active(), STUCK_AFTER, 0.5)
    finally:
        web.end()
        status = worker.end()
    facts = _facts(person.pressed, asked.orders, folder, bills)
    faults = [*person.refused, *facts.pop("faults")]
    if not ended:
        faults.append(f"{_active()} submissions are stuck")
    if status:
        faults.append(f"the worker left with {status} on SIGTERM")
    if faults:
        print((folder / "worker.log").read_text()[-3000:], (folder / "web.log").read_text()[-3000:], file=sys.stderr)
    return {"kills": kills, **facts, "seconds": round(time.monotonic() - began), "faults": faults}


def _session() -> str:
    """Dana is signed in."""
    from django.test import Client

    from editor.models import Role
    from tests.making import make_person

    browser = Client()
    browser.force_login(make_person("dana", Role.DESIGNER), backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies["sessionid"].value


def _kill(asked: argparse.Namespace, web: Program, worker: Program) -> dict[str, int]:
    """Spread over the whole run: the n-th kill comes once its share of the orders has ended."""
    victims = [worker] * asked.worker_kills + [web] * asked.web_kills
    random.shuffle(victims)
    for number, victim in enumerate(victims, 1):
        share = asked.orders * number // (len(victims) + 2)
        eventually(partial(_at_work, share), 60)
        time.sleep(random.uniform(0, 0.3))
        victim.kill()
    return dict(Counter(victim.name for victim in victims))


def _at_work(ended: int) -> bool:
    """Whether so many have ended and somebody holds another one: a kill now finds it in hand."""
    return _ended() >= ended and _held()


def _active() -> int:
    from editor.models import Submission

    return Submission.objects.active().count()


def _ended() -> int:
    from editor.models import Submission

    return Submission.objects.exclude(state__in=Submission.ACTIVE).count()


def _held() -> bool:
    from editor.models import Submission

    return Submission.objects.exclude(lease_token=None).exists()


def _facts(pressed: list[Any], orders: int, folder: Path, bills: Bills) -> dict[str, Any]:
    from editor.actions.photos.pictures import open_picture
    from editor.models import Submission

    own = Counter(int(line) for line in (folder / "bills").read_text().split())
    faults, states = [f"{slug} billed a picture twice" for slug in bills.twice()], Counter[str]()
    rows = {row.key: row for row in Submission.objects.select_related("order__head", "result__order__photo")}
    if len(pressed) != orders or set(pressed) != set(rows):
        faults.append(f"{orders} wanted, {len(pressed)} answered, {len(rows)} there")
    for row in rows.values():
        states[f"{row.provider} {row.state}"] += 1
        faults += _faults_of(row, own[row.seed])
        if row.result:
            open_picture(row.result)
    for slug in SLUGS:
        if (got := states[f"{slug} succeeded"]) > bills.of(slug):
            faults.append(f"{slug} gave {got} results for {bills.of(slug)} bills")
    everybody = {"own": sum(own.values())} | {slug: bills.of(slug) for slug in SLUGS}
    return {"states": dict(sorted(states.items())), "bills": everybody, "faults": faults}


def _faults_of(row: Any, billed: int) -> list[str]:
    """A kill in the call that bills leaves its outcome unknown; one that comes back free is simply done."""
    faults = []
    allowed = {"succeeded"} if row.provider in {"free", "iopaint"} else {"succeeded", "outcome_unknown"}
    if row.provider == "wondershare":
        # It fetches the photo from the web server, which may just have been killed.
        allowed |= {"failed"}
    if row.state not in allowed:
        faults.append(f"{row} is {row.state}: {row.error_code} {row.error_sentence} {row.error_detail}")
    if row.state != "succeeded" and not row.error_sentence:
        faults.append(f"{row} ended without a sentence")
    if billed > 1:
        faults.append(f"{row} was billed {billed} times")
    if row.provider in OWN and row.state == "succeeded" and billed != (row.provider != "free"):
        faults.append(f"{row} succeeded with {billed} bills")
    if row.state == "succeeded" and row.order.head != row.result:
        faults.append(f"{row} succeeded, but the order shows {row.order.head}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
