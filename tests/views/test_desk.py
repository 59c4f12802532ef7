"""The reviewer's desk: what needs a person first, an order with all that is known of it, and what is done to many."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor.models import Budget, Event, Order, ProviderState, RemoteOrder, Submission, User
from tests.making import make_listing, make_order, make_submission
from tests.services import Services, pending
from tests.views.test_admin import done, make_call, page, queries

State = Submission.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(services: Services, settings: Any) -> None:
    services.add("paid", pending(), bills=True)
    settings.PROVIDER_PRICES = {"paid": Decimal("0.40")}


def at_paid(order: Order, **fields: Any) -> Submission:
    submission = make_submission(order, **fields)
    Submission.objects.filter(pk=submission.pk).update(provider="paid")
    return submission


def press(client: Client, submission: Submission, act: str, **more: str) -> str:
    address = reverse("admin:act_on_removal", args=[submission.pk])
    answer = client.post(address, {"act": act, "next": reverse("admin:index"), **more}, follow=True)
    assert answer.redirect_chain == [(reverse("admin:index"), 302)]
    return answer.content.decode()


def test_when_nothing_needs_rhea_the_desk_is_calm(order: Order, rhea_client: Client) -> None:
    done(order)
    assert "Nothing needs you" in page(rhea_client, "admin:index")


@pytest.mark.usefixtures("paid")
def test_what_needs_a_person_comes_first_with_a_sentence_and_what_can_be_done(
    dana: User, rhea: User, rhea_client: Client
) -> None:
    hour = timezone.now() - timedelta(hours=1)
    at_paid(make_order(dana, name="lost.jpg"), state=State.OUTCOME_UNKNOWN, error_sentence="The line broke.")
    at_paid(make_order(dana, name="failed.jpg"), state=State.FAILED, error_sentence="It was refused.")
    waits = at_paid(make_order(dana, name="waits.jpg"))
    Submission.objects.filter(pk=waits.pk).update(created_at=hour, next_at=hour)
    late = at_paid(make_order(dana, name="late.jpg"), state=State.PROCESSING, deadline_at=hour, started_at=hour)
    open_there = RemoteOrder.objects.create(order=make_order(dana, name="open.jpg"), provider="paid", state="failed")
    ProviderState.objects.create(slug="local", off_since=hour, off_by=rhea, off_reason="it rests")
    Budget.objects.create(provider="paid", amount=Decimal("0.80"), warn_at=50)
    html = page(rhea_client, "admin:index")
    told = [
        "Paid: outcome unknown",
        "The line broke.",
        "Paid: stuck",
        "no worker has ended it",
        "no worker has taken it up",
        "Paid: order not closed",
        "Built-in: switched off",
        "it rests",
        "Budget used up",
        "$0.80 of $0.80 for Paid is used this month (100 %).",
        "Paid: nothing was removed",
        "It was refused.",
    ]
    places = [html.index(words) for words in told]
    assert places == sorted(places)
    for name in ("lost.jpg", "failed.jpg", "waits.jpg", "late.jpg", "open.jpg"):
        assert html.count(name) >= 1
    assert reverse("admin:act_on_closing", args=[open_there.pk]) in html
    assert reverse("admin:act_on_removal", args=[late.pk]) in html


def test_what_was_overcome_submitted_anew_or_closed_is_not_in_the_queue(dana: User, rhea_client: Client) -> None:
    overcome = make_order(dana, name="overcome.jpg")
    make_submission(overcome, state=State.FAILED)
    done(overcome)
    tried = make_order(dana, name="tried.jpg")
    make_submission(tried, state=State.FAILED)
    make_submission(tried, state=State.PROCESSING)
    closed = make_order(dana, name="closed.jpg")
    make_submission(closed, state=State.FAILED)
    Order.objects.filter(pk=closed.pk).update(state=Order.State.FINALISED)
    lost = make_submission(make_order(dana, name="lost.jpg"), state=State.OUTCOME_UNKNOWN)
    press(rhea_client, lost, "anew")
    assert "Nothing needs you" in page(rhea_client, "admin:index")


def test_the_queue_asks_as_often_for_20_as_for_2(dana: User, rhea_client: Client) -> None:
    def lose(times: int) -> None:
        for _ in range(times):
            listing = make_listing(dana, agent=dana)
            make_submission(make_order(dana, listing=listing), state=State.OUTCOME_UNKNOWN)
            make_submission(make_order(dana, listing=listing), state=State.FAILED)

    lose(2)
    few = queries(rhea_client, "admin:index")
    lose(10)
    assert queries(rhea_client, "admin:index") == few


@pytest.mark.usefixtures("paid")
def test_rhea_submits_anew_looks_again_and_cancels_where_she_reads_of_it(order: Order, rhea_client: Client) -> None:
    lost = at_paid(order, state=State.OUTCOME_UNKNOWN)
    html = page(rhea_client, "admin:index")
    assert "If the first time counted, this is billed again (about $0.40, by the price set here)." in html
    assert "It was submitted anew." in press(rhea_client, lost, "anew")
    anew = order.submissions.latest("pk")
    assert (anew.provider, anew.state) == ("paid", State.QUEUED)
    press(rhea_client, lost, "anew")
    assert order.submissions.count() == 2
    assert "It is being stopped." in press(rhea_client, anew, "cancel")
    anew.refresh_from_db()
    assert anew.state == State.CANCELED
    Submission.objects.filter(pk=lost.pk).update(answer={"url": "https://service.example/r.png"})
    assert "A worker asks what became of it." in press(rhea_client, lost, "look")
    assert [event.actor.username for event in Event.objects.filter(order=order) if event.actor] == ["rhea"] * 3


@pytest.mark.usefixtures("paid")
def test_what_is_refused_is_told_in_a_sentence(order: Order, rhea_client: Client) -> None:
    lost = at_paid(order, state=State.OUTCOME_UNKNOWN)
    assert "Submit it anew, which may be billed." in press(rhea_client, lost, "look")
    assert "Reload the page and try again." in press(rhea_client, lost, "burn")
    Submission.objects.update(mask_dropped_at=timezone.now())
    assert "cannot be submitted anew" in press(rhea_client, lost, "anew")
    Submission.objects.update(mask_dropped_at=None)
    lost.mask.delete(save=False)
    assert "cannot be submitted anew" in press(rhea_client, lost, "anew")


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/admin/", "//elsewhere.example/admin/", "/orders/1/", ""]
)
def test_acting_leads_back_to_the_desk_and_nowhere_else(address: str, order: Order, rhea_client: Client) -> None:
    submission = make_submission(order)
    where = reverse("admin:act_on_removal", args=[submission.pk])
    answer = rhea_client.post(where, {"act": "cancel", "next": address})
    assert answer.headers["Location"] == reverse("admin:index")


def test_only_a_reviewer_acts_at_the_desk(order: Order, dana_client: Client, anonymous_client: Client) -> None:
    submission = make_submission(order)
    remote = RemoteOrder.objects.create(order=order, provider="aihomedesign", state="failed")
    addresses = [
        reverse("admin:act_on_removal", args=[submission.pk]),
        reverse("admin:act_on_closing", args=[remote.pk]),
        reverse("admin:act_on_order", args=[order.pk]),
        reverse("admin:editor_budget_add"),
    ]
    for address in addresses:
        assert dana_client.post(address, {"act": "cancel"}).status_code == 404
        assert anonymous_client.post(address, {"act": "cancel"}).status_code == 302
    submission.refresh_from_db()
    assert not submission.cancel_requested


def test_an_orders_page_has_its_pictures_people_removals_calls_and_timeline(
    dana: User, agnes: User, rhea_client: Client
) -> None:
    listing = make_listing(agnes, agent=agnes, reference="MLS-7")
    order = make_order(dana, listing=listing, designer=dana)
    original = order.head
    assert original
    submission = done(order, price=Decimal("0.24"), currency="USD")
    make_call(submission)
    lost = make_submission(order, state=State.OUTCOME_UNKNOWN, error_sentence="The line broke.")
    Event.objects.create(order=order, actor=dana, kind=Event.Kind.UPLOADED)
    html = page(rhea_client, "admin:editor_order_change", order.pk)
    for revision in (original.pk, order.head_id):
        assert f"/revisions/{revision}/proxy.jpg" in html
    for words in ("12 Elm Street", "MLS-7", "Agnes", "Dana", "about $0.24", "1 call to Built-in", "added the photo"):
        assert words in html
    assert "The line broke." in html
    assert reverse("calls", args=[submission.pk]) in html
    assert reverse("admin:act_on_removal", args=[lost.pk]) in html


def test_rhea_reopens_a_finalised_order_with_a_reason(order: Order, rhea_client: Client) -> None:
    Order.objects.update(state=Order.State.FINALISED)
    assert "Why it is opened again" in page(rhea_client, "admin:editor_order_change", order.pk)
    address = reverse("admin:act_on_order", args=[order.pk])
    assert "Say why" in rhea_client.post(address, {"act": "reopen"}, follow=True).content.decode()
    rhea_client.post(address, {"act": "reopen", "reason": "the sky is wrong"})
    order.refresh_from_db()
    assert order.state != Order.State.FINALISED


def test_the_list_shows_before_and_after_whose_it_is_and_what_it_cost(
    dana: User, agnes: User, rhea_client: Client
) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes), designer=dana)
    original = order.head_id
    done(order, price=Decimal("0.24"), currency="USD")
    make_submission(order, state=State.OUTCOME_UNKNOWN)
    html = page(rhea_client, "admin:editor_order_changelist")
    for words in (f"/revisions/{original}/thumb", f"/revisions/{order.head_id}/thumb", "12 Elm Street", "$0.24"):
        assert words in html
    for words in ("Agnes</bdi>", "Outcome unknown", "Dana</bdi>"):
        assert words in html


def test_rhea_narrows_the_list_down_by_what_happened_and_whose_it_is(
    dana: User, mallory: User, agnes: User, amos: User, rhea_client: Client
) -> None:
    elm = make_listing(agnes, agent=agnes, reference="MLS-7")
    pine = make_listing(amos, agent=amos, address="3 Pine Road")
    lost = make_order(dana, name="lost.jpg", listing=elm, designer=dana)
    make_submission(lost, state=State.OUTCOME_UNKNOWN)
    failed = make_order(dana, name="failed.jpg", listing=pine, designer=mallory)
    make_submission(failed, state=State.FAILED)
    for query, found, other in (
        ("?removals=unknown", "lost.jpg", "failed.jpg"),
        ("?removals=failed", "failed.jpg", "lost.jpg"),
        (f"?agent={agnes.pk}", "lost.jpg", "failed.jpg"),
        (f"?designer={mallory.pk}", "failed.jpg", "lost.jpg"),
        (f"?listing={pine.pk}", "failed.jpg", "lost.jpg"),
        ("?q=pine+failed", "failed.jpg", "lost.jpg"),
        ("?q=MLS-7", "lost.jpg", "failed.jpg"),
    ):
        html = page(rhea_client, "admin:editor_order_changelist", query=query)
        assert found in html
        assert other not in html
    page(rhea_client, "admin:editor_order_changelist", query="?agent=nobody&listing=x&designer=9999999999999999999")


def bulk(client: Client, action: str, *orders: Order, **more: Any) -> str:
    data = {"action": action, "_selected_action": [order.pk for order in orders], **more}
    return client.post(reverse("admin:editor_order_changelist"), data, follow=True).content.decode()


@pytest.mark.usefixtures("paid")
def test_what_failed_in_many_orders_is_submitted_anew_by_one_press(dana: User, rhea_client: Client) -> None:
    orders = [make_order(dana, name=f"{number}.jpg") for number in range(3)]
    for order in orders[:2]:
        at_paid(order, state=State.FAILED)
    assert "2 done." in bulk(rhea_client, "retry", *orders)
    assert [order.submissions.count() for order in orders] == [2, 2, 0]
    assert "There was nothing of that kind to do" in bulk(rhea_client, "retry", *orders)
    assert "2 done." in bulk(rhea_client, "cancel", *orders)
    assert not Submission.objects.active().exists()
    for each in orders:
        at_paid(each, state=State.OUTCOME_UNKNOWN)
    assert "0.jpg: This service cannot be asked" in bulk(rhea_client, "look", *orders)


def test_rhea_gives_one_order_and_many_to_a_designer(
    dana: User, mallory: User, agnes: User, rhea_client: Client
) -> None:
    one, two = make_order(dana, name="one.jpg"), make_order(dana, name="two.jpg", designer=mallory)
    assert "2 done." in bulk(rhea_client, "give", one, two, designer=dana.pk)
    assert "Choose the designer" in bulk(rhea_client, "give", one, two)
    assert "done." not in bulk(rhea_client, "give", one, two, designer=agnes.pk)
    assert "one.jpg: This photo is given to them already." in bulk(rhea_client, "give", one, designer=dana.pk)
    address = reverse("admin:act_on_order", args=[one.pk])
    html = page(rhea_client, "admin:editor_order_change", one.pk)
    assert f'<option value="{dana.pk}" selected>Dana</option>' in html
    answer = rhea_client.post(address, {"act": "give", "designer": mallory.pk}, follow=True)
    assert "It is Mallory&#x27;s now." in answer.content.decode()
    rhea_client.post(reverse("admin:act_on_order", args=[two.pk]), {"act": "give", "designer": ""})
    assert list(Order.objects.order_by("pk").values_list("designer", flat=True)) == [mallory.pk, None]
    assert Event.objects.filter(kind=Event.Kind.ASSIGNED).count() == 4
    html = page(rhea_client, "admin:editor_order_change", one.pk)
    assert "gave the photo to <bdi>Mallory</bdi>" in html


def test_a_long_list_is_not_counted_to_its_end(
    dana: User, rhea_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.admin.capped.MOST", 3)
    monkeypatch.setattr("editor.admin.orders.OrderDesk.list_per_page", 2)
    for number in range(5):
        make_order(dana, name=f"{number}.jpg")
    html = page(rhea_client, "admin:editor_order_changelist")
    assert "?p=2" in html
    assert "?p=3" not in html
    assert "The first 3 are listed" in html


def test_rhea_sets_a_budget_and_sees_what_is_used_of_it(order: Order, rhea_client: Client) -> None:
    address = reverse("admin:editor_budget_add")
    data = {"provider": "bria", "amount": "50", "warn_at": "80", "stops": "on"}
    rhea_client.post(address, data)
    budget = Budget.objects.get()
    assert (budget.provider, budget.amount, budget.stops) == ("bria", Decimal(50), True)
    make_submission(order, state=State.SUCCEEDED, price=Decimal("12.5"), currency="USD")
    Submission.objects.update(provider="bria")
    html = page(rhea_client, "admin:editor_budget_changelist")
    for words in ("$12.50", "of $50.00", "Beyond it nothing is accepted."):
        assert words in html
    Budget.objects.update(warned_for=timezone.now().date())
    rhea_client.post(reverse("admin:editor_budget_change", args=[budget.pk]), data | {"amount": "60"})
    budget.refresh_from_db()
    assert (budget.amount, budget.warned_for) == (Decimal(60), None)
    assert rhea_client.post(address, data).status_code == 200  # one for each service
    assert Budget.objects.count() == 1
    rhea_client.post(reverse("admin:editor_budget_delete", args=[budget.pk]), {"post": "yes"})
    assert not Budget.objects.exists()


def test_a_service_without_a_price_is_named_beside_the_budgets(rhea_client: Client, settings: Any) -> None:
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AITHRIVING_API_KEY": "key"}
    settings.PROVIDER_PRICES = {}
    assert "Not counted, since no price is set: " in page(rhea_client, "admin:editor_budget_changelist")
