"""What people were told: a bell with a number, a page by days, and the way to what it is about."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from editor.actions.news.telling import tell
from editor.models import Comment, Notification, Order, User
from editor.templatetags.notices import ICONS, SENTENCES, notice, notice_text
from editor.views.people.notices import PAGE
from tests.making import make_listing, make_order

Kind = Notification.Kind
SCRIPT = {"HX-Request": "true"}


def told(person: User, order: Order | None = None, actor: User | None = None, words: str = "") -> Notification:
    tell([person], Kind.COMMENTED, actor=actor, order=order, words=words)
    return Notification.objects.latest("pk")


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(reverse("notifications") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_kind_has_its_sentence(agnes: User) -> None:
    assert set(SENTENCES) == set(ICONS) == set(Kind.values)
    for kind in Kind.values:
        each = Notification(person=agnes, kind=kind)
        assert "%(" not in notice(each) + notice_text(each)


def test_the_bell_counts_what_is_unread_with_one_question(dana: User, dana_client: Client) -> None:
    address = reverse("bell")
    assert 'aria-label="Notifications"' in dana_client.get(address).content.decode()
    told(dana)
    told(dana)
    with CaptureQueriesContext(connection) as queries:
        assert "Notifications, 2 unread" in dana_client.get(address).content.decode()
    assert len([query for query in queries if "editor_notification" in query["sql"]]) == 1


def test_the_bell_stops_counting_at_99(dana: User, dana_client: Client) -> None:
    Notification.objects.bulk_create(Notification(person=dana, kind=Kind.COMMENTED) for _ in range(150))
    assert "Notifications, 99+ unread" in dana_client.get(reverse("bell")).content.decode()


def test_a_bell_that_shows_it_already_is_told_nothing(dana: User, dana_client: Client) -> None:
    told(dana)
    assert dana_client.get(reverse("bell") + "?unread=1").status_code == 204
    assert dana_client.get(reverse("bell") + "?unread=0").status_code == 200


def test_every_page_has_the_bell_also_the_editor(dana: User, order: Order, dana_client: Client) -> None:
    told(dana)
    for address in (reverse("orders"), reverse("paint", args=[order.pk])):
        assert "Notifications, 1 unread" in dana_client.get(address).content.decode()


def test_nobody_who_is_not_signed_in_has_one(anonymous_client: Client) -> None:
    assert 'id="bell"' not in anonymous_client.get(reverse("sign_in")).content.decode()


def test_the_page_tells_who_did_what_to_which_photo_and_the_words(dana: User, agnes: User, dana_client: Client) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes, address="12 Elm Street"))
    assert order.head is not None
    said = Comment.objects.create(order=order, revision=order.head, author=agnes, text="@dana <b>look</b>")
    said.mentions.add(dana)
    tell([dana], Kind.MENTIONED, actor=agnes, order=order, comment=said, words=said.text)
    page = page_of(dana_client)
    assert '<bdi class="who">Agnes</bdi> mentioned you' in page
    assert '<span class="mention" title="Dana">@dana</span> &lt;b&gt;look&lt;/b&gt;' in page
    assert "kitchen.jpg" in page
    assert "12 Elm Street" in page


def test_a_click_marks_it_read_and_leads_to_what_it_is_about(dana: User, order: Order, dana_client: Client) -> None:
    each = told(dana, order)
    answer = dana_client.get(reverse("open_notification", args=[each.pk]))
    assert answer.headers["Location"] == reverse("review", args=[order.pk])
    assert not Notification.objects.unread().exists()
    read_at = Notification.objects.get().read_at
    dana_client.get(reverse("open_notification", args=[each.pk]))
    assert Notification.objects.get().read_at == read_at


def test_a_photo_that_was_given_or_finalised_is_shown_on_its_page(
    dana: User, order: Order, dana_client: Client
) -> None:
    for kind in (Kind.ASSIGNED, Kind.FINALISED, Kind.REOPENED):
        tell([dana], kind, actor=None, order=order)
        answer = dana_client.get(reverse("open_notification", args=[Notification.objects.latest("pk").pk]))
        assert answer.headers["Location"] == reverse("order", args=[order.pk])


def test_a_word_about_the_budget_leads_a_reviewer_to_it(rhea: User, rhea_client: Client) -> None:
    tell([rhea], Kind.BUDGET, actor=None, words="BRIA: 80 of 100 USD.")
    answer = rhea_client.get(reverse("open_notification", args=[Notification.objects.get().pk]))
    assert answer.headers["Location"] == reverse("admin:editor_budget_changelist")


def test_what_only_looks_at_the_link_reads_nothing(dana: User, order: Order, dana_client: Client) -> None:
    address = reverse("open_notification", args=[told(dana, order).pk])
    dana_client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert dana_client.head(address).status_code == 405
    assert Notification.objects.unread().exists()


def test_nobody_reads_anothers(dana: User, order: Order, rhea_client: Client) -> None:
    each = told(dana, order)
    assert rhea_client.get(reverse("open_notification", args=[each.pk])).status_code == 404
    rhea_client.post(reverse("read_notifications"), {"newest": each.pk})
    assert Notification.objects.unread().exists()
    assert "kitchen.jpg" not in page_of(rhea_client)


def test_what_one_does_not_see_any_more_is_not_told_of(dana: User, agnes: User, agnes_client: Client) -> None:
    listing = make_listing(dana, agent=agnes)
    order = make_order(dana, listing=listing)
    each = told(agnes, order, words="the safe behind the picture")
    listing.agent = None
    listing.save()
    assert "the safe" not in page_of(agnes_client)
    assert "unread" not in agnes_client.get(reverse("bell")).content.decode().split("hx-get")[0].split("aria-label")[1]
    assert agnes_client.get(reverse("open_notification", args=[each.pk])).status_code == 404


def test_all_are_marked_read_but_what_came_since_the_page(dana: User, dana_client: Client) -> None:
    told(dana)
    newest = told(dana)
    assert f'name="newest" value="{newest.pk}"' in page_of(dana_client)
    since = told(dana)
    assert dana_client.post(reverse("read_notifications"), {"newest": newest.pk}).status_code == 302
    assert list(Notification.objects.unread()) == [since]


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 40])
def test_nonsense_marks_nothing(nonsense: str, dana: User, dana_client: Client) -> None:
    told(dana)
    dana_client.post(reverse("read_notifications"), {"newest": nonsense})
    page_of(dana_client, f"?before={nonsense}&unread={nonsense}")
    assert Notification.objects.unread().exists()


def test_only_what_is_unread(dana: User, dana_client: Client) -> None:
    each = told(dana, words="read before")
    told(dana, words="fresh")
    dana_client.get(reverse("open_notification", args=[each.pk]))
    assert "read before" in page_of(dana_client)
    unread = page_of(dana_client, "?unread=1")
    assert "fresh" in unread
    assert "read before" not in unread


def test_days_have_headings_also_over_pages(dana: User, dana_client: Client) -> None:
    count = PAGE + 5
    for number in range(count):
        told(dana, words=f"word {number:03}")
    yesterday = timezone.now() - timedelta(days=1)
    oldest = Notification.objects.order_by("pk").values_list("pk", flat=True)[:3]
    Notification.objects.filter(pk__in=list(oldest)).update(created_at=yesterday)
    first = page_of(dana_client)
    more = re.search(r'href="([^"]*before=\d+)"', first)
    assert more is not None
    second = dana_client.get(more[1], headers=SCRIPT).content.decode()
    assert re.findall(r"word (\d+)", first + second) == [f"{number:03}" for number in reversed(range(count))]
    assert (first.count("notice-day"), second.count("notice-day")) == (1, 1)
    assert "<html" not in second
    assert "<html" in dana_client.get(more[1]).content.decode()


def test_a_full_page_asks_no_more_than_a_short_one(dana: User, agnes: User, dana_client: Client) -> None:
    def questions() -> int:
        order = make_order(dana, listing=make_listing(agnes))
        assert order.head is not None
        said = Comment.objects.create(order=order, revision=order.head, author=agnes, text="@dana")
        tell([dana], Kind.MENTIONED, actor=agnes, order=order, comment=said, words="@dana")
        with CaptureQueriesContext(connection) as queries:
            page_of(dana_client)
        return len(queries)

    few = questions()
    assert [questions() for _ in range(4)] == [few] * 4


def test_it_is_told_in_the_readers_language(dana: User, agnes: User, order: Order, dana_client: Client) -> None:
    told(dana, order, agnes)
    with translation.override("es"):
        page = dana_client.get(reverse("notifications"), headers={"Accept-Language": "es"}).content.decode()
    assert "comentó" in page
