"""Asking a service: what arrives there, what comes back, and where its key goes."""

from __future__ import annotations

import logging
import socket

import pytest

from editor.http import Answer, BadAnswer, BadCredential, Call, Door, Forbidden, Net
from tests.fakes.misbehaviours import redirect, say
from tests.fakes.server import Reply, Service
from tests.http.conftest import KEY


def test_json_arrives_with_the_key_and_the_answer_comes_back(door: Door, service: Service) -> None:
    answer = door.request("POST", "/v2/erase", json={"image": "aGVsbG8="})

    assert answer.status == 200
    assert answer.json()["path"] == "/v2/erase"
    (seen,) = service.seen
    assert seen.json() == {"image": "aGVsbG8="}
    assert seen.headers["x-api-key"] == KEY
    assert seen.headers["host"] == service.host
    assert seen.headers["user-agent"] == "Eraser"


def test_a_form_keeps_the_order_of_its_files_and_repeats_fields(door: Door, service: Service) -> None:
    door.request(
        "POST",
        "/order",
        data={"role": ["primary_angle", "mask"]},
        files=[("asset", ("photo.png", b"\x89PNG", "image/png")), ("asset", ("mask.png", b"\x89MASK", "image/png"))],
    )

    parts = service.seen[0].form()
    assert [(part.name, part.filename, part.content) for part in parts] == [
        ("role", None, b"primary_angle"),
        ("role", None, b"mask"),
        ("asset", "photo.png", b"\x89PNG"),
        ("asset", "mask.png", b"\x89MASK"),
    ]


def test_a_form_without_files_is_urlencoded(door: Door, service: Service) -> None:
    door.request("POST", "/order/done", data={"order_id": "5", "image_id": "a&b"})

    assert service.seen[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert service.seen[0].fields() == {"order_id": "5", "image_id": "a&b"}


def test_a_query_and_headers_of_one_request_arrive(door: Door, service: Service) -> None:
    door.request("GET", "/credits", params={"page": "2"}, headers={"prefer": " wait=5\n", "accept": "image/png"})

    assert service.seen[0].query == {"page": ["2"]}
    assert service.seen[0].headers["accept"] == "image/png"
    assert service.seen[0].headers["prefer"] == "wait=5"


def test_a_refusal_of_the_service_is_an_answer_too(door: Door, service: Service) -> None:
    service.misbehave(say(Reply(429, json={"error": "slow down"}, headers={"Retry-After": "7"})))

    answer = door.request("GET", "/status")

    assert (answer.status, answer.retry_after) == (429, 7.0)


def test_html_in_place_of_json_says_so(door: Door, service: Service) -> None:
    service.misbehave(say(Reply(502, content=b"<html>Bad gateway</html>", headers={"Content-Type": "text/html"})))

    answer = door.request("GET", "/status")

    with pytest.raises(BadAnswer) as caught:
        answer.json()
    assert caught.value.status == 502


def test_json_nested_beyond_reason_is_no_json() -> None:
    with pytest.raises(BadAnswer):
        Answer(200, {}, b"[" * 200_000).json()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", None),
        ("soon", None),
        ("-3", None),
        ("2.5", None),
        ("120", 120.0),
        ("9" * 400, 86_400.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 9015 07:28:00 GMT", 86_400.0),
    ],
)
def test_retry_after_is_understood_in_both_forms_and_bounded(value: str, seconds: float | None) -> None:
    assert Answer(429, {"retry-after": value}, b"").retry_after == seconds


def test_a_redirect_of_a_service_is_not_followed(door: Door, service: Service, elsewhere: Service) -> None:
    service.misbehave(redirect(elsewhere.url))

    assert door.request("POST", "/erase", json={}).status == 302
    assert elsewhere.seen == []


def test_a_status_url_at_the_services_own_origin_is_asked(door: Door, service: Service) -> None:
    assert door.request("GET", f"{service.url}/v2/status/7").status == 200
    assert service.seen[0].headers["x-api-key"] == KEY


def test_a_status_url_elsewhere_never_gets_the_key(door: Door, service: Service, elsewhere: Service) -> None:
    off_origin = [
        f"{elsewhere.url}/v2/status/7",
        f"https://{service.host}/v2/status/7",
        f"http://localhost:{service.port}/v2/status/7",
        f"http://{service.host}@{elsewhere.host}/",
        f"http://{elsewhere.host}@{service.host}/",
        f"{elsewhere.host}/",
        f"@{elsewhere.host}/",
        "file:///etc/passwd",
        "",
    ]
    for url in off_origin:
        with pytest.raises(Forbidden):
            door.request("GET", url)
    assert elsewhere.seen == []
    assert service.seen == []


def test_a_path_of_two_slashes_stays_at_the_service(door: Door, service: Service, elsewhere: Service) -> None:
    door.request("GET", f"//{elsewhere.host}/status")

    assert elsewhere.seen == []
    assert service.seen[0].path.endswith("/status")


def test_a_header_that_cannot_be_sent_stops_the_request_without_being_quoted(door: Door, service: Service) -> None:
    with pytest.raises(BadCredential) as caught:
        door.request("GET", "/", headers={"prefer": "secret\nx-injected: 1"})
    assert "secret" not in str(caught.value)
    assert service.seen == []


def test_a_key_with_a_trailing_newline_arrives_without_it(service: Service) -> None:
    Door(service.url, credentials={"x-api-key": f"{KEY}\n"}).request("GET", "/")

    assert service.seen[0].headers["x-api-key"] == KEY


def test_a_name_is_resolved_once_and_that_address_is_asked_under_the_name(service: Service) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    door = Door(f"http://Service.test:{service.port}", net=Net(resolve=resolve))
    door.request("GET", "/")

    assert asked == ["service.test"]
    assert service.seen[0].headers["host"] == f"service.test:{service.port}"


def test_the_second_address_is_asked_where_the_first_refuses(service: Service) -> None:
    def connect(address: str, port: int, seconds: float) -> socket.socket:
        if address != "127.0.0.1":
            raise ConnectionRefusedError
        return socket.create_connection((address, port), seconds)

    net = Net(resolve=lambda *_: ["192.168.0.9", "127.0.0.1"], connect=connect)

    assert Door(f"http://service.test:{service.port}", net=net).request("GET", "/").status == 200


def test_an_answer_is_kept_even_when_it_cannot_be_recorded(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Call) -> None:
        raise OSError("disk full")

    with caplog.at_level(logging.ERROR):
        answer = Door(service.url, record=fail).request("POST", "/erase", json={})

    assert answer.status == 200
    assert "could not be recorded" in caplog.text
