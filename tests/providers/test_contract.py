"""The promises every provider behind HTTP keeps, whatever its service is like."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pytest

from editor.providers.base import (
    BadResponse,
    Done,
    Job,
    NotAuthorised,
    OutOfCredit,
    Pending,
    ProviderError,
    RateLimited,
    Step,
    Unavailable,
    Unsupported,
)
from editor.providers.registry import PROVIDERS
from editor.providers.service import Service
from tests.fakes.erasing import KEY, Eraser, work_then_hang_up
from tests.fakes.misbehaviours import break_off, drip_body, drop_after_reading, drop_before_reading, say
from tests.fakes.server import Reply
from tests.providers import driving
from tests.providers.driving import Watch
from tests.providers.table import ENTRIES, Entry

HTML = Reply(content=b"<html><h1>We will be back soon</h1></html>", headers={"Content-Type": "text/html"})
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass
class Office:
    """A provider, its stand-in, and what was recorded."""

    entry: Entry
    fake: Eraser
    watch: Watch = field(default_factory=Watch)

    def build(self, changed: Mapping[str, str] = NOTHING) -> Service:
        return self.entry.provider({**self.entry.config(self.fake), **changed})

    def job(self) -> Job:
        return driving.job(publish=self.entry.publish(self.fake) if self.entry.publish else None)

    def send(self, changed: Mapping[str, str] = NOTHING, *, patience: int = 0) -> Done:
        return driving.finish(lambda: self.build(changed), self.job(), self.watch, patience=patience)

    def refusal(self, changed: Mapping[str, str] = NOTHING) -> ProviderError:
        with pytest.raises(ProviderError) as caught:
            self.send(changed)
        assert caught.value.sentence.endswith((".", "!"))
        return caught.value

    def bill_with(self, *ways: Callable[..., None]) -> None:
        self.fake.at(*self.entry.billing, *ways)


def _offices(entries: list[Entry]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("office", entries, ids=[entry.name for entry in entries], indirect=True)


every = _offices(list(ENTRIES))
with_a_key = _offices([entry for entry in ENTRIES if entry.key])
with_credit = _offices([entry for entry in ENTRIES if entry.out_of_credit])
polled = _offices([entry for entry in ENTRIES if entry.poll])
paid = _offices([entry for entry in ENTRIES if not entry.free])


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    entry: Entry = request.param
    with entry.fake() as fake:
        yield Office(entry, fake)


@every
def test_dana_gets_her_picture_back_with_the_masked_part_filled(office: Office) -> None:
    done = office.send()

    (result,) = done.results
    picture = np.asarray(driving.fetched(office.build(), result, office.watch)).astype(int)
    before = np.asarray(driving.photo()).astype(int)
    inside = np.asarray(driving.mask()) > 0
    assert picture.shape == before.shape
    assert np.ptp(picture[inside], axis=0).max() <= 3
    assert np.abs(picture[~inside] - before[~inside]).max() <= 3
    assert office.fake.refusals == []
    assert office.fake.bills == (0 if office.entry.free else 1)


@paid
def test_a_bill_comes_only_in_a_step_that_was_announced_and_with_its_only_call(office: Office) -> None:
    announced = not office.build().capabilities(office.entry.config(office.fake)).start_repeatable
    step: Step | None = None
    while not isinstance(step, Done):
        bills, calls = office.fake.bills, len(office.watch.calls)
        step = driving.next_step(office.build(), office.job(), step, office.watch)
        if office.fake.bills > bills:
            assert announced
            assert len(office.watch.calls) == calls + 1
        announced = isinstance(step, Pending) and not step.repeatable
    assert office.fake.bills == 1


@paid
@pytest.mark.parametrize("fault", [work_then_hang_up, drop_after_reading, drop_before_reading, break_off])
def test_a_lost_answer_to_the_call_that_bills_is_never_called_repeatable(
    office: Office, fault: Callable[..., None]
) -> None:
    office.bill_with(fault)

    error = office.refusal()

    assert isinstance(error, Unavailable)
    assert error.retry_after is None
    assert office.fake.bills == (fault is work_then_hang_up)


@paid
def test_a_service_that_drips_its_answer_to_the_call_that_bills_is_left_at_the_deadline(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "sending_seconds", 1.0)
    office.bill_with(drip_body)

    error = office.refusal()

    assert isinstance(error, Unavailable)
    assert error.retry_after is None


@paid
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_the_service_at_the_call_that_bills_is_not_repeated(office: Office, status: int) -> None:
    office.bill_with(say(Reply(status, json={"error": "internal"})))

    error = office.refusal()

    assert isinstance(error, Unavailable)
    assert error.retry_after is None


@paid
@pytest.mark.parametrize("reply", [HTML, Reply(json={}), Reply(json=[1]), Reply(json=None)], ids=str)
def test_an_answer_to_the_call_that_bills_that_says_nothing_is_a_bad_response(office: Office, reply: Reply) -> None:
    office.bill_with(say(reply))

    error = office.refusal()

    assert isinstance(error, BadResponse)
    assert error.retry_after is None


@polled
@pytest.mark.parametrize(
    "fault",
    [
        say(Reply(500, json={"error": "internal"})),
        say(Reply(503, content=b"busy")),
        say(Reply(429, json={"error": "slow down"}, headers={"Retry-After": "3"})),
        say(HTML),
        drop_after_reading,
        break_off,
    ],
    ids=["500", "503", "429", "html", "dropped", "cut"],
)
def test_a_poll_that_fails_is_made_again_and_the_picture_still_comes(
    office: Office, fault: Callable[..., None]
) -> None:
    assert office.entry.poll
    office.fake.at(*office.entry.poll, fault, fault)

    office.send(patience=2)

    assert office.fake.bills == (0 if office.entry.free else 1)


@polled
def test_a_poll_that_says_nothing_of_use_is_an_error_and_no_endless_loop(office: Office) -> None:
    assert office.entry.poll
    office.fake.at(*office.entry.poll, *[say(Reply(json={"weather": "fine"}))] * 100)

    assert isinstance(office.refusal(), BadResponse)


@with_a_key
def test_a_wrong_key_is_said_to_be_wrong_and_nothing_is_billed(office: Office) -> None:
    error = office.refusal({office.entry.key: "another-key"})

    assert isinstance(error, NotAuthorised)
    assert office.fake.bills == 0


@with_a_key
@pytest.mark.parametrize("status", [401, 403])
def test_being_turned_away_at_the_call_that_bills_means_the_key(office: Office, status: int) -> None:
    office.bill_with(say(Reply(status, json={"error": "no"})))

    assert isinstance(office.refusal(), NotAuthorised)


@with_credit
def test_an_empty_account_is_called_that(office: Office) -> None:
    assert office.entry.out_of_credit
    office.bill_with(say(office.entry.out_of_credit))

    error = office.refusal()

    assert isinstance(error, OutOfCredit)
    assert error.retry_after is None


@paid
def test_too_many_requests_are_made_again_when_the_service_says(office: Office) -> None:
    office.bill_with(say(Reply(429, json={"error": "too many"}, headers={"Retry-After": "17"})))

    error = office.refusal()

    assert isinstance(error, RateLimited)
    assert error.retry_after == 17.0


@paid
def test_too_many_requests_are_made_again_after_a_while_where_the_service_does_not_say_when(office: Office) -> None:
    office.bill_with(say(Reply(429, json={"error": "too many"})))

    error = office.refusal()

    assert isinstance(error, RateLimited)
    assert error.retry_after is not None
    assert 10 <= error.retry_after <= 600


@with_a_key
def test_a_key_with_the_newline_it_was_pasted_with_works(office: Office) -> None:
    office.send({office.entry.key: f"{KEY}\n"})


@with_a_key
@pytest.mark.parametrize(
    "key", [f"{KEY[:5]}\n{KEY[5:]}", f"{KEY}\u20ac", f"{KEY}\x07"], ids=["newline", "euro", "bell"]
)
def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(office: Office, key: str) -> None:
    error = office.refusal({office.entry.key: key})

    assert isinstance(error, NotAuthorised)
    assert error.retry_after is None
    assert KEY[5:] not in driving.all_texts(error)
    assert office.fake.seen == []


@with_a_key
@pytest.mark.parametrize("status", [200, 400, 401, 429, 500])
def test_a_key_that_the_service_echoes_stays_out_of_records_and_errors(office: Office, status: int) -> None:
    echo = {"error": f"the key {KEY} is no good", "message": KEY, "code": -1, "status": KEY}
    office.bill_with(say(Reply(status, json=echo)))

    error = office.refusal()

    assert KEY not in driving.all_texts(error)
    assert KEY not in repr(office.watch.calls)


@with_a_key
def test_no_record_of_a_job_that_went_well_holds_the_key_or_the_key_of_a_link(office: Office) -> None:
    done = office.send()

    kept = repr(office.watch.calls) + json.dumps(dict(done.raw)) + json.dumps(dict(done.account)) + done.reference
    assert KEY not in kept
    assert "only-who-has-the-link" not in kept


@with_a_key
def test_the_key_is_checked_for_free_or_it_is_said_that_it_cannot_be(office: Office) -> None:
    try:
        said = office.build().check_key(office.watch)
    except Unsupported as unsupported:
        said = unsupported.sentence
    else:
        with pytest.raises(NotAuthorised):
            office.build({office.entry.key: "another-key"}).check_key(office.watch)
    assert said.endswith(".")
    assert office.fake.bills == 0


@every
def test_nothing_is_asked_where_the_address_is_not_one(office: Office) -> None:
    error = office.refusal({office.entry.provider.base_url_setting: "https://api.example.com/v1"})

    assert error.retry_after is None
    assert office.fake.seen == []


@every
def test_a_setting_that_is_wrong_is_named_for_whoever_runs_the_server(office: Office) -> None:
    for setting in office.entry.provider.settings:
        if setting.kind != "text":
            assert setting.fault("perhaps")
            assert not setting.fault(setting.default)


@every
def test_a_provider_without_what_it_needs_names_the_settings(office: Office) -> None:
    needed = {setting.name for setting in office.entry.provider.settings if setting.required}

    assert set(office.entry.provider.missing_settings({})) == needed
    assert not office.entry.provider.missing_settings(office.entry.config(office.fake))


def test_every_provider_behind_http_has_a_row_here() -> None:
    behind_http = {slug for slug, provider in PROVIDERS.items() if issubclass(provider, Service)}

    assert {entry.provider.slug for entry in ENTRIES} == behind_http
