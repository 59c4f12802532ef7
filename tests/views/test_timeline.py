"""What happened to an order is read by those who see it, in sentences, and by nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from editor.admin.desk import desk
from editor.models import Comment, Event, Order, User
from editor.templatetags.timeline import ICONS, SENTENCES, lines
from editor.views.reviewing.timeline import PAGE
from tests.making import make_listing, make_order, make_submission

Kind = Event.Kind


def happened(order: Order, kind: str, actor: User | None = None, **data: Any) -> Event:
    return Event.objects.create(order=order, actor=actor, kind=kind, data=data)


def told(order: Order) -> list[str]:
    return [strip_tags(line.sentence) for line in lines(order.events.for_timeline())]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def test_every_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Kind.values)
    assert set(ICONS) <= set(Kind.values)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", Kind.values)
def test_no_sentence_lacks_a_value_however_little_is_known(order: Order, kind: str, language: str) -> None:
    happened(order, kind)
    with translation.override(language):
        [sentence] = told(order)
    assert "%(" not in sentence
    assert sentence.endswith(".")


def test_a_day_of_an_order(order: Order, dana: User, agnes: User, rhea: User) -> None:
    listing = make_listing(agnes, address="12 Elm Street")
    submission = make_submission(order, error_sentence="Too much memory was needed.")
    happened(order, Kind.UPLOADED, dana, name="kitchen.jpg")
    happened(order, Kind.LISTED, agnes, listing=listing.address)
    happened(order, Kind.ASSIGNED, agnes, designer=dana.pk)
    happened(order, Kind.SUBMITTED, dana, submission=submission.pk, provider="local", revision=0)
    happened(order, Kind.FAILED, submission=submission.pk, code="memory")
    happened(order, Kind.SUCCEEDED, submission=submission.pk, provider="local", revision=1)
    happened(order, Kind.HANDED_OVER, dana, revision=1)
    happened(order, Kind.APPROVED, agnes, revision=1)
    happened(order, Kind.TAKEN_BACK, agnes, was="approved", now="in_review")
    happened(order, Kind.NOT_CLOSED_REMOTE, provider="aihomedesign", state="unknown")
    happened(order, Kind.REOPENED, rhea, reason="The lamp is still there.")
    assert told(order)[::-1] == [
        "Dana added the photo.",
        "Agnes put the photo into 12 Elm Street.",
        "Agnes gave the photo to Dana.",
        "Dana had Built-in remove something from the original.",
        "Built-in removed nothing.",
        "Built-in gave revision 1.",
        "Dana handed revision 1 over for review.",
        "Agnes approved revision 1.",
        "Agnes withdrew the approval.",
        "It is not known whether AI HomeDesign heard that the order is done.",
        "Rhea reopened the order.",
    ]
    quotes = [line.quote for line in lines(order.events.for_timeline()) if line.quote]
    assert quotes == ["The lamp is still there.", "Too much memory was needed."]


def test_what_people_wrote_is_quoted_and_escaped(order: Order, dana: User, dana_client: Client) -> None:
    assert order.head is not None
    dana.first_name = "<b>Dana</b>"
    dana.save()
    said = Comment.objects.create(
        order=order, revision=order.head, author=dana, text="@dana <script>the cable</script>"
    )
    said.mentions.add(dana)
    happened(order, Kind.COMMENTED, dana, comment=said.pk, revision=0)
    page = dana_client.get(reverse("timeline", args=[order.pk])).content.decode()
    assert '">@dana</span> &lt;script&gt;the cable&lt;/script&gt;' in page
    assert '<bdi class="who">&lt;b&gt;Dana&lt;/b&gt;</bdi> commented on <bdi>the original</bdi>.' in page


def test_it_stands_on_the_orders_page_newest_first(order: Order, dana: User, dana_client: Client) -> None:
    happened(order, Kind.UPLOADED, dana)
    happened(order, Kind.FINALISED, dana, revision=0)
    page = read(dana_client, reverse("order", args=[order.pk]))
    assert page.index("Dana finalised the order with the original.") < page.index("Dana added the photo.")


def test_what_was_earlier_comes_page_by_page_with_as_many_questions(
    order: Order, dana: User, dana_client: Client
) -> None:
    numbers = range(2 * PAGE + 3)
    for number in numbers:
        happened(order, Kind.STEPPED_BACK, dana, revision=number)
    address, seen, asked = reverse("timeline", args=[order.pk]), [], []
    while address:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = dana_client.get(address, headers={"HX-Request": "true"}).content.decode()
        asked.append(len(queries))
        seen += re.findall(r"revision (\d+)|the (original)", page)
        found = re.search(r'href="([^"]*before=\d+)"', page)
        address = found[1] if found else ""
    assert [int(number or 0) for number, _ in seen] == list(reversed(numbers))
    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_a_page_of_many_orders_asks_no_more_than_one_of_few(dana: User, agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes)
    address = reverse("listing_activity", args=[listing.pk])

    def add(count: int) -> int:
        for _ in range(count):
            order = make_order(dana, listing=listing)
            submission = make_submission(order)
            happened(order, Kind.SUBMITTED, dana, submission=submission.pk, provider="local", revision=0)
            happened(order, Kind.ASSIGNED, agnes, designer=dana.pk)
            assert order.head is not None
            said = Comment.objects.create(order=order, revision=order.head, author=agnes, text="@dana")
            said.mentions.add(dana)
            happened(order, Kind.COMMENTED, agnes, comment=said.pk)
        with CaptureQueriesContext(connection) as queries:
            assert agnes_client.get(address).status_code == 200
        return len(queries)

    assert add(1) == add(6)


def test_a_listings_activity_tells_each_what_they_may_see(
    dana: User, agnes: User, agnes_client: Client, dana_client: Client, mallory_client: Client
) -> None:
    listing = make_listing(agnes, agent=agnes)
    kitchen = make_order(dana, name="kitchen.jpg", listing=listing)
    garden = make_order(agnes, name="garden.jpg", listing=listing)
    happened(kitchen, Kind.UPLOADED, dana)
    happened(garden, Kind.UPLOADED, agnes)
    happened(make_order(dana, name="elsewhere.jpg"), Kind.UPLOADED, dana)
    address = reverse("listing_activity", args=[listing.pk])
    whole = read(agnes_client, address)
    assert whole.index("Agnes added the photo. garden.jpg") < whole.index("Dana added the photo. kitchen.jpg")
    assert "elsewhere.jpg" not in whole
    danas = read(dana_client, address)
    assert "kitchen.jpg" in danas
    assert "garden.jpg" not in danas
    assert mallory_client.get(address).status_code == 404


def test_no_page_of_the_desk_edits_it() -> None:
    assert Event not in desk._registry


def test_nor_does_any_address(order: Order, dana: User, dana_client: Client, rhea_client: Client) -> None:
    happened(order, Kind.UPLOADED, dana)
    for client in (dana_client, rhea_client):
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(reverse("timeline", args=[order.pk])).status_code == 405
