"""The data the editor works with, and the draft that survives a reload."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editor.addresses import picture_address
from editor.models import Draft, Order, User
from tests.making import make_order, make_revision, mask_png, photo_bytes


def data(client: Client, order: Order, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = client.get(reverse("paint_json", args=[order.pk]) + query).json()
    return answer


def save(client: Client, order: Order, headers: dict[str, str] | None = None, *, mask: bytes | None = None) -> Any:
    usual = {"If-Match": '"0"', "X-Revision": str(order.head_id)}
    return client.put(
        reverse("draft", args=[order.pk]),
        mask_png() if mask is None else mask,
        content_type="image/png",
        headers={**usual, **(headers or {})},
    )


def test_a_script_hears_a_sentence_about_what_is_not_there_and_a_page_gets_a_page(
    order: Order, mallory_client: Client
) -> None:
    address = reverse("paint_json", args=[order.pk])
    told = mallory_client.get(address, headers={"Sec-Fetch-Dest": "empty"})
    assert (told.status_code, told.json()["error"][:40]) == (404, "This is not there for you any more: it w")
    assert "<html" in mallory_client.get(reverse("paint", args=[order.pk])).content.decode()


def test_the_editor_knows_what_it_needs(order: Order, dana: User, dana_client: Client) -> None:
    page = data(dana_client, order)
    assert page.pop("csrf")
    assert page == {
        "order": {
            "id": order.pk,
            "name": "kitchen.jpg",
            "url": f"/orders/{order.pk}/",
            "paint": f"/orders/{order.pk}/paint/",
            "panel": f"/orders/{order.pk}/panel/",
            "sameMask": f"/orders/{order.pk}/same-mask/",
        },
        "person": dana.pk,
        "revision": {"id": order.head_id, "number": 0},
        "width": 120,
        "height": 80,
        "proxy": {"url": page["proxy"]["url"], "width": 120, "height": 80},
        "thumb": page["thumb"],
        "tiles": None,
        "original": None,
        "closed": "",
        "draft": f"/orders/{order.pk}/draft/",
        "submit": f"/orders/{order.pk}/submissions/",
        "importMask": f"/orders/{order.pk}/mask/",
        "recentMasks": f"/orders/{order.pk}/masks.json",
        "again": None,
        "preview": f"/orders/{order.pk}/preview/",
        "select": f"/orders/{order.pk}/select/",
        "objects": None,
        "providers": page["providers"],
        "pageUrl": f"/orders/{order.pk}/paint/?on={{number}}",
        "maskName": "kitchen-mask.png",
    }
    assert page["proxy"]["url"].startswith(f"/revisions/{order.head_id}/proxy.jpg?v=")
    assert page["providers"][0] == {
        "slug": "local",
        "label": "Built-in",
        "ready": True,
        "off": False,
        "note": "",
        "cost": "",
        "outside": False,
        "seed": False,
        "chosen": True,
    }


def test_a_large_photo_has_tiles(dana: User, dana_client: Client) -> None:
    order = make_order(dana, size=(3000, 1000), data=photo_bytes((3000, 1000)))
    page = data(dana_client, order)
    assert page["proxy"]["width"] == 2048
    assert page["tiles"] == {
        "url": page["tiles"]["url"],
        "side": 1024,
        "levels": [[3000, 1000]],
    }
    assert page["tiles"]["url"].startswith(f"/revisions/{order.head_id}/tiles/{{level}}/{{x}}-{{y}}.jpg?v=")


def test_one_may_paint_on_any_revision_and_peek_at_the_original(order: Order, dana_client: Client) -> None:
    original = order.head
    assert original
    for _ in range(2):
        make_revision(order)
    assert data(dana_client, order)["revision"]["number"] == 2
    page = data(dana_client, order, "?on=1")
    assert page["revision"]["number"] == 1
    assert page["original"] == {"url": picture_address("proxy", original)}
    assert dana_client.get(reverse("paint_json", args=[order.pk]) + "?on=3").status_code == 404


def test_a_saved_draft_comes_back_with_its_version_and_revision(order: Order, dana_client: Client) -> None:
    assert save(dana_client, order).json() == {"version": 1}
    answer = dana_client.get(reverse("draft", args=[order.pk]))
    assert answer.content == mask_png()
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["X-Revision"] == str(order.head_id)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("told", "kept"), [("automatic", "automatic"), ("", "manual"), ("x", "manual")])
def test_how_the_mask_was_made_comes_back_with_it(order: Order, dana_client: Client, told: str, kept: str) -> None:
    save(dana_client, order, {"X-Mask-Made": told})
    assert dana_client.get(reverse("draft", args=[order.pk])).headers["X-Mask-Made"] == kept


def test_a_draft_that_is_known_already_is_not_sent_again(order: Order, dana_client: Client) -> None:
    save(dana_client, order)
    address = reverse("draft", args=[order.pk])
    assert dana_client.get(address, headers={"If-None-Match": 'W/"1"'}).status_code == 304
    assert dana_client.get(address, headers={"If-None-Match": '"2"'}).status_code == 200


def test_the_mask_of_a_page_left_open_does_not_become_somebody_elses(
    order: Order, rhea_client: Client, dana: User
) -> None:
    address = reverse("draft", args=[order.pk])
    for ask in (rhea_client.get, rhea_client.put):
        answer = ask(address, headers={"X-Person": str(dana.pk)})
        assert answer.status_code == 403
        assert "Somebody else is signed in" in answer.json()["error"]
    assert not Draft.objects.exists()


def test_without_a_draft_there_is_none(order: Order, dana_client: Client) -> None:
    assert dana_client.get(reverse("draft", args=[order.pk])).status_code == 204


def test_a_stale_tab_is_told_the_newest_version(order: Order, dana_client: Client) -> None:
    save(dana_client, order)
    save(dana_client, order, {"If-Match": '"1"'})
    answer = save(dana_client, order, {"If-Match": '"1"'})
    assert (answer.status_code, answer.json()) == (412, {"version": 2})


def test_a_tag_weakened_on_its_way_is_still_read(order: Order, dana_client: Client) -> None:
    save(dana_client, order)
    assert save(dana_client, order, {"If-Match": 'W/"1"'}).json() == {"version": 2}


def test_an_empty_mask_never_overwrites_work_unless_dana_cleared_it(order: Order, dana_client: Client) -> None:
    save(dana_client, order)
    empty = mask_png(box=None)
    assert save(dana_client, order, {"If-Match": '"1"'}, mask=empty).status_code == 409
    assert bytes(Draft.objects.get().mask) == mask_png()
    assert save(dana_client, order, {"If-Match": '"1"', "X-Cleared": "1"}, mask=empty).json() == {"version": 2}


@pytest.mark.parametrize(
    "headers",
    [{"If-Match": "x"}, {"If-Match": ""}, {"X-Revision": "x"}, {"X-Revision": "999999"}, {"If-Match": '"' + "9" * 30}],
)
def test_a_save_that_makes_no_sense_is_refused(headers: dict[str, str], order: Order, dana_client: Client) -> None:
    answer = save(dana_client, order, headers)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_mask_of_another_size_is_refused(order: Order, dana_client: Client) -> None:
    assert save(dana_client, order, mask=mask_png((60, 40))).status_code == 400
    assert not Draft.objects.exists()


def test_rhea_paints_a_draft_of_her_own(order: Order, dana_client: Client, rhea_client: Client) -> None:
    save(dana_client, order)
    assert rhea_client.get(reverse("draft", args=[order.pk])).status_code == 204


def test_saving_needs_the_csrf_token(order: Order, dana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dana, backend="django.contrib.auth.backends.ModelBackend")
    assert save(client, order).status_code == 403
    token = data(client, order)["csrf"]
    assert save(client, order, {"X-CSRFToken": token}).status_code == 200
