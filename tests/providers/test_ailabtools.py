"""AILabTools: four services, two forms of answers, and a 429 that may mean either of two things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from editor.providers.ailabtools import ENDPOINTS, AILabTools
from editor.providers.ailabtools_codes import CODES
from editor.providers.base import (
    BadResponse,
    NotAuthorised,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Rejected,
    Unavailable,
    Unsupported,
)
from tests.fakes import ailabtools as fake
from tests.fakes.erasing import KEY
from tests.fakes.misbehaviours import say
from tests.fakes.server import Part, Reply
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., AILabTools]
ERASE = ("POST", fake.EDITING)
ADVANCED = "remove-objects-advanced"

DOCUMENTED = """
400 ERROR_PARAMETERS MISSING_PARAMETERS ERROR_INVALID_PARAMETER PARAMETERS_CANNOT_EMPTY ERROR_INVALID_URL
400 ERROR_UNSUPPORTED_RESPONSE_FORMAT ERROR_INVALID_OUTPUT_FORMAT ERROR_MISSING_OUTPUT_FORMAT
400 UNSUPPORTED_PARAMETER_VALUES ERROR_INVALID_PARAMETER_FORMAT ERROR_PARAMETER_CONVERSION_FAILED
400 ERROR_MASK_IMAGE_RESOLUTION_MISMATCH
401 ERROR_USER_NOT_EXISTS ERROR_APPLICATIONS_NOT_EXISTS
403 ERROR_USER_LOCKED ERROR_ILLEGAL_OPERATION
404 ERROR_AI_NOT_EXISTS ERROR_FILE_NOT_FOUND ERROR_CONTENT_NOT_FOUND ERROR_RESOURCE_NOT_FOUND
406 ERROR_INVALID_RESPONSE_FORMAT
409 ERROR_RESOURCE_IN_USE ERROR_TASK_CONFLICT ERROR_TASK_STOPPED_PROCESSING ERROR_TASK_REVOCATION_FAILED
409 ERROR_DATA_ALREADY_EXISTS
410 ERROR_TASK_REVOKED ERROR_RESOURCE_RECLAIMED
413 ERROR_TOO_MANY_FILES FILE_SIZE_EXCEEDS_LIMIT FILE_RESOLUTION_EXCEEDS_LIMITS ERROR_HIGH_RESOLUTION
413 ERROR_REQUEST_BODY_TOO_LARGE
415 UNSUPPORTED_FILE_TYPES ERROR_UNSUPPORTED_GRAYSCALE_IMAGE
422 FILE_DECODING_FAILURE ERROR_ILLEGAL_FILE ERROR_INVALID_FILE ERROR_LOW_RESOLUTION
422 FILE_CONTENT_NON_COMPLIANCE ERROR_CONTENT_NON_COMPLIANCE ERROR_CONTENT_TOO_LONG ERROR_INCORRECT_FILE_COUNT
429 ERROR_NOT_ENOUGH_CREDITS EXCEEDING_LIMITS ERROR_BATCH_TASK_LIMIT_EXCEEDED ERROR_DATABASE_LIMIT_EXCEEDED
500 PROCESSING_FAILURE ERROR_RESPONSE_BODY_TOO_LARGE UNKNOWN_ERROR SERVICE_INTERNAL_ERROR
501 ERROR_IMAGE_STORAGE_NOT_SUPPORTED
502 ERROR_FILE_DOWNLOAD_FAILED ERROR_FILE_UPLOAD_FAILED ERROR_DATA_TRANSFER_FAILED FILE_SERVICE_ERROR
502 AI_SERVICE_ERROR AI_SERVICE_INTERNAL_ERROR AI_SERVICE_UNAUTHORIZED AI_SERVICE_NOT_FOUND ERROR_GATEWAY
503 ERROR_INSUFFICIENT_RESOURCES ERROR_RESOURCE_IN_TRANSIT ERROR_RESOURCE_UNAVAILABLE
503 AI_SERVICE_FLOW_RESTRICTION
504 ERROR_FILE_DOWNLOAD_TIMEOUT AI_SERVICE_TIMEOUT
"""
"""Status and names, as the service's page lists them, without those about faces, groups and videos."""


