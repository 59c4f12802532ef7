"""Every address and every person: one's own is there, another's is as if it did not exist."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from editor.models import Comment, Notification, Opening, Order, RemoteOrder, User
from tests.making import make_listing, make_order, make_submission

Ask = Callable[[Client, Order], Any]
GROUP, BATCH = uuid.UUID(int=7), uuid.UUID(int=8)


def _get(name: str, *more: object, query: str = "") -> Ask:
    def ask(client: Client, order: Order) -> Any:
        return client.get(reverse(name, args=[_subject(name, order), *more]) + query, headers={"HX-Request": "true"})

    return ask


def _post(name: str, **data: str) -> Ask:
    def ask(client: Client, order: Order) -> Any:
        return client.post(reverse(name, args=[_subject(name, order)]), data)

    return ask


def _batch(name: str) -> Ask:
    """Its address tells the batch, not the order."""
    return lambda client, _order: client.get(reverse(name, args=[BATCH]))


def _send_batch(client: Client, order: Order) -> Any:
    return client.post(reverse("submit_batch"), {"order": order.pk}, headers={"X-Requested-With": "XMLHttpRequest"})


def _listing(name: str) -> Ask:
    """Its address tells the listing. Nothing in it is finalised yet, so the one of the zip sends back to its page."""
    return lambda client, order: client.get(reverse(name, args=[order.listing_id]))


def _closing(name: str) -> Ask:
    def ask(client: Client, order: Order) -> Any:
        remote, _ = RemoteOrder.objects.get_or_create(order=order, provider="aihomedesign", state="unknown")
        return client.post(reverse(name, args=[remote.pk]))

    return ask


def _opening(name: str) -> Ask:
    def ask(client: Client, order: Order) -> Any:
        opening, _ = Opening.objects.get_or_create(asked_by=order.owner, provider="aihomedesign", remote_id="6f1e")
        address = reverse(name, args=[opening.pk])
        return client.get(address) if name == "opening" else client.post(address)

    return ask


def _finalise_listing(client: Client, order: Order) -> Any:
    return client.post(reverse("finalise_listing", args=[order.listing_id]))


def _resolve(client: Client, order: Order) -> Any:
    said, _ = Comment.objects.get_or_create(order=order, revision=order.head, author=order.owner, text="Nice.")
    return client.post(reverse("resolve", args=[said.pk]))


def _choose(client: Client, order: Order) -> Any:
    return client.post(reverse("bulk"), {"order": order.pk, "act": "hand_over"})


def _put_draft(client: Client, order: Order) -> Any:
    return client.put(reverse("draft", args=[order.pk]), b"")


def _subject(name: str, order: Order) -> int:
    if name in {"proxy", "thumb", "tile", "download"}:
        return order.head_id or 0
    if name in {
        "submission",
        "submission_mask",
        "submission_mask_thumb",
        "cancel",
        "look_again",
        "submit_anew",
        "calls",
    }:
        return order.submissions.get().pk
    return order.photo_id if name == "original" else order.pk


# What the owner gets, by address; the draft is not there yet, and the empty requests are told what they lack.
PAINTING = {
    "paint",
    "paint_json",
    "draft",
    "submit",
    "import_mask",
    "recent_masks",
    "same_mask",
    "alike",
    "preview",
    "select",
    "objects",
}
"""What the agent of the listing sees no use of, and is told so."""

ASKED: dict[str, tuple[Ask, int]] = {
    "order": (_get("order"), 200),
    "history": (_get("history"), 200),
    "timeline": (_get("timeline"), 200),
    "people_json": (_get("people_json"), 200),
    "listing_activity": (_listing("listing_activity"), 200),
    "strip": (_get("strip"), 200),
    "panel": (_get("panel"), 200),
    "same_mask": (_get("same_mask"), 200),
    "paint": (_get("paint"), 200),
    "paint_json": (_get("paint_json"), 200),
    "draft": (_put_draft, 400),
    "submit": (_post("submit"), 400),
    "head": (_post("head", revision="0"), 404),
    "submission": (_get("submission"), 200),
    "submission_mask": (_get("submission_mask"), 200),
    "submission_mask_thumb": (_get("submission_mask_thumb"), 200),
    "import_mask": (_post("import_mask"), 400),
    "recent_masks": (_get("recent_masks"), 200),
    "cancel": (_post("cancel"), 302),
    "look_again": (_post("look_again"), 302),
    "submit_anew": (_post("submit_anew"), 302),
    "calls": (_get("calls"), 200),
    "look_at_closing": (_closing("look_at_closing"), 302),
    "close_again": (_closing("close_again"), 302),
    "opening": (_opening("opening"), 200),
    "cancel_opening": (_opening("cancel_opening"), 302),
    "alike": (_get("alike"), 200),
    "submit_batch": (_send_batch, 400),
    "batch": (_batch("batch"), 200),
    "batch_json": (_batch("batch_json"), 200),
    "preview": (_post("preview"), 400),
    "select": (_post("select"), 400),
    "objects": (_post("objects"), 400),
    "finalise": (_post("finalise", revision="0"), 302),
    "hand_over": (_post("hand_over"), 302),
    "review": (_get("review"), 200),
    "approve": (_post("approve", revision="0"), 302),
    "withdraw_approval": (_post("withdraw_approval"), 302),
    "ask_changes": (_post("ask_changes", revision="0"), 302),
    "comment": (_post("comment", revision="0"), 302),
    "reopen": (_post("reopen"), 302),
    "resolve": (_resolve, 302),
    "review_listing": (_listing("review_listing"), 302),
    "review_end": (_listing("review_end"), 200),
    "finalise_listing": (_finalise_listing, 302),
    "group": (_get("group", GROUP), 200),
    "proxy": (_get("proxy"), 200),
    "thumb": (_get("thumb"), 200),
    "tile": (_get("tile", 0, 0, 0), 404),
    "listing": (_listing("listing"), 200),
    "change_listing": (_listing("change_listing"), 200),
    "bulk": (_choose, 200),
    "download": (_get("download", query="?format=png"), 200),
    "original": (_get("original"), 200),
    "listing_download": (_listing("listing_download"), 200),
    "listing_zip": (_listing("listing_zip"), 302),
}
OWN_OPENINGS = {"opening": 404, "cancel_opening": 404}
"""A service's order on its way here is whose who asked for it."""
OF_THE_LISTINGS_PEOPLE = {"change_listing"}
"""Dana sees the listing her photo is in; its facts are agnes's."""
OPEN_TO_ALL = {"digest_off", "sign_in", "second_step", "open", "invited", "forgotten", "new_password", "health"}
OF_SERVICES = {"published", "bria_webhook", "aihomedesign_webhook"}
OF_NOBODY = {"orders", "theme", "today", "paint_first", "upload", "open_remote", "password", "sign_out"} | {
    "cancel_today",
    "listings",
    "new_listing",
    "account",
    "codes",
    "sign_out_everywhere",
    "notifications",
    "bell",
    "read_notifications",
}
OF_ONE_PERSON = {"open_notification"}
"""What somebody was told is theirs alone."""

