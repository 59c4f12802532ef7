"""Wondershare: photos as links, a mask in the request, and a task that is asked after until it ends."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from editor.providers.base import BadResponse, Done, Job, OutOfCredit, Pending, Rejected, Unsupported
from editor.providers.wondershare import Wondershare
from tests.fakes import wondershare as fake
from tests.fakes.erasing import KEY
from tests.fakes.misbehaviours import say
from tests.fakes.server import Reply
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., Wondershare]
BATCH = ("POST", fake.BATCH)
RESULT = ("GET", fake.RESULT)


@pytest.fixture
def service() -> Iterator[fake.Wondershare]:
    with fake.Wondershare() as running:
        yield running


@pytest.fixture
def build(service: fake.Wondershare) -> Build:
    def make(**changed: str) -> Wondershare:
        keys = {"WONDERSHARE_APP_KEY": fake.APP_KEY, "WONDERSHARE_APP_SECRET": KEY}
        return Wondershare({"WONDERSHARE_BASE_URL": service.url, **keys, **changed})

    return make


def job_at(service: fake.Wondershare, *, batch: int = 1) -> Job:
    return driving.job(publish=service.host_of_photos.publish, batch=batch)


def asked_for(service: fake.Wondershare) -> dict[str, Any]:
    (seen,) = service.calls(*BATCH)
    asked: dict[str, Any] = seen.json()
    return asked


def poll_with(service: fake.Wondershare, build: Build, watch: Watch, data: Any) -> Any:
    """The step that follows from a poll answering with `data`."""
    started = build().start(job_at(service), watch)
    service.at(*RESULT, say(Reply(json={"code": 0, "msg": "", "data": data})))
    return build().resume(job_at(service), started.remote, watch)


def test_a_job_is_one_call_and_then_its_state(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    done = driving.finish(build, job_at(service), watch)

    task = "6a4eab77-be30-430a-bf0e-000000000001"
    assert watch.asked() == [BATCH, *[("GET", f"/v3/pic/rw/result/{task}")] * 3]
    assert done.reference == task
    assert len(done.results) == 1


def test_the_photo_goes_as_a_link_and_the_mask_in_bare_base64(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    job = job_at(service)

    driving.finish(build, job, watch)

    asked = asked_for(service)
    assert asked["images"] == [f"{service.host_of_photos.url}/photos/0?signature=for-minutes-only"]
    assert service.host_of_photos.photos == [job.encoded[0]]
    assert asked["priority"] == 1
    with Image.open(BytesIO(b64decode(asked["mask"], validate=True))) as mask:
        assert (mask.format, mask.mode, mask.size) == ("PNG", "L", driving.SIZE)
        assert mask.tobytes() == driving.mask().tobytes()


def test_key_and_secret_go_together_in_basic_form(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    build(WONDERSHARE_APP_KEY=f"{fake.APP_KEY}\n", WONDERSHARE_APP_SECRET=f" {KEY}\r\n").start(job_at(service), watch)

    pair = b64encode(f"{fake.APP_KEY}:{KEY}".encode()).decode()
    assert service.seen[0].headers["authorization"] == f"Basic {pair}"
    assert pair not in repr(watch.calls)
    assert "for-minutes-only" not in repr(watch.calls)


def test_without_a_public_address_dana_reads_what_is_missing_and_nothing_is_sent(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    with pytest.raises(Unsupported) as caught:
        build().start(driving.job(), watch)

    assert "PUBLIC_BASE_URL" in caught.value.sentence
    assert service.seen == []


@pytest.mark.parametrize("priority", ["0", "9"])
def test_the_priority_is_a_setting(service: fake.Wondershare, build: Build, watch: Watch, priority: str) -> None:
    build(WONDERSHARE_PRIORITY=priority).start(job_at(service), watch)

    assert asked_for(service)["priority"] == int(priority)


def test_the_priority_can_be_left_out(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    service.needs_priority = False

    build(WONDERSHARE_PRIORITY="off").start(job_at(service), watch)

    assert "priority" not in asked_for(service)


@pytest.mark.parametrize("priority", ["10", "-1", "high"])
def test_a_priority_the_service_does_not_have_is_not_sent(
    service: fake.Wondershare, build: Build, watch: Watch, priority: str
) -> None:
    with pytest.raises(Unsupported):
        build(WONDERSHARE_PRIORITY=priority).start(job_at(service), watch)

    assert service.seen == []


def test_the_masks_form_and_colours_are_settings(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    service.mask_form, service.erases_black = "data-url", True

    build(WONDERSHARE_MASK_FORM="data-url", WONDERSHARE_MASK="black on white").start(job_at(service), watch)

    assert service.bills == 1
    assert asked_for(service)["mask"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("told", "waited"),
    [
        ("5", 5.0),
        (7, 7.0),
        ("2.5", 2.5),
        ("0", 1.0),
        ("-3", 1.0),
        ("9999", 60.0),
        ("soon", 3.0),
        (None, 3.0),
        ("nan", 3.0),
        ("inf", 3.0),
    ],
)
def test_the_services_wait_time_is_obeyed_within_reason(
    service: fake.Wondershare, build: Build, watch: Watch, told: Any, waited: float
) -> None:
    service.wait_time = told
    started = build().start(job_at(service), watch)

    step = build().resume(job_at(service), started.remote, watch)

    assert isinstance(step, Pending)
    assert step.retry_after == waited
    assert step.repeatable


@pytest.mark.parametrize("state", ["1", "2", 1, 2])
def test_a_task_that_waits_or_runs_is_asked_after_again(
    service: fake.Wondershare, build: Build, watch: Watch, state: Any
) -> None:
    assert isinstance(poll_with(service, build, watch, {"status": state, "wait_time": "1"}), Pending)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("4", "Wondershare could not remove this"),
        (4, "Wondershare could not remove this"),
        ("5", "Wondershare closed the task before it was done"),
        ("6", "Wondershare ran out of time"),
    ],
)
def test_a_task_that_ended_badly_says_so(
    service: fake.Wondershare, build: Build, watch: Watch, state: Any, sentence: str
) -> None:
    with pytest.raises(Rejected) as plain:
        poll_with(service, build, watch, {"status": state, "wait_time": "0", "list": []})
    assert plain.value.sentence == f"{sentence}."

    with pytest.raises(Rejected) as told:
        poll_with(service, build, watch, {"status": state, "reason": "the link was dead", "list": []})
    assert told.value.sentence == f"{sentence}: the link was dead."


@pytest.mark.parametrize("state", ["0", "7", "8", "done", -1])
def test_a_state_that_is_not_known_is_an_error_and_no_loop(
    service: fake.Wondershare, build: Build, watch: Watch, state: Any
) -> None:
    with pytest.raises(BadResponse) as caught:
        poll_with(service, build, watch, {"status": state, "wait_time": "1", "list": []})

    assert caught.value.retry_after is None


def test_an_empty_balance_is_known_by_its_code(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    service.at(*BATCH, say(Reply(json={"code": 490027, "msg": "insufficient balance"})))

    with pytest.raises(OutOfCredit):
        build().start(job_at(service), watch)


def test_another_code_is_a_refusal_in_the_services_words(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    service.at(*BATCH, say(Reply(json={"code": 410_003, "msg": "the mask is empty", "data": None})))

    with pytest.raises(Rejected) as caught:
        build().start(job_at(service), watch)

    assert caught.value.sentence == "Wondershare refused: the mask is empty."


def test_a_code_in_answer_to_a_poll_does_not_give_the_task_up(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    service.at(*RESULT, say(Reply(json={"code": 500_001, "msg": "try again"})))

    done = driving.finish(build, job_at(service), watch, patience=1)

    assert len(done.results) == 1
    assert service.bills == 1


@pytest.mark.parametrize("task", [None, "", "../../admin", "a/b", "a?b=1", {"a": 1}], ids=str)
def test_a_task_id_that_could_lead_elsewhere_is_not_followed(
    service: fake.Wondershare, build: Build, watch: Watch, task: Any
) -> None:
    service.at(*BATCH, say(Reply(json={"code": 0, "msg": "", "data": {"task_id": task}})))

    with pytest.raises(BadResponse):
        build().start(job_at(service), watch)


def test_twenty_photos_under_one_mask_are_one_task_with_a_result_each_in_order(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    shades = [Image.new("RGB", driving.SIZE, (step * 10, 80, 90)) for step in range(20)]
    jobs = [driving.job(picture=shade) for shade in shades]
    job = replace(
        jobs[0],
        pictures=tuple(shades),
        encoded=tuple(each.encoded[0] for each in jobs),
        publish=service.host_of_photos.publish,
    )

    done = driving.finish(build, job, watch)

    assert service.bills == 1
    found = [driving.fetched(build(), result, watch) for result in done.results]
    assert [picture.tobytes() for picture in found] == [shade.tobytes() for shade in shades]


def test_one_photo_of_a_batch_that_fails_does_not_hold_the_others(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    service.failing = {1}

    done = driving.finish(build, job_at(service, batch=3), watch)

    assert [bool(result.url) for result in done.results] == [True, False, True]
    assert done.results[1].failure == "Wondershare could not remove this: no such luck."


def test_a_batch_of_which_every_photo_failed_has_failed(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    service.failing = {0, 1}

    with pytest.raises(Rejected) as caught:
        driving.finish(build, job_at(service, batch=2), watch)

    assert "no such luck" in caught.value.sentence


@pytest.mark.parametrize("listed", [None, {}, [], [{}, {}], "3"], ids=str)
def test_a_list_of_another_length_than_the_batch_is_a_bad_response(
    service: fake.Wondershare, build: Build, watch: Watch, listed: Any
) -> None:
    with pytest.raises(BadResponse):
        poll_with(service, build, watch, {"status": "3", "wait_time": "0", "list": listed})


@pytest.mark.parametrize("item", [None, {}, {"image_result": ""}, {"image_result": None, "status": "3"}], ids=str)
def test_a_photo_without_a_link_has_failed(service: fake.Wondershare, build: Build, watch: Watch, item: Any) -> None:
    with pytest.raises(Rejected):
        poll_with(service, build, watch, {"status": "3", "list": [item]})


def test_a_link_is_taken_though_the_photos_own_state_is_not_known(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    item = {"image_result": "https://cdn.example.com/1.png", "status": "finished"}

    step = poll_with(service, build, watch, {"status": "3", "list": [item]})

    assert isinstance(step, Done)
    assert step.results[0].url == "https://cdn.example.com/1.png"


def test_looking_again_asks_by_the_task_and_never_bills(service: fake.Wondershare, build: Build, watch: Watch) -> None:
    started = build().start(job_at(service), watch)
    service.states = []

    assert isinstance(build().look_again(started.remote, watch), Done)
    assert service.bills == 1


def test_a_job_whose_first_answer_was_lost_cannot_be_asked_after(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    assert build().look_again({}, watch) is None
    assert service.seen == []


def test_photos_outside_its_limits_are_what_the_stand_in_refuses(
    service: fake.Wondershare, build: Build, watch: Watch
) -> None:
    facts = Wondershare.capabilities({})
    assert (facts.min_side, facts.max_side, facts.max_aspect) == (257, 4_999, 4.0)

    small = replace(driving.job(picture=driving.photo((256, 300))), publish=service.host_of_photos.publish)
    with pytest.raises(Rejected):
        build().start(small, watch)