@pytest.fixture
def service() -> Iterator[fake.AILabTools]:
    with fake.AILabTools() as running:
        yield running


@pytest.fixture
def build(service: fake.AILabTools) -> Build:
    def make(endpoint: str = "remove-objects", **changed: str) -> AILabTools:
        base = {"AILABTOOLS_BASE_URL": service.url, "AILABTOOLS_API_KEY": KEY}
        return AILabTools({**base, "AILABTOOLS_ENDPOINT": endpoint, **changed})

    return make


def parts_of(service: fake.AILabTools) -> dict[str, Part]:
    (seen,) = service.calls(*ERASE)
    return {part.name: part for part in seen.form()}


def failure(service: fake.AILabTools, build: Build, watch: Watch, reply: Reply) -> ProviderError:
    service.at(*ERASE, say(reply))
    with pytest.raises(ProviderError) as caught:
        build().start(driving.job(), watch)
    return caught.value


@pytest.mark.parametrize(
    ("endpoint", "price"), [("remove-objects", 5), ("remove-objects-pro", 35), (ADVANCED, 20), ("image-erase", 10)]
)
@pytest.mark.parametrize("older_form", [True, False])
def test_each_service_is_one_call_with_its_price(
    service: fake.AILabTools, build: Build, watch: Watch, endpoint: str, price: int, older_form: bool
) -> None:
    service.older_form = older_form

    done = build(endpoint).start(driving.job(), watch)

    assert watch.asked() == [("POST", f"/api/image/editing/{endpoint}")]
    assert done.credits == price
    assert service.balance == 2_000 - price
    assert done.reference == "req-1"
    assert driving.fetched(build(), done.results[0], watch).size == driving.SIZE


@pytest.mark.parametrize(
    ("endpoint", "mask_field"),
    [("remove-objects", "mask"), ("remove-objects-pro", "mask"), ("image-erase", "user_mask")],
)
def test_picture_and_mask_go_as_files_and_nothing_else(
    service: fake.AILabTools, build: Build, watch: Watch, endpoint: str, mask_field: str
) -> None:
    job = driving.job(kind="JPEG")

    build(endpoint).start(job, watch)

    parts = parts_of(service)
    assert set(parts) == {"image", mask_field}
    assert (parts["image"].content, parts["image"].media_type) == job.encoded[0]
    with Image.open(BytesIO(parts[mask_field].content)) as mask:
        assert (mask.format, mask.mode, mask.size) == ("PNG", "L", driving.SIZE)
        assert mask.tobytes() == driving.mask().tobytes()
        assert "icc_profile" not in mask.info


def test_the_advanced_service_gets_its_settings_and_the_jobs_seed(
    service: fake.AILabTools, build: Build, watch: Watch
) -> None:
    done = build(ADVANCED, AILABTOOLS_STEPS="12", AILABTOOLS_STRENGTH="0.5", AILABTOOLS_QUALITY="H").start(
        driving.job(seed=2**31 + 9), watch
    )

    sent = {name: part.text for name, part in parts_of(service).items() if not part.filename}
    assert sent == {
        "steps": "12",
        "strength": "0.5",
        "scale": "7",
        "seed": "9",
        "dilate_size": "15",
        "quality": "H",
    }
    assert done.seed == 9


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AILABTOOLS_STRENGTH", "0.05"),
        ("AILABTOOLS_STRENGTH", "1.1"),
        ("AILABTOOLS_SCALE", "21"),
        ("AILABTOOLS_STEPS", "0"),
        ("AILABTOOLS_STEPS", "2.5"),
        ("AILABTOOLS_QUALITY", "best"),
        ("AILABTOOLS_DILATE_SIZE", "-1"),
    ],
)
def test_a_setting_out_of_the_services_range_sends_nothing(
    service: fake.AILabTools, build: Build, watch: Watch, name: str, value: str
) -> None:
    with pytest.raises(Unsupported) as caught:
        build(ADVANCED, **{name: value}).start(driving.job(), watch)

    assert name in caught.value.detail
    assert service.seen == []


