"""What outside services may reach: pictures behind fresh signed links, and webhooks that only wake."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from editor.actions.removals.publishing import LIFETIME, publisher, tidy_published
from editor.models import Order, Published, Submission
from tests.making import make_submission
from tests.services import stored_files

State = Submission.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public(settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://eraser.example.com"


@pytest.fixture
def submission(order: Order) -> Submission:
    return make_submission(order, state=State.PROCESSING)


def link_to(submission: Submission) -> str:
    publish = publisher(submission)
    assert publish is not None
    link = publish(b"\x89PNG the picture", "image/png")
    assert link.startswith("https://eraser.example.com/published/?picture=")
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


def test_a_service_fetches_the_picture_without_signing_in(submission: Submission, anonymous_client: Client) -> None:
    answer = anonymous_client.get(link_to(submission))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"\x89PNG the picture"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_link_is_dead_after_minutes(
    submission: Submission, anonymous_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_to(submission)
    monkeypatch.setattr("editor.actions.removals.publishing.LIFETIME", 0)
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 1)
    assert LIFETIME <= 3600
    assert anonymous_client.get(link).status_code == 404


def test_a_link_is_dead_once_the_work_has_ended(submission: Submission, anonymous_client: Client) -> None:
    link = link_to(submission)
    Submission.objects.filter(pk=submission.pk).end(State.FAILED)
    assert anonymous_client.get(link).status_code == 404


@pytest.mark.parametrize("word", ["", "1", "1:abc:def", "../../etc/passwd", "\x00"])
def test_a_made_up_link_shows_nothing(submission: Submission, anonymous_client: Client, word: str) -> None:
    link_to(submission)
    assert anonymous_client.get("/published/", {"picture": word}).status_code == 404


def test_what_was_published_goes_with_the_work(submission: Submission, settings: Any) -> None:
    before = stored_files(settings)
    link_to(submission)
    tidy_published()
    assert Published.objects.count() == 1
    Submission.objects.filter(pk=submission.pk).end(State.SUCCEEDED)
    tidy_published()
    assert not Published.objects.exists()
    assert stored_files(settings) == before


def waiting(order: Order, provider: str, remote: dict[str, str]) -> Submission:
    later = timezone.now() + timedelta(minutes=5)
    submission = make_submission(order, state=State.PROCESSING, remote=remote, repeatable=True)
    Submission.objects.filter(pk=submission.pk).update(provider=provider, next_at=later)
    return submission


def is_awake(submission: Submission) -> bool:
    submission.refresh_from_db()
    return submission.next_at <= timezone.now()


def from_bria(client: Client, request_id: str, *, token: str = "t0ken-of-the-office", body: bytes = b"{}") -> Any:
    stamp = "1763700000"
    key = hmac.digest(token.encode(), b"bria-webhook-signing-v1", "sha256")
    signature = b64encode(hmac.digest(key, f"{request_id}.{stamp}.".encode() + body, "sha256")).decode()
    return client.post(
        "/webhooks/bria/",
        body,
        content_type="application/json",
        headers={
            "Bria-Webhook-Id": request_id,
            "Bria-Webhook-Timestamp": stamp,
            "Bria-Webhook-Signature": f"v1={signature}",
        },
    )


@pytest.fixture
def bria(settings: Any) -> None:
    settings.PROVIDER_CONFIG = {"BRIA_API_TOKEN": "t0ken-of-the-office"}


@pytest.mark.usefixtures("bria")
def test_bria_wakes_the_job_it_tells_about_and_no_other(order: Order, anonymous_client: Client) -> None:
    mine, other = waiting(order, "bria", {"request_id": "r-1"}), waiting(order, "bria", {"request_id": "r-2"})
    assert from_bria(anonymous_client, "r-1").status_code == 204
    assert is_awake(mine)
    assert not is_awake(other)


@pytest.mark.usefixtures("bria")
def test_a_webhook_sent_again_changes_nothing_more(order: Order, anonymous_client: Client) -> None:
    submission = waiting(order, "bria", {"request_id": "r-1"})
    Submission.objects.filter(pk=submission.pk).end(State.SUCCEEDED)
    for _ in range(3):
        assert from_bria(anonymous_client, "r-1").status_code == 204
    submission.refresh_from_db()
    assert submission.state == State.SUCCEEDED


@pytest.mark.usefixtures("bria")
def test_a_webhook_bria_did_not_sign_is_refused(order: Order, anonymous_client: Client) -> None:
    submission = waiting(order, "bria", {"request_id": "r-1"})
    assert from_bria(anonymous_client, "r-1", token="mallorys-token").status_code == 403
    assert anonymous_client.post("/webhooks/bria/", b"{}", content_type="application/json").status_code == 403
    assert not is_awake(submission)


def test_without_a_token_no_webhook_is_believed(anonymous_client: Client, settings: Any) -> None:
    settings.PROVIDER_CONFIG = {}
    assert from_bria(anonymous_client, "r-1", token="").status_code == 403


def from_aihomedesign(client: Client, secret: str, told: object) -> Any:
    return client.post(f"/webhooks/aihomedesign/{secret}/", json.dumps(told), content_type="application/json")


def test_ai_homedesign_is_known_by_the_secret_in_the_path(
    order: Order, anonymous_client: Client, settings: Any
) -> None:
    settings.AIHOMEDESIGN_WEBHOOK_SECRET = "s3cret"
    submission = waiting(order, "aihomedesign", {"order_id": "o-1"})
    assert from_aihomedesign(anonymous_client, "guess", {"order_id": "o-1"}).status_code == 404
    assert not is_awake(submission)
    assert from_aihomedesign(anonymous_client, "s3cret", {"order_id": "o-1", "image": {}}).status_code == 204
    assert is_awake(submission)


@pytest.mark.parametrize("told", [[], {}, {"order_id": 7}, "text", {"order_id": {"a": 1}}])
def test_a_webhook_that_makes_no_sense_is_told_so(anonymous_client: Client, settings: Any, told: object) -> None:
    settings.AIHOMEDESIGN_WEBHOOK_SECRET = "s3cret"
    assert from_aihomedesign(anonymous_client, "s3cret", told).status_code == 400


def test_without_a_secret_there_is_no_webhook(anonymous_client: Client, settings: Any) -> None:
    settings.AIHOMEDESIGN_WEBHOOK_SECRET = ""
    assert from_aihomedesign(anonymous_client, "", {"order_id": "o-1"}).status_code == 404
    assert from_aihomedesign(anonymous_client, "any", {"order_id": "o-1"}).status_code == 404


@pytest.mark.usefixtures("bria")
def test_a_webhook_begins_nothing_and_disturbs_nobody_at_work(order: Order, anonymous_client: Client) -> None:
    submission = waiting(order, "bria", {"request_id": "r-1"})
    Submission.objects.filter(pk=submission.pk).update(repeatable=False)
    from_bria(anonymous_client, "r-1")
    assert not is_awake(submission)
