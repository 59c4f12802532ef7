"""Dana's photos of today in the filmstrip, and what she sent today in the queue."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editor.actions.listings.day import MOST_FRAMES, at_hand, day_began, first_to_paint
from editor.actions.removals.drafts import save_draft
from editor.actions.review.commenting import resolve
from editor.actions.review.reviewing import ask_changes, hand_over
from editor.models import Draft, Order, Photo, Submission, User
from tests.making import make_listing, make_order, make_revision, make_submission, mask_png

HTMX = {"HX-Request": "true"}
LONG_AGO = timedelta(days=3)


def marks(person: User, current: Order | None = None) -> dict[str, str]:
    return {frame.order.photo.name: frame.mark for frame in at_hand(person, current)}


def paint(order: Order, person: User, *, blank: bool = False) -> None:
    assert order.head is not None
    mask = mask_png(order.photo.size, None if blank else (1, 1, 9, 9))
    based_on = order.drafts.filter(person=person).values_list("version", flat=True).first() or 0
    save_draft(actor=person, order=order, revision=order.head, mask_png=mask, based_on=based_on, cleared=blank)


def came_in_long_ago(order: Order) -> Order:
    Order.objects.filter(pk=order.pk).update(created_at=order.created_at - LONG_AGO)
    return order


def finish(order: Order, state: str = Submission.State.SUCCEEDED) -> Submission:
    submission = make_submission(order)
    result = make_revision(order) if state == Submission.State.SUCCEEDED else None
    Submission.objects.filter(pk=submission.pk).update(state=state, result=result, ended_at=submission.next_at)
    return submission


def test_the_strip_holds_todays_photos_in_the_order_they_came(dana: User, agnes: User) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        make_order(dana, name=name)
    make_order(agnes, name="theirs.jpg")
    came_in_long_ago(make_order(dana, name="old.jpg"))
    assert list(marks(dana)) == ["a.jpg", "b.jpg", "c.jpg"]


def test_an_old_photo_is_at_hand_while_its_mask_is_not_sent_and_while_it_is_the_current_one(dana: User) -> None:
    old = came_in_long_ago(make_order(dana, name="old.jpg"))
    assert marks(dana) == {}
    assert marks(dana, old) == {"old.jpg": "to-paint"}
    paint(old, dana)
    Draft.objects.update(saved_at=old.created_at - LONG_AGO)
    assert marks(dana) == {"old.jpg": "draft"}
    paint(old, dana, blank=True)
    Draft.objects.update(saved_at=old.created_at - LONG_AGO)
    assert marks(dana) == {}


def test_an_old_photo_worked_on_today_is_at_hand(dana: User) -> None:
    finish(came_in_long_ago(make_order(dana, name="sent.jpg")))
    paint(came_in_long_ago(make_order(dana, name="cleared.jpg")), dana, blank=True)
    assert marks(dana) == {"sent.jpg": "ready", "cleared.jpg": "to-paint"}


def test_a_listing_of_last_week_is_at_hand_with_the_photo_that_is_open_and_stays_so_once_worked_on(
    dana: User, agnes: User
) -> None:
    listing, other = make_listing(dana, agent=agnes), make_listing(dana, address="3 Oak Lane")
    old = [came_in_long_ago(make_order(dana, name=name, listing=listing)) for name in ("a", "b")]
    came_in_long_ago(make_order(dana, name="elsewhere", listing=other))
    came_in_long_ago(make_order(agnes, name="not to paint", listing=listing))
    today = make_order(dana, name="today")
    assert list(marks(dana, today)) == ["today"]
    assert list(marks(dana, old[0])) == ["a", "b", "today"]
    finish(old[1])
    assert list(marks(dana, today)) == ["a", "b", "today"]


def test_each_photo_says_where_it_stands(dana: User) -> None:
    orders = {
        name: make_order(dana, name=name) for name in ("new", "draft", "gone", "ready", "failed", "doubt", "final")
    }
    paint(orders["draft"], dana)
    make_submission(orders["gone"], state=Submission.State.PROCESSING, fraction=0.4)
    finish(orders["ready"])
    finish(orders["failed"], Submission.State.FAILED)
    finish(orders["doubt"], Submission.State.OUTCOME_UNKNOWN)
    Order.objects.filter(pk=orders["final"].pk).update(state=Order.State.FINALISED)
    assert marks(dana) == {
        "new": "to-paint",
        "draft": "draft",
        "gone": "removing",
        "ready": "ready",
        "failed": "failed",
        "doubt": "failed",
        "final": "finalised",
    }
    frames = {frame.order.photo.name: frame for frame in at_hand(dana)}
    assert (frames["gone"].words, frames["gone"].fraction) == ("Removing, 40 %", 0.4)


def test_a_mask_painted_after_a_failure_counts_and_a_canceled_removal_does_not(dana: User) -> None:
    again, earlier, canceled = (make_order(dana, name=name) for name in ("again", "earlier", "canceled"))
    paint(earlier, dana)
    for order in (again, earlier):
        finish(order, Submission.State.FAILED)
    Submission.objects.filter(order=earlier).update(ended_at=datetime.now(UTC) + timedelta(hours=1))
    paint(again, dana)
    finish(canceled, Submission.State.CANCELED)
    assert marks(dana) == {"again": "draft", "earlier": "failed", "canceled": "to-paint"}


def test_several_removals_of_one_photo_are_as_far_as_the_slowest(order: Order, dana: User) -> None:
    for fraction in (0.5, 0.2):
        make_submission(order, state=Submission.State.PROCESSING, fraction=fraction)
    assert at_hand(dana)[0].fraction == 0.2
    make_submission(order)
    assert at_hand(dana)[0].fraction is None


def test_agnes_draft_is_hers_alone(order: Order, dana: User, rhea: User) -> None:
    paint(order, rhea)
    assert marks(dana) == {"kitchen.jpg": "to-paint"}
    assert marks(rhea) == {"kitchen.jpg": "draft"}


def test_rhea_sees_an_order_of_danas_beside_her_own(order: Order, rhea: User) -> None:
    make_order(rhea, name="mine.jpg")
    assert set(marks(rhea)) == {"mine.jpg"}
    assert set(marks(rhea, order)) == {"kitchen.jpg", "mine.jpg"}


def test_of_very_many_the_newest_are_shown_with_a_link_to_the_others(dana: User, dana_client: Client) -> None:
    first = make_order(dana, name="first.jpg")
    photos = Photo.objects.bulk_create(
        Photo(uploaded_by=dana, name=f"{n}.jpg", sha256="0" * 64, byte_size=1, format="JPEG", width=9, height=9)
        for n in range(MOST_FRAMES)
    )
    Order.objects.bulk_create(Order(photo=photo, owner=dana, head=first.head) for photo in photos)
    assert len(at_hand(dana)) == MOST_FRAMES
    assert "first.jpg" not in marks(dana)
    assert next(iter(marks(dana, first))) == "first.jpg"
    html = dana_client.get(reverse("strip", args=[first.pk])).content.decode()
    assert f'href="{reverse("orders")}">All photos' in html


def test_the_day_begins_at_midnight_but_never_less_than_half_a_day_ago() -> None:
    noon = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
    assert day_began(noon) == noon.replace(hour=0, minute=0)
    night = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)
    assert day_began(night) == night - timedelta(hours=12)


def test_the_strip_is_a_list_of_links_with_the_current_one_told(dana: User, dana_client: Client) -> None:
    first, second = make_order(dana, name="a.jpg"), make_order(dana, name="<b>.jpg")
    paint(second, dana)
    html = dana_client.get(reverse("strip", args=[second.pk])).content.decode()
    links = re.findall(r'href="(/orders/\d+/paint/)"[^>]*?(aria-current="page")?\s*>', html)
    assert links == [
        (reverse("paint", args=[first.pk]), ""),
        (reverse("paint", args=[second.pk]), 'aria-current="page"'),
    ]
    assert '<span class="visually-hidden">Mask not sent yet</span>' in html
    assert "<b>" not in html
    assert "data-running" not in html
    make_submission(first)
    assert "data-running" in dana_client.get(reverse("strip", args=[second.pk])).content.decode()


def test_what_was_asked_to_be_changed_waits_until_it_is_ticked_off_and_handed_over(
    dana: User, agnes: User, dana_client: Client
) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes))
    asked = ask_changes(actor=agnes, order=order, revision=make_revision(order), text="The cable, too.")

    def shown() -> str:
        return dana_client.get(reverse("strip", args=[order.pk])).content.decode()

    assert "Changes asked" in shown()
    assert "data-waits" in shown()
    resolve(actor=dana, comment=asked)
    assert "Result ready" in shown()
    hand_over(actor=dana, order=order)
    assert "To review" in shown()
    assert "data-waits" not in shown()


@pytest.mark.parametrize("name", ["strip", "panel", "paint"])
def test_sixty_photos_cost_no_more_queries_than_two(name: str, dana: User, dana_client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert dana_client.get(reverse(name, args=[current.pk])).status_code == 200
        return len(captured)

    current = make_order(dana)
    make_submission(make_order(dana))
    asked()
    few = asked()
    for number in range(20):
        order = make_order(dana)
        paint(order, dana)
        if number % 2:
            make_submission(order)
    assert asked() == few


def test_the_panel_tells_of_the_photo_it_is_asked_for(order: Order, dana_client: Client) -> None:
    submission = make_submission(order)
    html = dana_client.get(reverse("panel", args=[order.pk])).content.decode()
    assert f'id="submission-{submission.pk}"' in html
    assert 'id="history"' in html
    assert "<html" not in html


def test_paint_all_begins_with_the_first_photo_that_waits(dana: User, dana_client: Client) -> None:
    orders = [make_order(dana, name=f"{n}.jpg") for n in range(3)]
    finish(orders[0])
    assert first_to_paint(dana) == orders[1]
    assert dana_client.get(reverse("paint_first")).headers["Location"] == reverse("paint", args=[orders[1].pk])
    for order in orders[1:]:
        finish(order)
    assert first_to_paint(dana) is None
    assert dana_client.get(reverse("paint_first")).headers["Location"] == reverse("orders")


def rows(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="queued-(\d+)"', html)]


def test_the_queue_tells_what_dana_sent_today_newest_first(dana: User, agnes: User, dana_client: Client) -> None:
    kitchen, hall = make_order(dana), make_order(dana, name="hall.jpg")
    done, running = finish(kitchen), make_submission(hall)
    theirs = make_submission(make_order(agnes))
    old = make_submission(kitchen, state=Submission.State.SUCCEEDED)
    Submission.objects.filter(pk=old.pk).update(created_at=old.created_at - LONG_AGO)
    html = dana_client.get(reverse("today"), headers=HTMX).content.decode()
    assert rows(html) == [running.pk, done.pk]
    assert theirs.pk not in rows(html)
    assert "hall.jpg" in html
    assert f'hx-get="{reverse("today")}?running={running.pk}"' in html
    assert "<html" in dana_client.get(reverse("today")).content.decode()


def test_an_empty_queue_says_what_will_stand_there(dana_client: Client) -> None:
    assert "Nothing was sent today" in dana_client.get(reverse("today"), headers=HTMX).content.decode()


def test_a_row_of_the_queue_answers_with_a_row(order: Order, dana_client: Client) -> None:
    submission = make_submission(order)
    cancel = reverse("cancel", args=[submission.pk]) + "?in=day"
    html = dana_client.post(cancel, headers=HTMX).content.decode()
    assert rows(html) == [submission.pk]
    assert "Canceled. Nothing was changed." in html
    assert "hx-get" not in html


def test_one_question_is_asked_for_all_rows_that_run_and_answered_with_those_alone(
    dana: User, dana_client: Client
) -> None:
    finish(make_order(dana))
    running = [make_submission(make_order(dana)) for _ in range(3)]
    asked = ",".join(str(each.pk) for each in running)
    Submission.objects.filter(pk=running[0].pk).update(state=Submission.State.FAILED)
    html = dana_client.get(reverse("today"), {"running": asked}, headers=HTMX).content.decode()
    assert rows(html) == [each.pk for each in reversed(running)]
    assert html.count('hx-swap-oob="true"') == 3
    assert f"?running={running[2].pk},{running[1].pk}" in html
    assert "Cancel all" not in html


def test_rows_that_others_have_joined_come_with_all_of_the_queue(dana: User, dana_client: Client) -> None:
    first, second = (make_submission(make_order(dana)) for _ in range(2))
    response = dana_client.get(reverse("today"), {"running": str(first.pk)}, headers=HTMX)
    assert response.headers["HX-Retarget"] == "#today"
    assert rows(response.content.decode()) == [second.pk, first.pk]


def test_dana_cancels_all_she_has_under_way_and_nobody_else_s(dana: User, agnes: User, dana_client: Client) -> None:
    mine = [make_submission(make_order(dana)) for _ in range(3)]
    theirs = make_submission(make_order(agnes))
    given_away = make_submission(make_order(agnes))
    Submission.objects.filter(pk=given_away.pk).update(created_by=dana)
    assert "Cancel all" in dana_client.get(reverse("today"), headers=HTMX).content.decode()
    html = dana_client.post(reverse("cancel_today"), headers=HTMX).content.decode()
    assert "Cancel all" not in html
    assert "hx-get" not in html
    for each in mine:
        each.refresh_from_db()
        assert each.state == Submission.State.CANCELED
        assert f"?on=0&amp;again={each.pk}" in html
    for each in (theirs, given_away):
        each.refresh_from_db()
        assert each.is_active
    assert dana_client.post(reverse("cancel_today")).headers["Location"] == reverse("today")


def test_one_removal_alone_has_only_its_own_way_to_be_canceled(order: Order, dana_client: Client) -> None:
    make_submission(order)
    assert "Cancel all" not in dana_client.get(reverse("today"), headers=HTMX).content.decode()


def test_what_may_be_looked_after_again_can_be_so_from_the_queue(order: Order, dana_client: Client) -> None:
    submission = finish(order, Submission.State.OUTCOME_UNKNOWN)
    html = dana_client.get(reverse("today"), headers=HTMX).content.decode()
    assert f"{reverse('submit_anew', args=[submission.pk])}?in=day" in html


def test_the_queue_costs_the_same_queries_for_many(dana: User, dana_client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            dana_client.get(reverse("today"), headers=HTMX)
        return len(captured)

    for _ in range(2):
        finish(make_order(dana))
        make_submission(make_order(dana))
    asked()
    few = asked()
    for _ in range(5):
        finish(make_order(dana))
        make_submission(make_order(dana))
    assert asked() == few
