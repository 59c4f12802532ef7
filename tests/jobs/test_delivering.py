"""A result that was paid for is not lost on its way from the service to the order."""

from __future__ import annotations

import errno
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image

from editor import jobs
from editor.actions.photos.pictures import open_picture
from editor.models import Call, Order, Submission
from editor.providers import registry
from editor.providers.base import Capabilities, Control, Done, Job, Remote, Result, Setting, Step
from editor.providers.service import Service
from tests.asking import advance_until_ended, ask, its_deadline_passes, told, wait, worker_stays_dead
from tests.fakes.server import Reply, Seen
from tests.fakes.server import Service as Server
from tests.services import RED, Disk, Killed, Services, stored_files

State = Submission.State
pytestmark = pytest.mark.django_db


class Linked(Service):
    """Takes bytes, bills, and answers with a link to the result."""

    slug, label = "linked", "Linked"
    base_url_setting = "LINKED_BASE_URL"
    settings = (
        Setting(name="LINKED_BASE_URL", what="where it is", required=True),
        Setting(name="LINKED_KEY", what="its key", secret=True),
    )
    declared: ClassVar[dict[str, Any]] = {}

    @classmethod
    def capabilities(cls, config: Any) -> Capabilities:
        facts: dict[str, Any] = {"max_side": 100, **cls.declared}
        return Capabilities(
            delivery="sync",
            start_repeatable=False,
            image_source="bytes",
            mask="white on black",
            formats=("png",),
            credits_per_result=1.0,
            can_look_again=True,
            **facts,
        )

    def credentials(self) -> dict[str, str]:
        return {"x-key": self.config["LINKED_KEY"]}

    def start(self, job: Job, control: Control) -> Step:
        picture, media_type = job.encoded[0]
        files = [("image", ("photo.png", picture, media_type))]
        body = self.read(self.ask(control, "POST", "/erase", bills=True, data={"seed": str(job.seed)}, files=files))
        return self._done(body)

    def look_again(self, remote: Remote, control: Control) -> Step | None:
        answer = self.ask(control, "GET", f"/jobs/{remote['id']}", also={404})
        return None if answer.status == 404 else self._done(self.read(answer))

    def _done(self, body: Any) -> Done:
        return Done(
            results=(Result(url=body["url"]),), reference="bill-9", credits=2.0, seed=77, account={"order_id": "o-1"}
        )


def png(size: tuple[int, int], colour: tuple[int, int, int] = RED) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG whose header promises 1.6 billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


class Erasing(Server):
    """Paints whole pictures red. `result` turns the size of what came into the reply behind the link."""

    def __init__(self) -> None:
        super().__init__()
        self.bills = 0
        self.result: Callable[[tuple[int, int]], Reply] = lambda size: Reply(content=png(size))
        self.link = "/result?key=secret"
        self.known = True
        self.size = (0, 0)

    def answer(self, seen: Seen) -> Reply:
        if seen.path == "/erase":
            assert seen.headers["x-key"] == "k-123456"
            (picture,) = (part.content for part in seen.form() if part.name == "image")
            self.size = Image.open(io.BytesIO(picture)).size
            self.bills += 1
            return Reply(json={"url": self.address})
        if seen.path.startswith("/jobs/"):
            return Reply(json={"url": self.address}) if self.known else Reply(404, json={})
        assert "x-key" not in seen.headers
        return self.result(self.size)

    @property
    def address(self) -> str:
        return self.link if "://" in self.link else self.url + self.link


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Erasing]:
    monkeypatch.setitem(registry.PROVIDERS, "linked", Linked)
    monkeypatch.setattr(Linked, "declared", {})
    with Erasing() as server:
        settings.PROVIDER_CONFIG = {"LINKED_BASE_URL": server.url, "LINKED_KEY": "k-123456\n"}
        yield server


def test_a_result_behind_a_link_comes_back_at_full_size_and_inside_the_mask_only(
    order: Order, service: Erasing
) -> None:
    submission = advance_until_ended(ask(order, "linked"))
    assert submission.state == State.SUCCEEDED, submission.error_detail
    assert max(service.size) <= 100
    picture, before = open_picture(order.revisions.get(number=1)), open_picture(order.revisions.get(number=0))
    assert picture.getpixel((20, 30)) == RED
    assert picture.getpixel((5, 5)) == before.getpixel((5, 5))
    assert (submission.reference, submission.credits, submission.seed_used) == ("bill-9", 2.0, 77)
    assert submission.plan is not None
    assert told(order) == ["submitted", "succeeded"]


@pytest.mark.usefixtures("service")
def test_every_call_is_kept_and_none_tells_the_key(order: Order) -> None:
    submission = advance_until_ended(ask(order, "linked"))
    calls = list(submission.calls.order_by("pk").values_list("method", "status"))
    assert calls == [("POST", 200), ("GET", 200)]
    everything = json.dumps(list(Call.objects.values()), default=str)
    assert "k-123456" not in everything
    assert "key=secret" not in everything


@pytest.mark.usefixtures("service")
def test_the_kept_bytes_are_gone_once_they_are_placed(order: Order, settings: Any) -> None:
    submission = advance_until_ended(ask(order, "linked"))
    assert not submission.delivery
    assert not any(name.startswith("deliveries/") for name in stored_files(settings))


@pytest.mark.parametrize("place", ["deliveries/", "revisions/", "renditions/"])
def test_a_worker_that_dies_on_the_way_leaves_the_rest_to_the_next(
    order: Order, service: Erasing, disk: pytest.MonkeyPatch, place: str
) -> None:
    submission = ask(order, "linked")
    with disk.context() as dying:
        dying.setattr(Disk, "on_save", _raising_for(place, Killed()))
        with pytest.raises(Killed):
            jobs.advance(submission.pk)
    worker_stays_dead(submission)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert service.bills == 1


