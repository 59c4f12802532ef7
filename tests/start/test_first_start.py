"""What somebody sees who starts Eraser for the first time, and again the next day."""

from __future__ import annotations

import signal
import stat

import httpx

from tests.start.conftest import type_of_starter
from tests.start.installation import Installation, Running, eventually


def test_the_first_start_prints_one_line_and_its_link_shows_the_sample_order(
    new_installation: Installation, start: type_of_starter
) -> None:
    running = start(new_installation)
    assert running.link.startswith(f"{new_installation.address}/open/")

    page = running.visit()
    assert page.status_code == 200
    assert "living-room.jpg" in page.text

    assert running.tell(signal.SIGTERM) == (0, "", "")
    assert stat.S_IMODE((new_installation.data / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(new_installation.data.stat().st_mode) == 0o700, "nobody else on this machine reads the photos"


def test_mallory_cannot_use_the_link_a_second_time(started: Running) -> None:
    assert started.visit().status_code == 200
    again = httpx.get(started.link, trust_env=False)
    assert again.status_code == 410
    assert "sessionid" not in again.cookies


def test_yesterdays_link_stops_working_when_todays_is_printed(
    installation: Installation, start: type_of_starter
) -> None:
    yesterday = start(installation)
    unused = yesterday.link
    yesterday.end()
    today = start(installation)
    assert httpx.get(unused, trust_env=False).status_code == 410
    assert today.visit().status_code == 200


def test_the_second_start_keeps_what_there_was_and_adds_no_second_sample(
    installation: Installation, start: type_of_starter
) -> None:
    first = start(installation)
    before = first.visit().text
    first.end()
    after = start(installation).visit().text
    assert before.count("living-room.jpg") == after.count("living-room.jpg") > 0


def test_static_files_are_served_under_names_that_change_with_their_content(started: Running) -> None:
    sheet = _stylesheet(started.visit().text)
    answer = httpx.get(httpx.URL(started.link).join(sheet), trust_env=False)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def _stylesheet(page: str) -> str:
    return next(part.split('"', 1)[0] for part in page.split('href="')[1:] if ".css" in part.split('"', 1)[0])


def test_ctrl_c_during_the_first_start_is_quiet(new_installation: Installation) -> None:
    process = new_installation.launch()
    eventually((new_installation.data / "running").exists, "it has begun")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=15) == ("", "")
    assert process.returncode == 0


def test_ctrl_c_is_an_orderly_end_as_well(started: Running) -> None:
    assert started.tell(signal.SIGINT) == (0, "", "")
