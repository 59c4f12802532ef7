"""AIThriving: one call that bills, and an answer that tells of failures with status 200."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from editor.providers.aithriving import AIThriving
from editor.providers.base import BadResponse, Done, Rejected, Unsupported
from tests.fakes import aithriving as fake
from tests.fakes.erasing import KEY
from tests.fakes.misbehaviours import say
from tests.fakes.server import Part, Reply
from tests.providers import driving
from tests.providers.driving import Watch

Build = Callable[..., AIThriving]
ERASE = ("POST", fake.ERASE)


@pytest.fixture
def service() -> Iterator[fake.AIThriving]:
    with fake.AIThriving() as running:
        yield running


@pytest.fixture
def build(service: fake.AIThriving) -> Build:
    def make(**changed: str) -> AIThriving:
        return AIThriving({"AITHRIVING_BASE_URL": service.url, "AITHRIVING_API_KEY": KEY, **changed})

    return make


def parts_of(service: fake.AIThriving) -> dict[str, Part]:
    (seen,) = service.calls(*ERASE)
    return {part.name: part for part in seen.form()}


def answer_with(service: fake.AIThriving, body: Any) -> None:
    service.at(*ERASE, say(Reply(json=body)))


def test_a_job_is_one_call_and_six_credits(service: fake.AIThriving, build: Build, watch: Watch) -> None:
    done = build().start(driving.job(), watch)

    assert isinstance(done, Done)
    assert watch.asked() == [ERASE]
    assert done.credits == 6.0
    assert service.bills == 1


def test_picture_and_mask_go_as_files_and_the_key_as_it_is(
    service: fake.AIThriving, build: Build, watch: Watch
) -> None:
    job = driving.job(kind="JPEG")

    build().start(job, watch)

    parts = parts_of(service)
    assert set(parts) == {"image", "mask", "seed", "output_format"}
    assert (parts["image"].content, parts["image"].media_type) == job.encoded[0]
    assert parts["image"].filename == "image.jpeg"
    assert parts["output_format"].text == "png"
    assert service.seen[0].headers["authorization"] == KEY
    with Image.open(BytesIO(parts["mask"].content)) as mask:
        assert (mask.format, mask.mode, mask.size) == ("PNG", "L", driving.SIZE)
        assert mask.tobytes() == driving.mask().tobytes()


def test_a_word_before_the_key_is_a_setting(service: fake.AIThriving, build: Build, watch: Watch) -> None:
    service.key = f"Bearer {KEY}"

    build(AITHRIVING_AUTH_PREFIX="Bearer").start(driving.job(), watch)

    assert service.bills == 1


def test_the_other_mask_colours_are_a_setting(service: fake.AIThriving, build: Build, watch: Watch) -> None:
    service.erases_black = True

    build(AITHRIVING_MASK="black on white").start(driving.job(), watch)

    assert service.bills == 1


@pytest.mark.parametrize("seed", [1, 7, 4_294_967_294])
def test_the_seed_is_sent_and_the_answered_one_is_kept(
    service: fake.AIThriving, build: Build, watch: Watch, seed: int
) -> None:
    done = build().start(driving.job(seed=seed), watch)

    assert parts_of(service)["seed"].text == str(seed)
    assert done.seed == seed


def test_seed_0_lets_the_service_choose_and_its_choice_is_kept(
    service: fake.AIThriving, build: Build, watch: Watch
) -> None:
    done = build().start(driving.job(seed=0), watch)

    assert parts_of(service)["seed"].text == "0"
    assert done.seed == fake.RANDOM_SEED


def test_a_seed_too_large_for_the_service_is_brought_into_its_range(
    service: fake.AIThriving, build: Build, watch: Watch
) -> None:
    build().start(driving.job(seed=2**63), watch)

    assert 0 <= int(parts_of(service)["seed"].text) <= 4_294_967_294
    assert service.refusals == []


def test_a_picture_with_a_data_url_before_it_is_read_too(service: fake.AIThriving, build: Build, watch: Watch) -> None:
    service.base64_prefix = "data:image/png;base64,"

    done = build().start(driving.job(), watch)

    assert driving.fetched(build(), done.results[0], watch).size == driving.SIZE


def test_dana_reads_why_the_service_declined_and_nothing_is_billed(
    service: fake.AIThriving, build: Build, watch: Watch
) -> None:
    service.declines = "content moderation"

    with pytest.raises(Rejected) as caught:
        build().start(driving.job(), watch)

    assert caught.value.sentence == "AIThriving could not remove this: content moderation."
    assert caught.value.retry_after is None
    assert service.bills == 0


@pytest.mark.parametrize("message", [None, "", 17, {"a": "b"}, "x" * 5_000, 'see "http://a/#b\\"'])
def test_a_reason_that_is_odd_still_makes_one_sentence(
    service: fake.AIThriving, build: Build, watch: Watch, message: Any
) -> None:
    answer_with(service, {"code": -1, "message": message})

    with pytest.raises(Rejected) as caught:
        build().start(driving.job(), watch)

    assert caught.value.sentence.endswith((".", "…"))
    assert len(caught.value.sentence) < 300


@pytest.mark.parametrize("code", [1, -2, "ok", 200])
def test_a_code_that_is_not_known_is_no_success(
    service: fake.AIThriving, build: Build, watch: Watch, code: Any
) -> None:
    answer_with(service, {"code": code, "message": "success", "data": {"image": "aGk=", "seed": 1}})

    with pytest.raises(BadResponse):
        build().start(driving.job(), watch)


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"seed": 1}, {"image": None}, {"image": ""}, {"image": "a"}, {"image": "<html>"}, {"image": "é"}],
    ids=str,
)
def test_a_success_without_a_picture_is_a_bad_response(
    service: fake.AIThriving, build: Build, watch: Watch, data: Any
) -> None:
    answer_with(service, {"code": 0, "message": "success", "data": data})

    with pytest.raises(BadResponse) as caught:
        build().start(driving.job(), watch)

    assert caught.value.retry_after is None


def test_a_picture_that_is_paid_for_is_kept_though_its_seed_is_missing(
    service: fake.AIThriving, build: Build, watch: Watch
) -> None:
    answer_with(service, {"code": 0, "message": "success", "data": {"image": b64encode(b"a picture").decode()}})

    done = build().start(driving.job(), watch)

    assert done.results[0].data == b"a picture"
    assert done.seed is None


def test_what_is_kept_of_the_answer_is_not_the_picture(build: Build, watch: Watch) -> None:
    done = build().start(driving.job(), watch)

    assert "success" in str(done.raw)
    assert len(str(done.raw)) < 500


def test_its_limits_are_settings() -> None:
    usual = AIThriving.capabilities({})
    changed = AIThriving.capabilities({"AITHRIVING_MAX_PIXELS": "5000", "AITHRIVING_MAX_MB": "2"})

    assert (usual.max_pixels, usual.max_bytes) == (9_437_184, 9 * 2**20)
    assert (changed.max_pixels, changed.max_bytes) == (5_000, 2 * 2**20)


def test_a_wrong_setting_leaves_the_facts_usual_and_the_job_unsent(
    service: fake.AIThriving, build: Build, watch: Watch
) -> None:
    assert AIThriving.capabilities({"AITHRIVING_MASK": "grey"}) == AIThriving.capabilities({})

    with pytest.raises(Unsupported) as caught:
        build(AITHRIVING_MASK="grey").start(driving.job(), watch)

    assert "AITHRIVING_MASK" in caught.value.detail
    assert service.seen == []
