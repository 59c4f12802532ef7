"""AI HomeDesign v1: orders opened by their id, looked for again, finalised, and told about by webhooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from editor.providers.aihomedesign import AIHomeDesign, read_webhook
from editor.providers.base import (
    BadResponse,
    Done,
    Pending,
    Rejected,
    Unavailable,
    Unsupported,
)
from tests.fakes import aihomedesign as fake
from tests.fakes.erasing import KEY, work_then_hang_up
from tests.fakes.misbehaviours import drop_after_reading, say
from tests.fakes.server import Reply
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., AIHomeDesign]

DONE = ("POST", "/v1/order/done")


@pytest.fixture
def service() -> Iterator[fake.AIHomeDesign]:
    with fake.AIHomeDesign() as running:
        yield running


@pytest.fixture
def build(service: fake.AIHomeDesign) -> Build:
    def make(**changed: str) -> AIHomeDesign:
        return AIHomeDesign({"AIHOMEDESIGN_BASE_URL": service.url, "AIHOMEDESIGN_API_KEY": KEY, **changed})

    return make


def test_dana_is_told_when_the_order_changed_behind_her_back(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    order = service.add_order(driving.job().encoded[0][0])

    done = driving.finish(build, driving.job(account={"order_id": order, "image_id": "an-older-one"}), watch)

    assert "had changed" in done.note


def test_dana_opens_an_order_made_elsewhere_by_its_id(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    picture = driving.job().encoded[0][0]
    order = service.add_order(picture)

    url, account = build().open_order(order, watch)
    done = driving.finish(build, driving.job(account=account), watch)

    assert build().door(watch).fetch_result(url) == picture
    assert account == {"order_id": order, "image_id": "img-ord-1-0"}
    assert done.reference == order
    assert not service.calls("POST", "/v1/order/image")


@pytest.mark.parametrize("order_id", ["", "../admin", "a/b", "a?b", "a b", "..", "ö", "x" * 300])
def test_what_is_no_order_id_is_not_asked_for(
    service: fake.AIHomeDesign, build: Build, watch: Watch, order_id: str
) -> None:
    with pytest.raises(Unsupported):
        build().open_order(order_id, watch)

    assert service.seen == []


def test_an_order_the_service_does_not_know_cannot_be_opened(build: Build, watch: Watch) -> None:
    with pytest.raises(Rejected, match="does not know this order"):
        build().open_order("ord-99", watch)
    with pytest.raises(Rejected, match="does not know this order"):
        build().start(driving.job(account={"order_id": "ord-99"}), watch)


def test_an_order_id_may_come_under_the_name_of_an_image_id(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    service.at("POST", "/v1/order/image", say(Reply(json={"image_id": 17})))

    step = build().start(driving.job(), watch)

    assert isinstance(step, Pending)
    assert step.remote["order_id"] == "17"


@pytest.mark.parametrize("order_id", ["../done", "a/b", "?", "."])
def test_an_order_id_that_leads_elsewhere_is_not_followed(
    service: fake.AIHomeDesign, build: Build, watch: Watch, order_id: str
) -> None:
    service.at("POST", "/v1/order/image", say(Reply(json={"order_id": order_id})))

    with pytest.raises(BadResponse):
        build().start(driving.job(), watch)


def test_an_order_that_is_registered_late_is_waited_for(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    service.registers_after = 2

    driving.finish(build, driving.job(), watch, patience=2)

    assert len(service.calls("POST", "/v1/order/image")) == 1


def test_looking_again_after_a_lost_answer_finds_the_picture_once_it_is_there(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    submitting = driving.until_pending_at(build, driving.job(), watch, "submit")
    service.at("POST", "/v1/order", work_then_hang_up)
    with pytest.raises(Unavailable):
        build().resume(driving.job(), submitting.remote, watch)

    too_early = build().look_again(submitting.remote, watch)
    found = build().look_again(submitting.remote, watch)

    assert too_early is None
    assert isinstance(found, Done)
    assert found.account["image_id"] == "img-ord-1-1"
    assert service.bills == 1


def test_looking_again_proves_nothing_where_the_order_never_arrived(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    submitting = driving.until_pending_at(build, driving.job(), watch, "submit")
    service.at("POST", "/v1/order", drop_after_reading)
    with pytest.raises(Unavailable):
        build().resume(driving.job(), submitting.remote, watch)

    assert build().look_again(submitting.remote, watch) is None
    service.orders.clear()
    assert build().look_again(submitting.remote, watch) is None
    assert build().look_again({}, watch) is None


def test_looking_again_at_a_known_submission_waits_on(build: Build, watch: Watch) -> None:
    waiting = driving.until_pending_at(build, driving.job(), watch, "wait")

    assert isinstance(build().look_again(waiting.remote, watch), Pending)
    assert isinstance(build().look_again(waiting.remote, watch), Done)


def test_rhea_finalises_with_the_order_and_the_picture(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    done = driving.finish(build, driving.job(), watch)

    build().finalise(done.account, watch)

    (sent,) = service.calls(*DONE)
    assert sent.fields() == {"order_id": "ord-1", "image_id": "img-ord-1-1"}
    assert service.orders["ord-1"].done == "img-ord-1-1"


def test_finalising_as_json_is_a_setting(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    service.done_as = "application/json"
    done = driving.finish(build, driving.job(), watch)

    with pytest.raises(Rejected):
        build().finalise(done.account, watch)
    build(AIHOMEDESIGN_DONE_FORMAT="json").finalise(done.account, watch)

    assert service.orders["ord-1"].done == "img-ord-1-1"


def test_finalising_after_a_lost_answer_reads_the_order_before_it_sends_anything(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    done = driving.finish(build, driving.job(), watch)
    service.at(*DONE, work_then_hang_up)
    with pytest.raises(Unavailable) as lost:
        build().finalise(done.account, watch)

    build().finalise(done.account, watch)

    assert lost.value.retry_after is not None
    assert len(service.calls(*DONE)) == 1


@pytest.mark.parametrize(
    "details", [Reply(404, json={"error": "page not found"}), Reply(json={"id": "ord-1"})], ids=str
)
def test_finalising_is_sent_where_the_order_does_not_say_how_it_stands(
    service: fake.AIHomeDesign, build: Build, watch: Watch, details: Reply
) -> None:
    done = driving.finish(build, driving.job(), watch)
    service.at("GET", "/v1/order/ord-1", say(details))

    build(AIHOMEDESIGN_DONE_STATUS="finished, done,").finalise(done.account, watch)

    assert service.orders["ord-1"].done


@pytest.mark.parametrize("account", [{}, {"order_id": "ord-1"}, {"image_id": "img-1"}])
def test_without_a_result_there_is_nothing_to_finalise(
    service: fake.AIHomeDesign, build: Build, watch: Watch, account: dict[str, str]
) -> None:
    with pytest.raises(Unsupported):
        build().finalise(account, watch)

    assert service.seen == []


def test_a_job_goes_on_where_it_began_when_the_version_is_changed_meanwhile(build: Build, watch: Watch) -> None:
    waiting = driving.until_pending_at(build, driving.job(), watch, "wait")
    v3 = build(AIHOMEDESIGN_API_VERSION="v3")

    assert isinstance(v3.resume(driving.job(), waiting.remote, watch), Pending)
    assert isinstance(v3.look_again(waiting.remote, watch), Done)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            b'{"order_id": "ord-5", "image": {"id": "i", "after_src": "https://x"}, "service_name": "s"}',
            {"order_id": "ord-5"},
        ),
        (b'{"order_id": "ord-5", "images": []}', {"order_id": "ord-5"}),
        (b'{"order_id": 5, "images": []}', {"order_id": "5"}),
        (
            b'{"event": "process.completed", "process_id": "p-1", "order_id": "o", "status": "done"}',
            {"process_id": "p-1"},
        ),
        (b'{"generated_image_id": "g", "upscaled_image_src": "https://x", "user_id": "u"}', None),
        (b'{"order_id": "ord-5"}', None),
        (b'{"process_id": null}', None),
        (b'{"process_id": ["p"]}', None),
        (b"[]", None),
        (b"", None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
    ],
)
def test_a_webhook_tells_whom_it_is_about(body: bytes, found: dict[str, str] | None) -> None:
    assert read_webhook(body) == found
