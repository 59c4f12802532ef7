"""AI HomeDesign v3: an order with photo and mask, and a process on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from editor.providers.aihomedesign import AIHomeDesign
from editor.providers.base import BadResponse, Done, NotAuthorised, Pending, Rejected, Unavailable, Unsupported
from tests.fakes import aihomedesign as fake
from tests.fakes.erasing import KEY, work_then_hang_up
from tests.fakes.misbehaviours import drop_after_reading, say
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
        where = {"AIHOMEDESIGN_BASE_URL": service.url, "AIHOMEDESIGN_API_KEY": KEY}
        return AIHomeDesign({**where, "AIHOMEDESIGN_API_VERSION": "v3", **changed})

    return make


@pytest.mark.parametrize("wrapped", [True, False], ids=["as it lives", "as documented"])
def test_a_round_is_an_order_a_process_and_waiting(
    service: fake.AIHomeDesign, build: Build, watch: Watch, wrapped: bool
) -> None:
    service.wrapped = wrapped

    done = driving.finish(build, driving.job(), watch)

    assert watch.asked() == [
        ("POST", "/v3/order"),
        ("POST", "/v3/process"),
        ("GET", "/v3/process/proc-1"),
        ("GET", "/v3/process/proc-1"),
    ]
    assert done.reference == "ord-1"
    assert done.account == {}


def test_photo_and_mask_go_in_one_form_with_a_role_each(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    driving.finish(build, driving.job(kind="WEBP"), watch)

    parts = service.seen[0].form()
    assert [(part.name, part.text) for part in parts if part.filename is None] == [
        ("asset_role", "primary_angle"),
        ("asset_role", "mask"),
    ]
    assert [(part.name, part.media_type) for part in parts if part.filename] == [
        ("asset_file", "image/webp"),
        ("asset_file", "image/png"),
    ]


def test_the_process_maps_the_assets_to_the_tools_slots(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    driving.finish(build, driving.job(), watch)

    (asked,) = service.calls("POST", "/v3/process")
    assert asked.json() == {
        "order_id": "ord-1",
        "tool": "tool-item-removal-mask",
        "asset_map": {
            "tool-item-removal-mask-input-image": "ord-1-photo",
            "tool-item-removal-mask-input-mask": "ord-1-mask",
        },
    }


def test_what_the_documents_disagree_about_are_settings(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    service.role_field, service.erase = "asset_roles", (255,)
    changed = {"AIHOMEDESIGN_ROLE_FIELD": "asset_roles", "AIHOMEDESIGN_MASK": "white"}

    driving.finish(lambda: build(**changed), driving.job(), watch)

    assert service.refusals == []
    v3 = {"AIHOMEDESIGN_API_VERSION": "v3"}
    assert AIHomeDesign.capabilities(v3).mask == "#7878CD on black"
    assert AIHomeDesign.capabilities(v3 | changed).mask == "white on black"


def test_the_process_is_asked_every_five_seconds_at_most(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    service.looks = 4

    taken = driving.steps(build, driving.job(), watch)

    pauses = [step.retry_after for step in taken if isinstance(step, Pending) and step.remote["step"] == "wait"]
    assert len(pauses) == 5
    assert min(pauses) >= 5.0


def test_a_failed_process_is_a_failure_and_not_asked_again(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    service.ending = {"status": "failed", "final_assets": []}

    with pytest.raises(Rejected, match="could not remove"):
        driving.finish(build, driving.job(), watch)


@pytest.mark.parametrize(
    "ending",
    [
        {"status": "paused"},
        {"status": None},
        {"state": "done"},
        {"status": "done"},
        {"status": "done", "final_assets": []},
        {"status": "done", "final_assets": ["a-1"]},
        {"status": "done", "final_assets": [{"asset_id": "a-1", "src": ""}]},
    ],
    ids=str,
)
def test_a_state_or_shape_that_is_not_known_is_an_error_and_no_loop(
    service: fake.AIHomeDesign, build: Build, watch: Watch, ending: dict[str, Any]
) -> None:
    service.ending = ending

    with pytest.raises(BadResponse) as caught:
        driving.finish(build, driving.job(), watch)

    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    "told",
    [
        {"order_id": "o"},
        {"order_id": "o", "assets": [{"id": "a"}]},
        {"order_id": "o", "assets": ["a", "b"]},
        {"assets": [{"id": "a"}, {"id": "b"}]},
        {"order_id": "../x", "assets": [{"id": "a"}, {"id": "b"}]},
    ],
    ids=str,
)
def test_an_order_without_its_parts_is_a_bad_response(
    service: fake.AIHomeDesign, build: Build, watch: Watch, told: dict[str, Any]
) -> None:
    service.at("POST", "/v3/order", say(Reply(201, json={"data": told})))

    with pytest.raises(BadResponse):
        build().start(driving.job(), watch)


def test_looking_again_after_a_lost_answer_finds_the_process_in_its_order(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    submitting = driving.until_pending_at(build, driving.job(), watch, "submit")
    service.at("POST", "/v3/process", work_then_hang_up)
    with pytest.raises(Unavailable):
        build().resume(driving.job(), submitting.remote, watch)

    found = build().look_again(submitting.remote, watch)

    assert isinstance(found, Pending)
    assert found.remote["process_id"] == "proc-1"
    assert isinstance(build().look_again(found.remote, watch), Pending)
    assert isinstance(build().look_again(found.remote, watch), Done)
    assert service.bills == 1


def test_looking_again_proves_nothing_where_there_is_no_process(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    submitting = driving.until_pending_at(build, driving.job(), watch, "submit")
    service.at("POST", "/v3/process", drop_after_reading)
    with pytest.raises(Unavailable):
        build().resume(driving.job(), submitting.remote, watch)

    assert build().look_again(submitting.remote, watch) is None
    assert build().look_again({**submitting.remote, "process_id": "proc-9"}, watch) is None
    assert build().look_again({"version": "v3"}, watch) is None


@pytest.mark.parametrize(
    ("status", "key", "kind"),
    [(422, "api_error_asset_map", Rejected), (403, "api_error_plan", NotAuthorised), (404, "api_error_x", Rejected)],
)
def test_each_documented_refusal_has_its_kind(
    service: fake.AIHomeDesign, build: Build, watch: Watch, status: int, key: str, kind: type[Exception]
) -> None:
    service.at("POST", "/v3/process", say(Reply(status, json={"error": "no", "key": key})))

    with pytest.raises(kind):
        driving.finish(build, driving.job(), watch)


def test_orders_are_not_opened_by_id_in_v3(service: fake.AIHomeDesign, build: Build, watch: Watch) -> None:
    with pytest.raises(Unsupported, match="v1"):
        build().open_order("ord-1", watch)

    assert service.seen == []


def test_an_account_of_v1_does_not_keep_v3_from_sending_the_photo(
    service: fake.AIHomeDesign, build: Build, watch: Watch
) -> None:
    driving.finish(build, driving.job(account={"order_id": "of-v1", "image_id": "i"}), watch)

    assert len(service.calls("POST", "/v3/order")) == 1
