"""Listings: made, changed, listed, and the page of one with its photos."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editor.models import Event, Listing, Order, User
from editor.views.lists.listings import PHOTOS
from tests.making import make_listing, make_order, make_submission, photo_bytes

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
HTMX = {"HX-Request": "true"}


def page(client: Client, url: str, **more: Any) -> str:
    answer = client.get(url, **more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def shown(html: str, what: str = "order") -> list[int]:
    return [int(number) for number in re.findall(rf'id="{what}-(\d+)"', html)]


def put_in(client: Client, listing: Listing, data: bytes, name: str = "kitchen.jpg", **more: object) -> Any:
    sent = {"photo": SimpleUploadedFile(name, data), "listing": listing.pk, **more}
    return client.post(reverse("upload"), sent, headers=SCRIPT)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_agnes_makes_a_listing_of_her_own(agnes: User, agnes_client: Client) -> None:
    facts = {"address": "12 Elm Street", "reference": "MLS-7", "agent": agnes.pk, "due": "2027-01-31"}
    answer = agnes_client.post(reverse("new_listing"), facts)
    listing = Listing.objects.get()
    assert answer.headers["Location"] == reverse("listing", args=[listing.pk])
    assert (listing.owner, listing.agent, str(listing.due), listing.reference) == (agnes, agnes, "2027-01-31", "MLS-7")
    html = page(agnes_client, reverse("listing", args=[listing.pk]))
    for words in ("12 Elm Street", "MLS-7", "Agnes", "Jan. 31, 2027", "No photos yet"):
        assert words in html


def test_a_script_is_told_where_the_listing_is_or_why_not(agnes_client: Client) -> None:
    answer = agnes_client.post(reverse("new_listing"), {"address": "12 Elm Street"}, headers=SCRIPT)
    listing = Listing.objects.get()
    assert answer.json() == {"id": listing.pk, "url": reverse("listing", args=[listing.pk])}
    refused = agnes_client.post(reverse("new_listing"), {"address": " "}, headers=SCRIPT)
    assert refused.json() == {"error": "Enter the address of the property."}


def test_only_an_agent_can_be_the_agent(dana: User, agnes_client: Client) -> None:
    html = agnes_client.post(reverse("new_listing"), {"address": "1 Oak Road", "agent": dana.pk}).content.decode()
    assert "Choose somebody from the list of agents." in html
    assert not Listing.objects.exists()


def test_whoever_is_in_no_group_makes_no_listing(client: Client, django_user_model: Any) -> None:
    client.force_login(
        django_user_model.objects.create_user("ned"), backend="django.contrib.auth.backends.ModelBackend"
    )
    html = client.post(reverse("new_listing"), {"address": "1 Oak Road"}).content.decode()
    assert "You are in no group yet" in html
    assert not Listing.objects.exists()


def test_without_javascript_the_photos_come_with_the_form_in_the_order_of_their_names(agnes_client: Client) -> None:
    names = ["room 10.jpg", "room 2.jpg", "Room 1.jpg"]
    files = [SimpleUploadedFile(name, photo_bytes(colour=(9, 9, 90 * at))) for at, name in enumerate(names)]
    html = agnes_client.post(reverse("new_listing"), {"address": "1 Oak Road", "photo": files}, follow=True)
    assert [order.photo.name for order in Order.objects.order_by("position")] == names[::-1]
    assert shown(html.content.decode()) == list(Order.objects.order_by("position").values_list("pk", flat=True))


def test_agnes_changes_the_facts(agnes: User, agnes_client: Client, amos: User) -> None:
    listing = make_listing(agnes, agent=agnes)
    url = reverse("change_listing", args=[listing.pk])
    assert 'value="12 Elm Street"' in page(agnes_client, url)
    html = agnes_client.post(url, {"address": "14 Elm Street", "agent": amos.pk}, follow=True).content.decode()
    assert "The listing is saved." in html
    listing.refresh_from_db()
    assert (listing.address, listing.agent, listing.due) == ("14 Elm Street", amos, None)


def test_people_see_the_listings_that_concern_them(
    dana: User,
    agnes: User,
    amos: User,
    dana_client: Client,
    agnes_client: Client,
    amos_client: Client,
    rhea_client: Client,
) -> None:
    hers, his = make_listing(agnes, agent=agnes), make_listing(amos, agent=amos)
    make_order(amos, listing=his, designer=dana)
    seen = {
        who: shown(page(client, reverse("listings")), "listing")
        for who, client in [
            ("dana", dana_client),
            ("agnes", agnes_client),
            ("amos", amos_client),
            ("rhea", rhea_client),
        ]
    }
    assert seen == {"dana": [his.pk], "agnes": [hers.pk], "amos": [his.pk], "rhea": [his.pk, hers.pk]}


def test_dana_sees_of_a_listing_what_is_hers_only(dana: User, agnes: User, dana_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    make_order(agnes, listing=listing)
    hers = make_order(agnes, listing=listing, designer=dana)
    html = page(dana_client, reverse("listing", args=[listing.pk]))
    assert shown(html) == [hers.pk]
    assert "Add photos" not in html
    lists = dana_client.get(reverse("listings"))
    assert lists.context["glances"][0].photos == 1
    assert lists.context["glances"][0].cover == hers


def test_the_list_says_how_many_photos_stand_how(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    for state in ("open", "open", "in_review", "changes_asked", "approved", "finalised"):
        Order.objects.filter(pk=make_order(agnes, listing=listing).pk).update(state=state)
    make_submission(make_order(agnes, listing=listing))
    glance = agnes_client.get(reverse("listings")).context["glances"][0]
    assert [(tally.standing, tally.said) for tally in glance.tallies] == [
        ("open", "2"),
        ("removing", "1"),
        ("in_review", "1"),
        ("changes_asked", "1"),
        ("approved", "1"),
        ("finalised", "1"),
    ]


def test_more_than_99_are_said_as_such(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    for _ in range(100):
        make_order(agnes, listing=listing)
    assert "99+" in page(agnes_client, reverse("listings"))


def test_what_is_late_is_said_until_everything_is_finalised(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes, due=timezone.localdate() - timedelta(days=1))
    order = make_order(agnes, listing=listing)
    assert "Was due" in page(agnes_client, reverse("listings"))
    Order.objects.filter(pk=order.pk).update(state="finalised")
    assert "Was due" not in page(agnes_client, reverse("listings"))


def test_the_photos_come_in_their_order_page_by_page(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    made = [make_order(agnes, listing=listing) for _ in range(PHOTOS + 3)]
    for at, order in enumerate(made):
        Order.objects.filter(pk=order.pk).update(position=at // 2)
    first = page(agnes_client, reverse("listing", args=[listing.pk]))
    more = re.search(r'hx-get="([^"]*after=[^"]*)"', first)
    assert more
    assert shown(first) + shown(page(agnes_client, more.group(1), headers=HTMX)) == [order.pk for order in made]


def test_the_pages_ask_as_often_for_20_listings_of_20_as_for_one_of_two(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    make_order(agnes, listing=listing)
    make_submission(make_order(agnes, listing=listing))
    urls = [reverse("listings"), reverse("listing", args=[listing.pk])]
    few = [queries(agnes_client, url) for url in urls]
    for _ in range(18):
        make_order(agnes, listing=listing)
        make_submission(make_order(agnes, listing=make_listing(agnes, agent=agnes)))
    assert [queries(agnes_client, url) for url in urls] == few


def test_a_photo_comes_into_the_listing_at_its_place(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    answer = put_in(agnes_client, listing, photo_bytes(), position=7)
    order = Order.objects.get()
    assert answer.status_code == 201
    assert (order.listing, order.position) == (listing, 7)
    assert [event.kind for event in order.events.order_by("pk")] == [Event.Kind.UPLOADED, Event.Kind.LISTED]
    put_in(agnes_client, listing, photo_bytes(colour=(1, 2, 3)))
    assert Order.objects.latest("pk").position == 8


def test_the_same_photo_is_taken_once_by_a_listing(agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    put_in(agnes_client, listing, photo_bytes())
    again = put_in(agnes_client, listing, photo_bytes(), name="copy.jpg")
    assert (again.status_code, again.json()["error"]) == (409, "This photo is in the listing already.")
    assert Order.objects.count() == 1
    other = make_listing(agnes, agent=agnes)
    assert put_in(agnes_client, other, photo_bytes()).status_code == 201


def test_a_full_listing_takes_no_more(agnes: User, agnes_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.actions.listings.making.MOST_PHOTOS", 1)
    listing = make_listing(agnes, agent=agnes)
    put_in(agnes_client, listing, photo_bytes())
    answer = put_in(agnes_client, listing, photo_bytes(colour=(1, 2, 3)))
    assert (answer.status_code, answer.json()["error"][:25]) == (400, "A listing holds 500 photo")


def test_into_anothers_listing_nothing_is_put(
    agnes: User, amos_client: Client, dana: User, dana_client: Client
) -> None:
    listing = make_listing(agnes, agent=agnes)
    assert put_in(amos_client, listing, photo_bytes()).status_code == 404
    make_order(agnes, listing=listing, designer=dana)
    assert put_in(dana_client, listing, photo_bytes()).status_code == 403
    assert Order.objects.count() == 1


def test_agents_begin_with_their_listings_and_designers_with_the_photos(dana: User, agnes: User) -> None:
    for person, place in ((dana, "orders"), (agnes, "listings")):
        person.set_password("a long word")
        person.save()
        answer = Client().post(reverse("sign_in"), {"username": person.username, "password": "a long word"})
        assert answer.headers["Location"] == reverse(place)
