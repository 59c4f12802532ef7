"""Fetching a result from wherever a service says it lies; mallory may have told the service what to say."""

from __future__ import annotations

import socket

import pytest

from editor.http import AnswerLost, BadAnswer, Call, Door, Forbidden, Net, TooLarge
from tests.fakes import misbehaviours as ways
from tests.fakes.server import Reply, Service
from tests.http.conftest import KEY

PUBLIC = "93.184.215.14"


@pytest.fixture
def trusting(service: Service, elsewhere: Service, calls: list[Call]) -> Door:
    """A Door whose settings name `elsewhere` as a host that results may come from."""
    return Door(service.url, credentials={"x-api-key": KEY}, trusted_hosts=[elsewhere.host], record=calls.append)


def test_a_result_comes_without_any_credential_being_sent(trusting: Door, elsewhere: Service) -> None:
    assert trusting.fetch_result(f"{elsewhere.url}/result.png?sig=abc") == b"picture"

    (seen,) = elsewhere.seen
    assert seen.query == {"sig": ["abc"]}
    assert "x-api-key" not in seen.headers
    assert KEY not in repr(seen)


def test_not_even_the_service_itself_gets_the_key_with_a_result(door: Door, service: Service) -> None:
    door.fetch_result(f"{service.url}/result.png")

    assert KEY not in repr(service.seen)


@pytest.mark.parametrize(
    "address", ["http://{host}/", "https://{host}/", "http://localhost:{port}/", "http://[::1]:{port}/"]
)
def test_a_result_on_this_machine_is_refused_unless_trusted(address: str, door: Door, elsewhere: Service) -> None:
    with pytest.raises(Forbidden):
        door.fetch_result(address.format(host=elsewhere.host, port=elsewhere.port))
    assert elsewhere.seen == []


@pytest.mark.parametrize("number", ["2130706433", "0x7f.1", "127.1"])
def test_loopback_in_other_spellings_is_loopback(number: str, door: Door, elsewhere: Service) -> None:
    with pytest.raises(Forbidden):
        door.fetch_result(f"https://{number}:{elsewhere.port}/")
    assert elsewhere.seen == []


@pytest.mark.parametrize("url", ["", "result.png", "ftp://example.com/a", "file:///etc/passwd", "https://", "\x00"])
def test_what_is_not_a_web_address_is_refused(url: str, door: Door) -> None:
    with pytest.raises(Forbidden):
        door.fetch_result(url)


def test_plain_http_is_refused_even_where_public(door: Door) -> None:
    with pytest.raises(Forbidden, match="https only"):
        door.fetch_result("http://example.com/result.png")


def test_a_name_with_one_private_address_is_refused(service: Service) -> None:
    connected: list[str] = []

    def connect(address: str, _port: int, _seconds: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    net = Net(resolve=lambda *_: [PUBLIC, "10.0.0.1"], connect=connect)

    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        Door(service.url, net=net).fetch_result("https://mallory.example/result.png")
    assert connected == []


def test_three_redirects_are_followed(trusting: Door, elsewhere: Service) -> None:
    elsewhere.misbehave(ways.redirect("/b", 301), ways.redirect("c?d=1", 307), ways.redirect(f"{elsewhere.url}/e", 308))

    assert trusting.fetch_result(f"{elsewhere.url}/a") == b"picture"
    assert [seen.path for seen in elsewhere.seen] == ["/a", "/b", "/c", "/e"]


def test_a_fourth_is_not(trusting: Door, elsewhere: Service) -> None:
    elsewhere.misbehave(*[ways.redirect("/again")] * 4)

    with pytest.raises(Forbidden, match="more than 3"):
        trusting.fetch_result(f"{elsewhere.url}/a")
    assert len(elsewhere.seen) == 4


@pytest.mark.parametrize("target", ["{own}/admin", "http://169.254.169.254/latest/", "https://10.0.0.1/", "file:///x"])
def test_a_redirect_to_a_private_place_is_refused(target: str, trusting: Door, elsewhere: Service) -> None:
    with Service(lambda _: Reply(content=b"secret")) as own:
        elsewhere.misbehave(ways.redirect(target.format(own=own.url)))

        with pytest.raises(Forbidden):
            trusting.fetch_result(f"{elsewhere.url}/a")
        assert own.seen == []


def test_an_expired_link_tells_its_status(trusting: Door, elsewhere: Service) -> None:
    elsewhere.misbehave(ways.say(Reply(404, content=b"gone")))

    with pytest.raises(BadAnswer) as caught:
        trusting.fetch_result(f"{elsewhere.url}/a")
    assert caught.value.status == 404


def test_a_result_without_end_stops_at_the_cap(trusting: Door, elsewhere: Service) -> None:
    elsewhere.misbehave(ways.endless)

    with pytest.raises(TooLarge):
        trusting.fetch_result(f"{elsewhere.url}/a", max_bytes=500_000)


def test_a_dripping_result_stops_at_the_deadline_of_all_its_redirects(trusting: Door, elsewhere: Service) -> None:
    elsewhere.misbehave(ways.redirect("/b"), ways.drip_body)

    with pytest.raises(AnswerLost):
        trusting.fetch_result(f"{elsewhere.url}/a", seconds=0.4)


def test_every_hop_is_recorded_without_the_links_key(trusting: Door, elsewhere: Service, calls: list[Call]) -> None:
    elsewhere.misbehave(ways.redirect("/b?X-Amz-Signature=topsecret"))

    trusting.fetch_result(f"{elsewhere.url}/a?sig=topsecret#part")

    assert [(call.url, call.status) for call in calls] == [
        (f"{elsewhere.url}/a?sig=…", 302),
        (f"{elsewhere.url}/b?X-Amz-Signature=…", 200),
    ]
    assert "topsecret" not in repr(calls)
