"""Asking for things to be removed and watching: the status card and its polling."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from editor.models import Order, Revision, Submission, User
from tests.making import make_order, make_revision, make_submission, mask_png

HTMX = {"HX-Request": "true"}
ACTIVE = [state.value for state in Submission.ACTIVE]
ENDED = [state for state in Submission.State.values if state not in ACTIVE]


def ask(client: Client, order: Order, **changes: Any) -> Any:
    mask = changes.pop("mask", mask_png())
    data = {"provider": "local", "revision": order.head_id, "key": str(uuid.uuid4()), **changes}
    if mask is not None:
        data["mask"] = SimpleUploadedFile("mask.png", mask, content_type="image/png")
    return client.post(reverse("submit", args=[order.pk]), data)


def card(client: Client, submission: Submission) -> Any:
    return client.get(reverse("submission", args=[submission.pk]), headers=HTMX)


def test_dana_submits_a_mask_and_gets_the_status_card(order: Order, dana_client: Client) -> None:
    answer = ask(dana_client, order)
    submission = order.submissions.get()
    html = answer.content.decode()
    assert answer.status_code == 201
    assert f'id="submission-{submission.pk}"' in html
    assert 'hx-trigger="every 1s"' in html
    assert submission.mask.read() == mask_png()


def test_a_double_click_is_one_submission(order: Order, dana_client: Client) -> None:
    key = str(uuid.uuid4())
    first, second = ask(dana_client, order, key=key), ask(dana_client, order, key=key)
    assert first.status_code == second.status_code == 201
    assert order.submissions.count() == 1


@pytest.mark.parametrize(("said", "kept"), [({}, "manual"), ({"mask_made": "automatic"}, "automatic")])
def test_how_the_mask_was_made_is_kept_with_it(
    said: dict[str, str], kept: str, order: Order, dana_client: Client
) -> None:
    assert ask(dana_client, order, **said).status_code == 201
    assert order.submissions.get().mask_kind == kept


def test_a_submission_may_be_on_an_earlier_revision(order: Order, dana_client: Client) -> None:
    original = order.head_id
    make_revision(order)
    ask(dana_client, order, revision=original)
    assert order.submissions.get().parent_id == original


@pytest.mark.parametrize(
    "changes",
    [
        {"mask": None},
        {"mask": mask_png(box=None)},
        {"mask": mask_png((60, 40))},
        {"mask": b"not a picture"},
        {"provider": "nobody"},
        {"provider": ""},
        {"key": "not-a-uuid"},
        {"mask_made": "guessed"},
        {"revision": "999999"},
        {"revision": "x"},
    ],
    ids=[
        "no mask",
        "empty",
        "wrong size",
        "no picture",
        "unknown provider",
        "no provider",
        "bad key",
        "bad kind",
        "gone",
        "bad",
    ],
)
def test_what_cannot_be_sent_gets_one_sentence(changes: dict[str, Any], order: Order, dana_client: Client) -> None:
    answer = ask(dana_client, order, **changes)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"].endswith(".")
    assert not order.submissions.exists()


def test_a_revision_of_another_order_cannot_be_painted_on(order: Order, dana: User, dana_client: Client) -> None:
    assert ask(dana_client, order, revision=make_order(dana).head_id).status_code == 400


@pytest.mark.parametrize("state", ACTIVE)
def test_the_card_asks_again_while_the_work_goes_on(state: str, order: Order, dana_client: Client) -> None:
    html = card(dana_client, make_submission(order, state=state)).content.decode()
    assert "hx-trigger" in html
    assert "Cancel" in html


@pytest.mark.parametrize("state", ENDED)
def test_the_card_asks_no_more_once_it_has_ended(state: str, order: Order, dana_client: Client) -> None:
    html = card(dana_client, make_submission(order, state=state)).content.decode()
    assert "hx-trigger" not in html
    assert "hx-get" not in html


def test_the_card_tells_what_is_happening_and_how_far_it_is(order: Order, dana_client: Client) -> None:
    submission = make_submission(order, state="processing", doing="Filling part 2 of 5", fraction=0.4)
    html = card(dana_client, submission).content.decode()
    assert "Filling part 2 of 5" in html
    assert 'value="0.400"' in html


def test_the_card_that_brings_a_result_announces_it(order: Order, dana_client: Client) -> None:
    parent: Revision | None = order.head
    submission = make_submission(order, state=Submission.State.SUCCEEDED)
    submission.result = make_revision(order, parent=parent)
    submission.save()
    announced = json.loads(card(dana_client, submission).headers["HX-Trigger-After-Swap"])
    assert announced == {
        "revision-ready": {
            "order": order.pk,
            "revision": {"id": submission.result.pk, "number": 1},
            "submission": submission.pk,
        }
    }


def test_a_failure_tells_why_and_leads_back_to_the_editor(order: Order, dana_client: Client) -> None:
    submission = make_submission(order, state="failed", error_sentence="The service is asleep.")
    html = card(dana_client, submission).content.decode()
    assert "The service is asleep." in html
    assert f'href="{reverse("paint", args=[order.pk])}?on=0&amp;again={submission.pk}"' in html


def test_dana_cancels_and_the_card_says_so(order: Order, dana_client: Client) -> None:
    submission = make_submission(order)
    answer = dana_client.post(reverse("cancel", args=[submission.pk]), headers=HTMX)
    submission.refresh_from_db()
    assert submission.cancel_requested or submission.state == Submission.State.CANCELED
    assert f'id="submission-{submission.pk}"' in answer.content.decode()
    assert ">Cancel<" not in answer.content.decode()


def test_canceling_works_without_javascript(order: Order, dana_client: Client) -> None:
    submission = make_submission(order)
    answer = dana_client.post(reverse("cancel", args=[submission.pk]))
    assert answer.headers["Location"] == reverse("order", args=[order.pk])
    assert dana_client.get(reverse("submission", args=[submission.pk])).status_code == 302
