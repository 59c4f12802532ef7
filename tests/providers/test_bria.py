"""BRIA: one call that bills, and a status that is asked until it ends."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from editor.providers.base import (
    BadResponse,
    Done,
    NotAuthorised,
    Pending,
    RateLimited,
    Rejected,
    Unavailable,
    Unsupported,
)
from editor.providers.bria import Bria
from tests.fakes import bria as fake
from tests.fakes.erasing import KEY, work_then_hang_up
from tests.fakes.misbehaviours import say
from tests.fakes.server import Reply, Service
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., Bria]
ERASE = ("POST", fake.ERASE)
STATUS = ("GET", fake.STATUS)


@pytest.fixture
def service() -> Iterator[fake.Bria]:
    with fake.Bria() as running:
        yield running


@pytest.fixture
def build(service: fake.Bria) -> Build:
    def make(**changed: str) -> Bria:
        return Bria({"BRIA_BASE_URL": service.url, "BRIA_API_TOKEN": KEY, **changed})

    return make


def error(code: Any, message: str = "no") -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "details": message}, "request_id": "req-1"}


def asked_for(service: fake.Bria) -> dict[str, Any]:
    (seen,) = service.calls(*ERASE)
    asked: dict[str, Any] = seen.json()
    return asked


def test_a_job_is_one_call_and_then_its_status(build: Build, watch: Watch) -> None:
    done = driving.finish(build, driving.job(), watch)

    assert watch.asked() == [ERASE, ("GET", "/v2/status/req-1"), ("GET", "/v2/status/req-1")]
    assert done.reference == "req-1"
    assert done.seed == 17
    assert done.credits == 1.0


def test_picture_and_mask_go_in_bare_base64(service: fake.Bria, build: Build, watch: Watch) -> None:
    job = driving.job(kind="JPEG")

    driving.finish(build, job, watch)

    asked = asked_for(service)
    assert b64decode(asked["image"], validate=True) == job.encoded[0][0]
    with Image.open(BytesIO(b64decode(asked["mask"], validate=True))) as mask:
        assert (mask.mode, mask.size) == ("L", job.picture.size)
        assert mask.tobytes() == job.mask.tobytes()


def test_a_switch_that_is_not_set_is_off_or_left_out(service: fake.Bria, build: Build, watch: Watch) -> None:
    driving.finish(build, driving.job(), watch)

    asked = asked_for(service)
    assert {name: value for name, value in asked.items() if name not in {"image", "mask"}} == {
        "mask_type": "manual",
        "sync": False,
        "visual_input_content_moderation": False,
        "visual_output_content_moderation": False,
    }


def test_how_the_mask_was_made_is_told(service: fake.Bria, build: Build, watch: Watch) -> None:
    driving.finish(build, driving.job(mask_kind="automatic"), watch)

    assert asked_for(service)["mask_type"] == "automatic"


def test_switches_of_the_settings_are_sent(service: fake.Bria, build: Build, watch: Watch) -> None:
    driving.finish(
        lambda: build(
            BRIA_INPUT_MODERATION="1",
            BRIA_OUTPUT_MODERATION="yes",
            BRIA_PRESERVE_ALPHA="0",
            BRIA_WEBHOOK_URL="https://eraser.example.com/hooks/bria",
        ),
        driving.job(),
        watch,
    )

    asked = asked_for(service)
    assert asked["visual_input_content_moderation"] is True
    assert asked["visual_output_content_moderation"] is True
    assert asked["preserve_alpha"] is False
    assert asked["webhook_url"] == "https://eraser.example.com/hooks/bria"


def test_in_sync_the_answer_is_the_result(service: fake.Bria, build: Build, watch: Watch) -> None:
    step = build(BRIA_SYNC="1").start(driving.job(), watch)

    assert isinstance(step, Done)
    assert step.reference == "req-1"
    assert asked_for(service)["sync"] is True
    assert watch.asked() == [ERASE]


def test_in_sync_a_job_that_was_only_taken_is_waited_for(service: fake.Bria, build: Build, watch: Watch) -> None:
    service.at(*ERASE, say(Reply(202, json={"request_id": "req-7", "status_url": "https://x"})))

    step = build(BRIA_SYNC="1").start(driving.job(), watch)

    assert isinstance(step, Pending)
    assert step.remote["request_id"] == "req-7"


def test_a_status_url_elsewhere_never_gets_the_token(service: fake.Bria, build: Build, watch: Watch) -> None:
    with Service(lambda _seen: Reply(json={"status": "COMPLETED"})) as thief:
        taken = Reply(202, json={"request_id": "req-1", "status_url": f"{thief.url}/v2/status/req-1"})
        service.at(*ERASE, say(taken))

        step = build().start(driving.job(), watch)
        assert isinstance(step, Pending)
        with pytest.raises(Unavailable):
            build().resume(driving.job(), step.remote, watch)

        assert thief.seen == []
        assert [seen.path for seen in service.calls(*STATUS)] == ["/v2/status/req-1"]


@pytest.mark.parametrize("request_id", ["../../v1/delete", "a/b", "a?b=c", "#", "", None, {"id": 1}])
def test_a_request_id_that_leads_elsewhere_is_not_asked(
    service: fake.Bria, build: Build, watch: Watch, request_id: Any
) -> None:
    service.at(*ERASE, say(Reply(202, json={"request_id": request_id, "status_url": service.url})))

    with pytest.raises(BadResponse):
        build().start(driving.job(), watch)


@pytest.mark.parametrize(("plan", "first"), [("10", 12.0), ("60", 2.0), ("1000", 2.0), ("1", 120.0)])
def test_one_job_asks_for_no_more_than_half_of_what_the_plan_allows(
    service: fake.Bria, build: Build, watch: Watch, plan: str, first: float
) -> None:
    service.polls = 30

    taken = driving.steps(lambda: build(BRIA_REQUESTS_PER_MINUTE=plan), driving.job(), watch)

    pauses = [step.retry_after for step in taken if isinstance(step, Pending)]
    assert pauses[0] == first
    assert pauses == sorted(pauses)
    assert max(pauses) == max(60.0, first)
    rate = Bria.capabilities({"BRIA_REQUESTS_PER_MINUTE": plan}).rate
    assert rate
    assert (rate.calls, rate.seconds) == (max(1, int(plan) // 2), 60.0)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, Rejected, "did not take this picture or mask"),
        (401, NotAuthorised, "does not accept its key"),
        (403, NotAuthorised, "does not accept its key"),
        (404, Rejected, "could not read"),
        (413, Unsupported, "too large"),
        (415, Unsupported, "of this kind"),
        (422, Rejected, "moderation"),
        (429, RateLimited, "busy"),
        (460, Rejected, "could not read"),
        (500, Unavailable, "fault"),
        (503, Unavailable, "fault"),
        (418, Rejected, "did not take this picture"),
    ],
)
def test_each_status_of_the_first_call_has_its_sentence(
    service: fake.Bria, build: Build, watch: Watch, status: int, kind: type[Exception], words: str
) -> None:
    service.at(*ERASE, say(Reply(status, json=error(status))))

    with pytest.raises(kind, match=words):
        build().start(driving.job(), watch)


@pytest.mark.parametrize("state", ["ERROR", "FAILED"])
@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (422, Rejected, "moderation"),
        ("422", Rejected, "moderation"),
        (460, Rejected, "could not read"),
        ("VALIDATION_ERROR", Rejected, "could not remove"),
        (500, Rejected, "could not remove"),
        (None, Rejected, "could not remove"),
    ],
)
def test_a_job_that_failed_at_bria_ends_with_a_sentence(
    service: fake.Bria, build: Build, watch: Watch, state: str, code: Any, kind: type[Exception], words: str
) -> None:
    service.ending = {"status": state, **error(code)}

    with pytest.raises(kind, match=words):
        driving.finish(build, driving.job(), watch)


def test_a_failure_without_an_error_is_one_too(service: fake.Bria, build: Build, watch: Watch) -> None:
    service.ending = {"status": "ERROR", "error": "it broke"}

    with pytest.raises(Rejected):
        driving.finish(build, driving.job(), watch)


def test_unknown_is_brias_own_fault_and_stops(service: fake.Bria, build: Build, watch: Watch) -> None:
    service.ending = {"status": "UNKNOWN", **error(500)}

    with pytest.raises(Unavailable, match="fault of its own") as caught:
        driving.finish(build, driving.job(), watch, patience=3)

    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    "ending",
    [
        {"status": "QUEUED"},
        {"status": "completed"},
        {"status": ""},
        {"state": "COMPLETED"},
        {"status": "COMPLETED"},
        {"status": "COMPLETED", "result": []},
        {"status": "COMPLETED", "result": {"image_url": None}},
    ],
    ids=str,
)
def test_a_state_or_shape_that_is_not_known_is_an_error_and_no_loop(
    service: fake.Bria, build: Build, watch: Watch, ending: dict[str, Any]
) -> None:
    service.ending = ending

    with pytest.raises(BadResponse) as caught:
        driving.finish(build, driving.job(), watch)

    assert caught.value.retry_after is None


@pytest.mark.parametrize(("seed", "read"), [(5, 5), ("5", 5), (None, None), ("", None), ([5], None), ("-5", None)])
def test_a_seed_is_a_number_or_a_text(service: fake.Bria, build: Build, watch: Watch, seed: Any, read: Any) -> None:
    service.ending = {"status": "COMPLETED", "result": {"image_url": service.publish(b"x"), "seed": seed}}

    assert driving.finish(build, driving.job(), watch).seed == read


def test_a_job_that_is_registered_late_is_waited_for(service: fake.Bria, build: Build, watch: Watch) -> None:
    service.registers_after = 2

    driving.finish(build, driving.job(), watch, patience=2)

    assert service.bills == 1


def test_looking_again_finds_a_job_by_its_request_id(service: fake.Bria, build: Build, watch: Watch) -> None:
    taken = build().start(driving.job(), watch)
    assert isinstance(taken, Pending)

    assert isinstance(build().look_again(taken.remote, watch), Pending)
    assert isinstance(build().look_again(taken.remote, watch), Done)
    assert build().look_again({"request_id": "req-99", "asked": 0}, watch) is None
    assert service.bills == 1


def test_looking_again_is_of_no_use_where_the_first_answer_was_lost(
    service: fake.Bria, build: Build, watch: Watch
) -> None:
    service.at(*ERASE, work_then_hang_up)
    with pytest.raises(Unavailable):
        build().start(driving.job(), watch)

    assert build().look_again({}, watch) is None
    assert len(service.seen) == 1


def test_a_picture_stays_below_what_base64_makes_of_it() -> None:
    assert Bria.capabilities({}).max_bytes == 9_000_000
    assert Bria.capabilities({"BRIA_MAX_BYTES": "20000000"}).max_bytes == 20_000_000
    assert Bria.capabilities({"BRIA_MAX_BYTES": "lots"}).max_bytes == 9_000_000