def test_the_other_mask_colours_are_a_setting(service: fake.AILabTools, build: Build, watch: Watch) -> None:
    service.erases_black = True

    build(AILABTOOLS_MASK="black on white").start(driving.job(), watch)

    assert service.bills == 1


def test_the_limits_are_those_of_the_service_that_is_chosen() -> None:
    def facts(endpoint: str) -> Any:
        return AILabTools.capabilities({"AILABTOOLS_ENDPOINT": endpoint})

    assert {facts(name).max_side for name in ENDPOINTS} == {4_095}
    assert (facts("remove-objects").max_bytes, facts("image-erase").max_bytes) == (5_000_000, 3_000_000)
    assert (facts("remove-objects").min_side, facts(ADVANCED).min_side) == (1, 65)
    assert "bmp" in facts("remove-objects-pro").formats
    assert facts(ADVANCED).formats == ("png", "jpeg")
    assert [facts(name).status for name in ENDPOINTS] == ["current", "current", "current", "retired"]


def test_dana_is_told_when_the_retired_service_is_gone(service: fake.AILabTools, build: Build, watch: Watch) -> None:
    service.switched_off = {"image-erase"}

    with pytest.raises(Unsupported) as caught:
        build("image-erase").start(driving.job(), watch)

    assert "switched this service off" in caught.value.sentence
    assert "ERROR_AI_NOT_EXISTS" in caught.value.detail
    assert service.bills == 0


@pytest.mark.parametrize("older_form", [True, False])
def test_429_without_credits_is_an_empty_account_and_is_not_repeated(
    service: fake.AILabTools, build: Build, watch: Watch, older_form: bool
) -> None:
    service.balance, service.older_form = 4, older_form

    with pytest.raises(OutOfCredit) as caught:
        build().start(driving.job(), watch)

    assert caught.value.retry_after is None
    assert service.bills == 0


@pytest.mark.parametrize("older_form", [True, False])
@pytest.mark.parametrize(("headers", "wait"), [({}, 30.0), ({"Retry-After": "4"}, 4.0)])
def test_429_for_exceeding_limits_is_repeated_later(
    service: fake.AILabTools, build: Build, watch: Watch, older_form: bool, headers: dict[str, str], wait: float
) -> None:
    body = fake.said(429, "EXCEEDING_LIMITS", older_form=older_form)

    error = failure(service, build, watch, Reply(429, json=body, headers=headers))

    assert isinstance(error, RateLimited)
    assert error.retry_after == wait


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "ERROR_MASK_IMAGE_RESOLUTION_MISMATCH", Unsupported),
        (400, "ERROR_PARAMETERS", Rejected),
        (401, "ERROR_APPLICATIONS_NOT_EXISTS", NotAuthorised),
        (403, "ERROR_USER_LOCKED", NotAuthorised),
        (413, "FILE_SIZE_EXCEEDS_LIMIT", Unsupported),
        (415, "UNSUPPORTED_FILE_TYPES", Unsupported),
        (422, "FILE_CONTENT_NON_COMPLIANCE", Rejected),
        (429, "ERROR_NOT_ENOUGH_CREDITS", OutOfCredit),
        (500, "PROCESSING_FAILURE", Rejected),
        (500, "SERVICE_INTERNAL_ERROR", Unavailable),
        (502, "AI_SERVICE_UNAUTHORIZED", Unavailable),
        (503, "AI_SERVICE_FLOW_RESTRICTION", Unavailable),
        (504, "AI_SERVICE_TIMEOUT", Unavailable),
    ],
)
@pytest.mark.parametrize("form", ["older", "newer", "older with status 200"])
def test_an_error_means_the_same_in_every_form(
    service: fake.AILabTools, build: Build, watch: Watch, status: int, code: str, kind: type[ProviderError], form: str
) -> None:
    body = fake.said(status, code, older_form=form != "newer")

    error = failure(service, build, watch, Reply(200 if form.endswith("200") else status, json=body))

    assert type(error) is kind
    assert error.retry_after is None
    assert code in error.detail


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Rejected), (401, NotAuthorised), (402, OutOfCredit), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("form", ["older", "newer", "older with status 200"])
def test_a_name_that_is_not_known_means_what_its_status_says(
    service: fake.AILabTools, build: Build, watch: Watch, status: int, kind: type[ProviderError], form: str
) -> None:
    body = fake.said(status, "ERROR_NEVER_HEARD_OF", older_form=form != "newer")

    error = failure(service, build, watch, Reply(200 if form.endswith("200") else status, json=body))

    assert type(error) is kind


