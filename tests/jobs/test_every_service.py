"""One photo and one mask through every service: whatever its limits, the picture comes back whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor import jobs
from editor.actions.photos.pictures import open_picture
from editor.actions.photos.upload import upload_photo
from editor.actions.removals.again import look_again
from editor.actions.review.finalise import finalise
from editor.models import Order, RemoteOrder, Submission, User
from tests.asking import Box, advance_until_ended, ask, told, wait, worker_stays_dead
from tests.fakes.aihomedesign import AIHomeDesign as FakeAIHomeDesign
from tests.fakes.erasing import (
    Eraser,
    ResultForm,
    bomb,
    half_size,
    jpeg,
    no_image,
    truncated,
    work_then_hang_up,
    wrong_aspect,
)
from tests.fakes.misbehaviours import drop_after_reading, say
from tests.fakes.server import Reply
from tests.providers.table import ENTRIES, Entry

State = Submission.State
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Office:
    entry: Entry
    fake: Eraser

    @property
    def slug(self) -> str:
        return self.entry.provider.slug


def _offices(entries: list[Entry]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("office", entries, ids=[entry.name for entry in entries], indirect=True)


every = _offices(list(ENTRIES))
paid = _offices([entry for entry in ENTRIES if not entry.free])
polled = _offices([entry for entry in ENTRIES if entry.poll])
narrow = _offices([entry for entry in ENTRIES if entry.name in {"aithriving", "ailabtools"}])
narrowest = _offices([entry for entry in ENTRIES if entry.name == "ailabtools"])
bria = _offices([entry for entry in ENTRIES if entry.name == "bria"])
order_workflow = _offices([entry for entry in ENTRIES if entry.name == "aihomedesign"])


@pytest.fixture
def office(request: pytest.FixtureRequest, settings: Any, live_server: Any) -> Iterator[Office]:
    """Configured for this service alone; services that fetch photos reach this server."""
    entry: Entry = request.param
    with entry.fake() as fake:
        settings.PROVIDER_CONFIG = entry.config(fake)
        settings.PUBLIC_BASE_URL = live_server.url
        yield Office(entry, fake)


def photographed(dana: User, size: tuple[int, int], *, orientation: int | None = None) -> Order:
    """A photo with something in every pixel, taken in by the front door."""
    ramp = np.linspace(0, 255, size[0] * size[1], dtype=np.uint8).reshape(size[1], size[0])
    picture = Image.fromarray(np.stack([ramp, ramp[::-1], ramp[:, ::-1]], axis=2))
    out, exif = io.BytesIO(), Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    picture.save(out, "JPEG", quality=90, exif=exif)
    return upload_photo(actor=dana, file=out, name="kitchen.jpg")


def only_the_mask_changed(order: Order, submission: Submission, box: Box) -> None:
    assert submission.state == State.SUCCEEDED, (submission.error_sentence, submission.error_detail)
    assert submission.result is not None
    before = np.asarray(open_picture(order.revisions.get(number=0)))
    after = np.asarray(open_picture(submission.result))
    assert before.shape == after.shape
    inside = np.zeros(before.shape[:2], dtype=bool)
    inside[box[1] : box[3], box[0] : box[2]] = True
    assert (before[~inside] == after[~inside]).all()
    assert (before[inside] != after[inside]).any()


SHAPES: dict[str, tuple[tuple[int, int], Box]] = {
    "plain": ((900, 600), (300, 200, 420, 300)),
    "5 to 1": ((2000, 400), (900, 100, 1000, 300)),
    "at the border": ((800, 600), (0, 0, 90, 60)),
    "one pixel": ((700, 500), (350, 250, 351, 251)),
    "tiny photo": ((60, 40), (20, 10, 30, 20)),
}


@every
@pytest.mark.parametrize("shape", SHAPES)
def test_every_service_erases_every_shape(office: Office, dana: User, shape: str) -> None:
    size, box = SHAPES[shape]
    order = photographed(dana, size)
    submission = advance_until_ended(ask(order, office.slug, box))
    only_the_mask_changed(order, submission, box)
    assert office.fake.refusals == []
    assert office.fake.bills == (0 if office.entry.free else 1)
    assert submission.calls.count() == len(office.fake.seen)


@every
def test_a_photo_that_lies_on_its_side_comes_back_upright(office: Office, dana: User) -> None:
    order = photographed(dana, (800, 500), orientation=6)
    assert order.photo.size == (500, 800)
    box = (200, 300, 280, 420)
    only_the_mask_changed(order, advance_until_ended(ask(order, office.slug, box)), box)


@narrow
def test_a_large_mask_is_scaled_to_the_limits_and_back(office: Office, dana: User) -> None:
    order, box = photographed(dana, (4800, 2200)), (100, 100, 4700, 2100)
    only_the_mask_changed(order, advance_until_ended(ask(order, office.slug, box)), box)
    assert office.fake.refusals == []


@narrowest
def test_a_photo_of_48_megapixels_goes_through_three_megabytes(office: Office, dana: User, settings: Any) -> None:
    settings.PROVIDER_CONFIG |= {"AILABTOOLS_ENDPOINT": "image-erase"}
    order, box = photographed(dana, (8000, 6000)), (3000, 2000, 3800, 2600)
    only_the_mask_changed(order, advance_until_ended(ask(order, office.slug, box)), box)
    assert office.fake.refusals == []


@every
@pytest.mark.parametrize("form", [half_size, jpeg])
def test_a_result_of_another_kind_is_placed_all_the_same(office: Office, dana: User, form: ResultForm) -> None:
    office.fake.result_as = form
    order, box = photographed(dana, (900, 600)), (300, 200, 420, 300)
    only_the_mask_changed(order, advance_until_ended(ask(order, office.slug, box)), box)


@every
@pytest.mark.parametrize("form", [wrong_aspect, no_image, truncated, bomb])
def test_a_result_that_cannot_be_used_is_told_in_a_sentence(office: Office, order: Order, form: ResultForm) -> None:
    office.fake.result_as = form
    submission = advance_until_ended(ask(order, office.slug))
    assert submission.state == (State.FAILED if office.entry.free else State.OUTCOME_UNKNOWN)
    assert submission.error_code == "bad_response"
    assert submission.error_sentence.endswith(".")
    assert office.fake.bills <= 1
    order.refresh_from_db()
    assert order.head is not None
    assert order.head.is_original


@paid
@pytest.mark.parametrize("way", [drop_after_reading, work_then_hang_up, say(Reply(500)), say(Reply(503))])
def test_a_lost_answer_to_the_call_that_bills_is_never_asked_for_again(office: Office, order: Order, way: Any) -> None:
    office.fake.at(*office.entry.billing, way)
    submission = advance_until_ended(ask(order, office.slug))
    assert submission.state == State.OUTCOME_UNKNOWN
    wait(submission)
    worker_stays_dead(submission)
    assert jobs.advance(submission.pk) is None
    assert len([call for call in submission.calls.all() if call.method == office.entry.billing[0]]) >= 1
    assert office.fake.bills <= 1


@polled
@pytest.mark.parametrize("way", [drop_after_reading, say(Reply(500)), say(Reply(429))])
def test_a_poll_that_fails_is_asked_again(office: Office, order: Order, way: Any) -> None:
    assert office.entry.poll is not None
    office.fake.at(*office.entry.poll, way)
    submission = advance_until_ended(ask(order, office.slug))
    assert submission.state == State.SUCCEEDED, submission.error_detail
    assert office.fake.bills == 1


@every
def test_no_call_that_is_kept_tells_the_key(office: Office, order: Order) -> None:
    submission = advance_until_ended(ask(order, office.slug))
    kept = "".join(f"{call.url} {call.request} {call.response} {call.error}" for call in submission.calls.all())
    assert office.fake.key not in kept
    assert "only-who-has-the-link" not in kept
    assert "picture=" not in kept.replace("picture=…", "")


@bria
@pytest.mark.parametrize("made", Submission.MaskKind)
def test_bria_is_told_how_the_mask_was_made(office: Office, order: Order, made: Submission.MaskKind) -> None:
    submission = ask(order, office.slug)
    Submission.objects.filter(pk=submission.pk).update(mask_kind=made)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert office.fake.calls(*office.entry.billing)[0].json()["mask_type"] == made


@order_workflow
def test_what_was_lost_at_the_submit_is_found_by_looking_again(office: Office, order: Order) -> None:
    office.fake.at(*office.entry.billing, work_then_hang_up)
    submission = advance_until_ended(ask(order, office.slug))
    assert submission.state == State.OUTCOME_UNKNOWN
    fake = office.fake
    assert isinstance(fake, FakeAIHomeDesign)
    for remote in fake.orders.values():
        remote.hidden = 0
    look_again(actor=order.owner, submission=submission)
    assert advance_until_ended(submission).state == State.SUCCEEDED
    assert fake.bills == 1


@order_workflow
def test_a_second_round_goes_on_in_the_same_order_and_finalising_closes_it_there(office: Office, order: Order) -> None:
    fake = office.fake
    assert isinstance(fake, FakeAIHomeDesign)
    advance_until_ended(ask(order, office.slug, (10, 20, 40, 60)))
    second = advance_until_ended(ask(order, office.slug, (70, 20, 110, 60)))
    assert second.state == State.SUCCEEDED, second.error_detail
    assert len(fake.orders) == 1
    assert second.result is not None
    finalise(actor=order.owner, order=order, revision=second.result)
    (remote,) = RemoteOrder.objects.filter(order=order)
    assert remote.state == RemoteOrder.State.DUE
    jobs.close(remote.pk)
    remote.refresh_from_db()
    assert remote.state == RemoteOrder.State.CLOSED
    assert [each.done for each in fake.orders.values()] == [remote.closing["image_id"]]
    assert told(order)[-2:] == ["finalised", "closed_remote"]


@order_workflow
def test_after_stepping_back_the_photo_is_sent_anew(office: Office, order: Order) -> None:
    fake = office.fake
    assert isinstance(fake, FakeAIHomeDesign)
    advance_until_ended(ask(order, office.slug))
    advance_until_ended(ask(order, office.slug, parent=order.revisions.get(number=0)))
    assert len(fake.orders) == 2
