"""AI HomeDesign v1: the order workflow, round after round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from editor.providers.aihomedesign import AIHomeDesign
from editor.providers.base import (
    BadResponse,
    Done,
    NotAuthorised,
    OutOfCredit,
    Pending,
    RateLimited,
    Rejected,
    Unavailable,
    Unsupported,
)
from tests.fakes import aihomedesign as fake
from tests.fakes.erasing import KEY, work_then_hang_up
from tests.fakes.misbehaviours import say
from tests.fakes.server import Reply
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., AIHomeDesign]


@pytest.fixture
def service() -> Iterator[fake.AIHomeDesign]:
    with fake.AIHomeDesign() as running:
        yield running


@pytest.fixture
def build(service: fake.AIHomeDesign) -> Build:
    def make(**changed: str) -> AIHomeDesign:
        return AIHomeDesign({"AIHOMEDESIGN_BASE_URL": service.url, "AIHOMEDESIGN_API_KEY": KEY, **changed})

    return make


def test_a_first_round_uploads_looks_masks_submits_and_waits(build: Build, watch: Watch) -> None:
    done = driving.finish(build, driving.job(), watch)

    assert watch.asked() == [
        ("POST", "/v1/order/image"),
        ("GET", "/v1/order/ord-1/last-temp-image"),
        ("POST", "/v1/order/manual-mask"),
        ("POST", "/v1/order"),
        ("GET", "/v1/order/ord-1/last-temp-image"),
        ("GET", "/v1/order/ord-1/last-temp-image"),
    ]
    assert done.reference == "ord-1"
    assert done.account == {"order_id": "ord-1", "image_id": "img-ord-1-1"}
    assert done.credits == 1.0
    assert done.note == ""


def test_the_upload_says_the_service_and_nothing_about_the_photo(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    job = driving.job(kind="JPEG")

    build(AIHOMEDESIGN_UPLOAD_SERVICE="service-item-removal").start(job, watch)

    named, image = service.seen[0].form()
    assert (named.name, named.text) == ("service_name", "service-item-removal")
    assert (image.name, image.filename, image.media_type) == ("image", "image.jpeg", "image/jpeg")
    assert image.content == job.encoded[0][0]


def test_the_mask_goes_as_a_form_and_the_order_as_json(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    driving.finish(build, driving.job(), watch)

    (masked,) = service.calls("POST", "/v1/order/manual-mask")
    assert {part.name: part.media_type for part in masked.form()} == {"order_id": "text/plain", "mask": "image/png"}
    (submitted,) = service.calls("POST", "/v1/order")
    assert submitted.json() == {"order_id": "ord-1", "service_name": "service-item-removal-mask"}


@pytest.mark.parametrize(
    ("eta", "wait"), [(20, 20.0), (0, 1.0), (10**9, 600.0), (None, 5.0), ("soon", 5.0), (2.5, 2.5)]
)
def test_the_first_look_waits_as_long_as_the_service_says(
    service: fake.AIHomeDesign, build: Build, watch: Watch, eta: Any, wait: float
) -> None:
    service.eta = eta

    waiting = driving.until_pending_at(build, driving.job(), watch, "wait")

    assert waiting.retry_after == wait
    assert waiting.repeatable


def test_the_pause_between_looks_is_a_setting(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    service.looks = 3
    steps = driving.steps(lambda: build(AIHOMEDESIGN_POLL_SECONDS="9"), driving.job(), watch)

    pauses = [step.retry_after for step in steps if isinstance(step, Pending) and step.remote["step"] == "wait"]
    assert pauses == [20.0, 9.0, 9.0, 9.0]


def test_only_the_submitted_picture_is_the_result(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    other = say(Reply(json={"image_id": "somebody-elses", "url": service.publish(b"other")}))
    waiting = driving.until_pending_at(build, driving.job(), watch, "wait")
    service.at("GET", fake.LAST_IMAGE, other, other)

    assert isinstance(build().resume(driving.job(), waiting.remote, watch), Pending)
    changed = build(AIHOMEDESIGN_RESULT_WHEN="changed").resume(driving.job(), waiting.remote, watch)

    assert isinstance(changed, Done)
    assert changed.account["image_id"] == "somebody-elses"


def test_a_second_round_goes_on_with_the_same_order(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    first = driving.finish(build, driving.job(), watch)
    again = Watch()

    second = driving.finish(build, driving.job(account=first.account), again)

    assert ("POST", "/v1/order/image") not in again.asked()
    assert second.account == {"order_id": "ord-1", "image_id": "img-ord-1-2"}
    assert second.note == ""
    assert service.bills == 2


def test_a_lost_answer_to_an_upload_makes_a_spare_order_unless_uploads_bill(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    bills = {"AIHOMEDESIGN_UPLOAD_BILLS": "1"}
    service.at("POST", "/v1/order/image", work_then_hang_up, work_then_hang_up)

    with pytest.raises(Unavailable) as free:
        build().start(driving.job(), watch)
    with pytest.raises(Unavailable) as billed:
        build(**bills).start(driving.job(), watch)

    assert free.value.retry_after is not None
    assert billed.value.retry_after is None
    assert AIHomeDesign.capabilities({}).start_repeatable
    assert not AIHomeDesign.capabilities(bills).start_repeatable


def test_a_mask_whose_answer_was_lost_is_sent_again(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    service.at("POST", "/v1/order/manual-mask", work_then_hang_up)

    driving.finish(build, driving.job(), watch, patience=1)

    assert len(service.calls("POST", "/v1/order/manual-mask")) == 2
    assert service.bills == 1


def test_ten_orders_in_ten_minutes_are_no_more_than_that(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    rate = AIHomeDesign.capabilities({}).rate
    assert rate
    assert (rate.calls, rate.seconds) == (10, 600.0)
    limit = {"error": "rate-limit exceeded, 10 generates per 10 minutes only"}
    service.at("POST", "/v1/order", say(Reply(429, json=limit)))

    with pytest.raises(RateLimited, match="ten orders in ten minutes") as caught:
        driving.finish(build, driving.job(), watch)

    assert caught.value.retry_after == 60.0


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(404, json={"error": "order not found", "key": "api_error_order_not_found"}), Rejected, "any more"),
        (Reply(400, json={"error": "no", "key": "api_error_insufficient_credit"}), OutOfCredit, "no credit"),
        (Reply(402, json={"error": "pay"}), OutOfCredit, "no credit"),
        (Reply(403, json={"error": "not activated"}), NotAuthorised, "switched item removal on"),
        (Reply(409, json={"error": "no mask", "key": 7}), Rejected, "did not take"),
        (Reply(415, content=b"unsupported"), Rejected, "did not take"),
        (Reply(302, headers={"Location": "https://elsewhere.example.com"}), BadResponse, "another address"),
    ],
)
def test_each_refusal_has_its_sentence(
    service: fake.AIHomeDesign, build: Build, watch: Watch, reply: Reply, kind: type[Exception], words: str
) -> None:
    service.at("POST", "/v1/order", say(reply))

    with pytest.raises(kind, match=words):
        driving.finish(build, driving.job(), watch)

    assert service.bills == 0


def test_a_version_that_does_not_exist_is_refused_before_anything_is_sent(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    with pytest.raises(Unsupported) as caught:
        build(AIHOMEDESIGN_API_VERSION="v2").start(driving.job(), watch)

    assert caught.value.detail == "AIHOMEDESIGN_API_VERSION must be v1 or v3"
    assert service.seen == []
