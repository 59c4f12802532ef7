"""Which webhooks are BRIA's."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

import pytest

from editor.providers.bria_webhook import signed_request_id
from tests.fakes.erasing import KEY

BODY = b'{"status": "COMPLETED", "request_id": "req-1", "result": {"image_url": "https://x"}}'


def signature(token: str, signed: bytes) -> str:
    """HMAC-SHA256 of the signed text, by a key derived from the token, in base64."""
    key = hmac.new(token.encode(), b"bria-webhook-signing-v1", hashlib.sha256).digest()
    return b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(**changed: str) -> dict[str, str]:
    signed = f"v1={signature(KEY, b'req-1.1760000000.' + BODY)}"
    return {
        "Bria-Webhook-Id": "req-1",
        "Bria-Webhook-Timestamp": "1760000000",
        "Bria-Webhook-Signature": signed,
    } | {name.replace("_", "-"): value for name, value in changed.items()}


def test_a_webhook_signed_by_bria_tells_its_request() -> None:
    assert signed_request_id(headers(), BODY, KEY) == "req-1"
    assert signed_request_id(headers(), BODY, f"{KEY}\n") == "req-1"
    assert signed_request_id({name.lower(): value for name, value in headers().items()}, BODY, KEY) == "req-1"


def test_the_signature_is_what_another_implementation_makes_of_it() -> None:
    """Made with `openssl dgst -sha256 -mac HMAC -macopt hexkey:…` in two steps, and base64."""
    signed = {
        "Bria-Webhook-Id": "req-42",
        "Bria-Webhook-Timestamp": "1700000000",
        "Bria-Webhook-Signature": "v1=1gaOOpQEm/ayRtfFaxivbgF4TXrfj1rgWvahPggqxt8=",
    }

    assert signed_request_id(signed, b'{"status":"COMPLETED"}', "token-of-the-office") == "req-42"


def test_one_good_signature_among_several_is_enough() -> None:
    good = headers()["Bria-Webhook-Signature"]

    assert signed_request_id(headers(Bria_Webhook_Signature=f"v1=b2xk, {good}"), BODY, KEY) == "req-1"


@pytest.mark.parametrize(
    "changed",
    [
        {"Bria_Webhook_Id": "req-2"},
        {"Bria_Webhook_Id": ""},
        {"Bria_Webhook_Timestamp": "1760000001"},
        {"Bria_Webhook_Timestamp": ""},
        {"Bria_Webhook_Signature": ""},
        {"Bria_Webhook_Signature": "v1="},
        {"Bria_Webhook_Signature": "v1=bm8="},
        {"Bria_Webhook_Signature": "ümlaut"},
        {"Bria_Webhook_Signature": headers()["Bria-Webhook-Signature"].removeprefix("v1=")},
        {"Bria_Webhook_Signature": headers()["Bria-Webhook-Signature"].replace("v1=", "v2=")},
    ],
    ids=str,
)
def test_mallory_cannot_forge_a_webhook(changed: dict[str, str]) -> None:
    assert signed_request_id(headers(**changed), BODY, KEY) is None


def test_a_changed_body_another_token_or_none_is_no_webhook_of_brias() -> None:
    assert signed_request_id(headers(), BODY + b" ", KEY) is None
    assert signed_request_id(headers(), BODY, "another-key") is None
    assert signed_request_id(headers(), BODY, "") is None
    assert signed_request_id({}, BODY, KEY) is None
