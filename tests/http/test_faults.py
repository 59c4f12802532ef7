"""Services that fail: what is certain about a bill, and that nothing is waited for or stored without end."""

from __future__ import annotations

import gzip
import socket

import pytest

from editor.http import AnswerLost, Call, Door, DoorError, Net, NotSent, TooLarge
from tests.fakes import misbehaviours as ways
from tests.fakes.server import Exchange, Misbehaviour, Reply, Service

SOON = 0.4


def test_a_name_that_does_not_resolve_was_certainly_not_asked() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror("no such name")

    with pytest.raises(NotSent):
        Door("https://gone.example", net=Net(resolve=resolve)).request("POST", "/erase", json={})


def test_a_name_server_that_never_answers_is_not_waited_for(service: Service) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        service.closing.wait(30)
        return []

    with pytest.raises(NotSent, match="in time"):
        Door("https://slow.example", net=Net(resolve=resolve)).request("POST", "/erase", json={}, seconds=SOON)


def test_a_refused_connection_was_certainly_not_asked() -> None:
    with Service() as service:
        url = service.url
    with pytest.raises(NotSent):
        Door(url).request("POST", "/erase", json={})


@pytest.mark.parametrize("way", [ways.drop_before_reading, ways.drop_after_reading, ways.break_off])
def test_a_connection_that_drops_leaves_the_outcome_open(way: Misbehaviour, door: Door, service: Service) -> None:
    service.misbehave(way)

    with pytest.raises(AnswerLost):
        door.request("POST", "/erase", files=[("image", ("photo.png", b"x" * 3_000_000, "image/png"))])


@pytest.mark.parametrize("way", [ways.silence, ways.drip_body, ways.drip_headers])
def test_a_slow_drip_ends_at_the_deadline(way: Misbehaviour, door: Door, service: Service) -> None:
    service.misbehave(way)

    with pytest.raises(AnswerLost, match="deadline"):
        door.request("POST", "/erase", json={}, seconds=SOON)


def test_an_upload_nobody_reads_ends_at_the_deadline(door: Door, service: Service) -> None:
    def ignore(exchange: Exchange) -> None:
        exchange.pause(30)

    service.misbehave(ignore)

    with pytest.raises(AnswerLost, match="deadline"):
        door.request("POST", "/erase", files=[("image", ("p.png", bytes(64 * 2**20), "image/png"))], seconds=SOON)


def test_an_answer_given_before_the_upload_is_read_is_heard(door: Door, service: Service) -> None:
    """A service may refuse a large request early; its reason is worth more than "connection lost"."""

    def refuse_early(exchange: Exchange) -> None:
        exchange.reply(Reply(413, json={"error": "too large"}))
        exchange.read()

    service.misbehave(refuse_early)

    assert door.request("POST", "/erase", files=[("image", ("p.png", bytes(2**20), "image/png"))]).status == 413


@pytest.mark.parametrize("way", [ways.endless, ways.zip_bomb(50_000_000)])
def test_an_answer_without_end_stops_at_the_cap(way: Misbehaviour, door: Door, service: Service) -> None:
    service.misbehave(way)

    with pytest.raises(TooLarge):
        door.request("POST", "/erase", json={}, max_bytes=1_000_000)


def test_a_length_that_understates_is_all_that_is_read(door: Door, service: Service) -> None:
    service.misbehave(ways.understate_length)

    assert door.request("GET", "/").content == b"x" * 10


def test_an_answer_as_large_as_the_cap_is_taken(door: Door, service: Service) -> None:
    for headers, content in [({}, b"x" * 1000), ({"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1000))]:
        service.misbehave(ways.say(Reply(content=content, headers=headers)))
        assert door.request("GET", "/", max_bytes=1000).content == b"x" * 1000

        service.misbehave(ways.say(Reply(content=content, headers=headers)))
        with pytest.raises(TooLarge):
            door.request("GET", "/", max_bytes=999)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("gzip", b"not gzip"), ("gzip", gzip.compress(bytes(10_000))[:-12]), ("br", b"x"), ("gzip, gzip", b"x")],
)
def test_an_answer_that_cannot_be_unpacked_is_lost(encoding: str, content: bytes, door: Door, service: Service) -> None:
    service.misbehave(ways.say(Reply(content=content, headers={"Content-Encoding": encoding})))

    with pytest.raises(AnswerLost):
        door.request("GET", "/")


def test_something_other_than_http_is_a_lost_answer(door: Door, service: Service) -> None:
    def speak_nonsense(exchange: Exchange) -> None:
        exchange.read()
        exchange.send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    service.misbehave(speak_nonsense)

    with pytest.raises(AnswerLost):
        door.request("GET", "/")


def test_every_failure_is_recorded_with_its_reason(door: Door, service: Service, calls: list[Call]) -> None:
    service.misbehave(ways.drop_after_reading, ways.endless)

    for _ in range(2):
        with pytest.raises(DoorError):
            door.request("POST", "/erase", json={"seed": 5}, max_bytes=1000)

    assert [call.error.partition(":")[0] for call in calls] == ["AnswerLost", "TooLarge"]
    assert [(call.method, call.url, call.status) for call in calls] == [("POST", f"{service.url}/erase", None)] * 2
    assert calls[0].request == '{"seed": 5}'