each_address = pytest.mark.parametrize("name", ASKED)


@pytest.fixture
def asked_order(dana: User, agnes: User) -> Order:
    """Dana's photo in a listing whose agent is agnes."""
    order = make_order(dana, listing=make_listing(agnes, agent=agnes))
    make_submission(order, group=GROUP, batch=BATCH)
    return order


def test_this_table_knows_every_address() -> None:
    names = {pattern.name for pattern in get_resolver("editor.urls").url_patterns if isinstance(pattern, URLPattern)}
    assert names == set(ASKED) | OPEN_TO_ALL | OF_SERVICES | OF_NOBODY | OF_ONE_PERSON


@each_address
def test_dana_reaches_her_own(name: str, asked_order: Order, dana_client: Client) -> None:
    ask, expected = ASKED[name]
    assert ask(dana_client, asked_order).status_code == (403 if name in OF_THE_LISTINGS_PEOPLE else expected)


@each_address
def test_rhea_reaches_everybodys(name: str, asked_order: Order, rhea_client: Client) -> None:
    ask, expected = ASKED[name]
    assert ask(rhea_client, asked_order).status_code == expected


@each_address
def test_agnes_reaches_the_photos_of_her_listing_but_does_not_paint(
    name: str, asked_order: Order, agnes_client: Client
) -> None:
    ask, expected = ASKED[name]
    expected = 403 if name in PAINTING else OWN_OPENINGS.get(name, expected)
    assert ask(agnes_client, asked_order).status_code == expected