def test_a_full_disk_is_waited_out(order: Order, service: Erasing, disk: pytest.MonkeyPatch) -> None:
    submission = ask(order, "linked")
    with disk.context() as full:
        full.setattr(Disk, "on_save", _raising_for("", OSError(errno.ENOSPC, "No space left on device")))
        assert jobs.advance(submission.pk)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert service.bills == 1


def test_a_link_that_fails_for_a_while_is_fetched_again(order: Order, service: Erasing) -> None:
    replies = [Reply(503), Reply(429)]
    service.result = lambda size: replies.pop(0) if replies else Reply(content=png(size))
    submission = ask(order, "linked")
    jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert submission.doing == "Linked's result could not be fetched. Trying again soon."
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert service.bills == 1


def test_a_link_that_never_works_is_given_up_at_the_deadline(order: Order, service: Erasing) -> None:
    service.result = lambda _size: Reply(503)
    submission = ask(order, "linked")
    for _ in range(2 * jobs.MAX_ATTEMPTS):
        wait(submission)
        jobs.advance(submission.pk)
    its_deadline_passes(submission)
    advance_until_ended(submission)
    assert submission.state == State.OUTCOME_UNKNOWN
    assert submission.error_sentence == f"Linked's result could not be fetched. {jobs.MAY_HAVE_BILLED}"


def test_a_result_of_half_the_size_is_enlarged(order: Order, service: Erasing) -> None:
    service.result = lambda size: Reply(content=png((size[0] // 2, size[1] // 2)))
    assert advance_until_ended(ask(order, "linked")).state == State.SUCCEEDED


def cut_short(size: tuple[int, int]) -> Reply:
    out = io.BytesIO()
    Image.effect_noise(size, 90).save(out, "JPEG")
    return Reply(content=out.getvalue()[: out.tell() // 2])


UNUSABLE: dict[str, tuple[Callable[[tuple[int, int]], Reply], str]] = {
    "expired": (lambda _size: Reply(404), "The link to Linked's result does not work any more."),
    "forbidden": (lambda _size: Reply(403), "The link to Linked's result does not work any more."),
    "html": (lambda _size: Reply(content=b"<html>Sorry</html>"), "gave back something that is not a picture."),
    "empty": (lambda _size: Reply(content=b""), "gave back an empty file."),
    "truncated": (cut_short, "gave back a picture that is cut short."),
    "wrong aspect": (lambda size: Reply(content=png((size[0], size[1] * 2))), "another shape"),
    "bomb": (lambda _size: Reply(content=bomb()), "gave back a picture far larger than what was sent."),
    "endless": (lambda _size: Reply(content=b"\0" * 200_000), "sent more than can be taken."),
    "private": (
        lambda _size: Reply(302, headers={"Location": "http://127.0.0.1:9/"}),
        "lies at an address that is not allowed here.",
    ),
}


@pytest.mark.parametrize("fault", UNUSABLE)
def test_a_result_that_cannot_be_used_ends_in_one_sentence_and_the_order_goes_on(
    order: Order, service: Erasing, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr("editor.actions.removals.fetching.RESULT_BYTES", 100_000)
    service.result, sentence = UNUSABLE[fault]
    submission = advance_until_ended(ask(order, "linked"))
    assert (submission.state, submission.error_code) == (State.OUTCOME_UNKNOWN, "bad_response")
    assert sentence in submission.error_sentence
    assert submission.credits == 2.0
    assert service.bills == 1
    service.result = lambda size: Reply(content=png(size))
    assert advance_until_ended(ask(order, "linked")).state == State.SUCCEEDED


def test_a_billing_call_whose_answer_is_lost_is_not_made_again(order: Order, service: Erasing) -> None:
    from tests.fakes.misbehaviours import drop_after_reading

    service.misbehave(drop_after_reading)
    submission = advance_until_ended(ask(order, "linked"))
    assert submission.state == State.OUTCOME_UNKNOWN
    assert len(service.seen) == 1
    assert submission.calls.get().error.startswith("AnswerLost")


def test_nobody_listening_is_tried_again_because_nothing_was_sent(order: Order, service: Erasing) -> None:
    submission = ask(order, "linked")
    service.__exit__(None, None, None)
    assert jobs.advance(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.may_be_billed) == (State.QUEUED, False)
    service.__enter__()


def test_what_cannot_be_made_to_fit_is_said_before_anything_is_sent(order: Order, service: Erasing) -> None:
    Linked.declared = {"max_bytes": 10}
    submission = advance_until_ended(ask(order, "linked"))
    assert (submission.state, submission.error_code) == (State.FAILED, "unsupported")
    assert service.seen == []


def test_a_poll_does_not_open_the_pictures_again(order: Order, services: Services) -> None:
    from tests.services import painted, pending

    polled = services.add("polled", pending(), pending(), painted(), bills=True, image_source="bytes", formats=("png",))
    submission = ask(order, "polled")
    jobs.advance(submission.pk)
    Path(order.photo.original.path).rename(f"{order.photo.original.path}.away")
    wait(submission)
    assert jobs.advance(submission.pk) is not None
    assert polled.calls == ["start", "resume job-7"]


def _raising_for(folder: str, error: BaseException) -> Callable[[str], None]:
    def fail(name: str) -> None:
        if name.startswith(folder):
            raise error

    return fail
