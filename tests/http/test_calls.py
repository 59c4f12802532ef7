"""What rhea reads of a call later on: enough to understand it, nothing that could be misused."""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import asdict

import pytest

from editor.http import AnswerLost, Call, Door
from tests.fakes.misbehaviours import say
from tests.fakes.server import Exchange, Reply, Service
from tests.http.conftest import KEY

PICTURE = base64.b64encode(bytes(range(256)) * 40).decode()


def test_a_call_tells_what_was_asked_and_answered(door: Door, service: Service, calls: list[Call]) -> None:
    service.misbehave(say(Reply(422, json={"error": {"code": 7, "message": "no"}}, headers={"X-Request-Id": "r1"})))

    door.request("POST", "/erase", json={"mask_type": "manual", "sync": False})

    (call,) = calls
    assert (call.method, call.url, call.status, call.error) == ("POST", f"{service.url}/erase", 422, "")
    assert call.request == '{"mask_type": "manual", "sync": false}'
    assert call.response == '{"error": {"code": 7, "message": "no"}}'
    assert call.headers["x-request-id"] == "r1"
    assert call.milliseconds >= 0
    json.dumps(asdict(call))


def test_pictures_are_told_by_their_size(door: Door, service: Service, calls: list[Call]) -> None:
    service.misbehave(
        say(Reply(json={"data": {"image": PICTURE, "list": [PICTURE], "uri": f"data:image/png;base64,{PICTURE}"}})),
        say(Reply(content=b"\x89PNG\x00", headers={"Content-Type": "image/png"})),
    )

    door.request("POST", "/erase", json={"image": PICTURE})
    door.request("POST", "/erase", data={"seed": "5"}, files=[("image", ("p.png", b"12345", "image/png"))])

    assert calls[0].request == f'{{"image": "[base64, {len(PICTURE):,} characters]"}}'
    assert PICTURE[:50] not in repr(calls)
    assert calls[1].request == '{"seed": "5", "image": "[image/png, 5 bytes]"}'
    assert calls[1].response == "[image/png, 5 bytes]"


def test_what_a_service_echoes_of_the_key_is_cut_out(service: Service) -> None:
    calls: list[Call] = []
    secret = "appkey7:appsecret8"
    header = f"Basic {base64.b64encode(secret.encode()).decode()}"
    door = Door(
        service.url, credentials={"authorization": header}, secrets=["appkey7", "appsecret8"], record=calls.append
    )

    door.request("GET", "/")  # the answer repeats every header
    service.misbehave(say(Reply(401, content=f"bad key {header.split()[1]} of appsecret8 <b>".encode())))
    door.request("GET", f"/{'appkey7'}", params={"k": "appsecret8"})

    for part in ("appkey7", "appsecret8", header.split()[1]):
        assert part not in repr([call.response for call in calls])
    assert calls[1].url.endswith("?k=…")


def test_fields_named_like_keys_are_hidden_and_error_codes_named_key_are_not(
    door: Door, service: Service, calls: list[Call]
) -> None:
    answer = {"key": "api_error_order_not_found", "api_token": "t0p", "user": {"AppSecret": "t0p", "apiKey": "t0p"}}
    service.misbehave(say(Reply(json=answer)))

    door.request("GET", "/")

    assert "api_error_order_not_found" in calls[0].response
    assert "t0p" not in calls[0].response


def test_links_lose_their_signatures(door: Door, service: Service, calls: list[Call]) -> None:
    link = "https://cdn.example/a/b.png?Expires=5&Signature=t0p#x"
    service.misbehave(
        say(Reply(json={"result": {"image_url": link}})),
        say(Reply(content=f"see {link} for more".encode(), headers={"Content-Type": "text/plain"})),
    )

    door.request("POST", "/erase", json={"images": [link]})
    door.request("GET", "/erase")

    assert "t0p" not in repr(calls)
    assert "https://cdn.example/a/b.png?Expires=…&Signature=…" in calls[0].response
    assert "https://cdn.example/a/b.png?Expires=…&Signature=…" in calls[1].response


def test_a_long_answer_is_kept_in_part_and_no_key_is_cut_in_half(
    door: Door, service: Service, calls: list[Call]
) -> None:
    service.misbehave(
        say(Reply(json={"message": "x " * 96 + KEY, "many": list(range(1000)), "deep": [[[[[[[[[[[1]]]]]]]]]]]})),
        say(Reply(500, content=b"<p>" + b"y " * 995 + KEY.encode() + b" z" * 90_000)),
    )

    door.request("GET", "/")
    door.request("GET", "/")

    for call in calls:
        assert len(call.response) < 2_100
        assert KEY[:6] not in call.response
    assert "1,000 in all" in calls[0].response


def test_what_no_database_takes_is_left_out(door: Door, service: Service, calls: list[Call]) -> None:
    service.misbehave(say(Reply(content=b'{"message": "half \\ud83d and \\u0000"}')))

    door.request("GET", "/")

    assert "half ? and" in calls[0].response
    assert "\x00" not in calls[0].response
    calls[0].response.encode()


def test_the_key_is_in_no_error_and_no_log(door: Door, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """Even where the service answers with something broken that quotes it."""

    def quote(exchange: Exchange) -> None:
        seen = exchange.read()
        exchange.send(b"HTTP/1.1 200 OK\r\n" + seen.headers["x-api-key"].encode() + b"\x00 is no header\r\n\r\n")

    service.misbehave(quote)
    with caplog.at_level(logging.DEBUG), pytest.raises(AnswerLost) as caught:
        door.request("GET", "/", params={"signature": "t0p"})

    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert KEY not in caplog.text
    assert "t0p" not in caplog.text