@each_address
def test_amos_an_agent_of_other_listings_finds_nothing(name: str, asked_order: Order, amos_client: Client) -> None:
    ask, _ = ASKED[name]
    assert ask(amos_client, asked_order).status_code == 404


@each_address
def test_mallory_gets_the_answer_for_what_does_not_exist(name: str, asked_order: Order, mallory_client: Client) -> None:
    ask, _ = ASKED[name]
    assert ask(mallory_client, asked_order).status_code == 404


@each_address
def test_nobody_in_particular_is_sent_away_and_learns_nothing(
    name: str, asked_order: Order, anonymous_client: Client
) -> None:
    ask, _ = ASKED[name]
    answer = ask(anonymous_client, asked_order)
    assert answer.status_code in {302, 401}
    assert asked_order.photo.name not in answer.content.decode()


@pytest.mark.parametrize("name", sorted(OF_NOBODY - {"sign_out"}))
def test_pages_without_an_order_want_a_person_too(name: str, anonymous_client: Client) -> None:
    answer = anonymous_client.get(reverse(name))
    assert answer.headers["Location"].startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", ["account", "codes", "password"])
@pytest.mark.parametrize("whose", ["dana", "agnes", "amos", "rhea", "mallory"])
def test_everybody_has_an_account_of_their_own(name: str, whose: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(f"{whose}_client")
    page = client.get(reverse(name))
    assert page.status_code == 200
    others = {"Dana", "Agnes", "Amos", "Rhea", "Mallory"} - {whose.capitalize()}
    assert not any(other in page.content.decode() for other in others)
    assert client.get(reverse("sign_out_everywhere")).status_code == 405
    assert client.post(reverse("sign_out_everywhere")).headers["Location"] == reverse("account")


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL - {"digest_off", "health"}))
@pytest.mark.parametrize("whose", ["dana", "agnes", "amos", "rhea", "mallory", "anonymous"])
def test_the_doors_are_open_and_tell_nobody_of_anybody(name: str, whose: str, request: pytest.FixtureRequest) -> None:
    words = {"open": ["none"], "invited": ["none"], "new_password": ["none", "none"]}.get(name, [])
    answer = request.getfixturevalue(f"{whose}_client").get(reverse(name, args=words))
    assert answer.status_code == {"open": 410, "invited": 410}.get(name, answer.status_code)
    assert answer.status_code in {200, 302, 410}


def test_what_dana_was_told_is_hers_alone(
    dana: User,
    asked_order: Order,
    dana_client: Client,
    agnes_client: Client,
    amos_client: Client,
    rhea_client: Client,
    mallory_client: Client,
    anonymous_client: Client,
) -> None:
    told = Notification.objects.create(person=dana, kind=Notification.Kind.COMMENTED, order=asked_order)
    address = reverse("open_notification", args=[told.pk])
    for client in (agnes_client, amos_client, rhea_client, mallory_client):
        assert client.get(address).status_code == 404
    assert anonymous_client.get(address).headers["Location"].startswith(reverse("sign_in"))
    assert Notification.objects.unread().exists()
    assert dana_client.get(address).headers["Location"] == reverse("review", args=[asked_order.pk])


def test_mallory_cannot_change_danas_order(order: Order, mallory_client: Client) -> None:
    submission = make_submission(order)
    mallory_client.post(reverse("cancel", args=[submission.pk]))
    mallory_client.post(reverse("head", args=[order.pk]), {"revision": order.head_id})
    submission.refresh_from_db()
    assert not submission.cancel_requested
    assert not order.events.exists()