@pytest.mark.parametrize("detail", [None, [], "no", {"code": None}, {}])
def test_an_error_without_a_name_means_what_its_status_says(
    service: fake.AILabTools, build: Build, watch: Watch, detail: Any
) -> None:
    error = failure(service, build, watch, Reply(403, json={"error_detail": detail}))

    assert isinstance(error, NotAuthorised)


def test_every_name_in_the_services_table_is_known_and_fits_its_status() -> None:
    rows = [line.split() for line in DOCUMENTED.split("\n") if line]
    status_of = {name: int(status) for status, *names in rows for name in names}

    assert set(CODES) == set(status_of)
    for name, (kind, _sentence) in CODES.items():
        if status_of[name] in {401, 403}:
            assert kind is NotAuthorised, name
        elif status_of[name] == 429:
            assert kind in {OutOfCredit, RateLimited}, name
        elif status_of[name] >= 500 and name != "PROCESSING_FAILURE":
            assert kind is Unavailable, name
        else:
            assert kind in {Unsupported, Rejected}, name


@pytest.mark.parametrize("data", [None, [], {}, {"image_url": ""}, {"image_url": None}], ids=str)
def test_a_success_without_a_link_is_a_bad_response(
    service: fake.AILabTools, build: Build, watch: Watch, data: Any
) -> None:
    error = failure(service, build, watch, Reply(json={"request_id": "r", "error_code": 0, "data": data}))

    assert isinstance(error, BadResponse)


@pytest.mark.parametrize("pictures", [None, [], "aGk=", ["aGk=", "aGk="], [None], [""], ["<html>"]], ids=str)
def test_the_advanced_service_sends_exactly_one_picture(
    service: fake.AILabTools, build: Build, watch: Watch, pictures: Any
) -> None:
    service.at(*ERASE, say(Reply(json={"data": {"binary_data_base64": pictures}})))

    with pytest.raises(BadResponse):
        build(ADVANCED).start(driving.job(), watch)


def test_checking_the_key_tells_what_is_left(build: Build, watch: Watch) -> None:
    said = build("remove-objects-pro").check_key(watch)

    assert said == "AILabTools accepts the key: 2000 credits are left for remove-objects-pro."
    assert watch.asked() == [("GET", fake.CREDITS)]


@pytest.mark.parametrize("data", [None, {}, [], ["odd"], [{"unique_sign": "image_other", "balance": 3}]], ids=str)
def test_a_list_of_credits_without_this_service_still_means_that_the_key_works(
    service: fake.AILabTools, build: Build, watch: Watch, data: Any
) -> None:
    service.at("GET", fake.CREDITS, say(Reply(json={"error_code": 0, "data": data})))

    assert build().check_key(watch) == "AILabTools accepts the key, but lists no credits for remove-objects."


def test_checking_the_key_may_be_repeated_after_a_fault(service: fake.AILabTools, build: Build, watch: Watch) -> None:
    service.at("GET", fake.CREDITS, say(Reply(503, json=fake.said(503, "ERROR_RESOURCE_UNAVAILABLE"))))

    with pytest.raises(Unavailable) as caught:
        build().check_key(watch)

    assert caught.value.retry_after
