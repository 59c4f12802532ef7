"""What people see of services that cost something: offers, what would happen, what became of it, several compared."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor.actions.providers.switching import switch_off
from editor.models import Call, Event, Opening, Order, ProviderState, RemoteOrder, Submission, User
from editor.providers import registry
from tests.actions.test_parting import painted_over
from tests.making import make_order, make_revision, make_submission, mask_png
from tests.services import Services, needing

HTMX = {"HX-Request": "true"}
State = Submission.State


@pytest.fixture
def paid(services: Services, settings: Any) -> Services:
    """Two services that bill: `quick` has a price and can be asked again, `slow` counts credits."""
    outside: dict[str, Any] = {"image_source": "bytes", "formats": ("png",), "bills": True}
    services.add("quick", can_look_again=True, delivery="poll", **outside)
    services.add("slow", credits_per_result=6.0, **outside)
    settings.PROVIDER_PRICES = {"quick": Decimal("0.02")}
    settings.PRICE_CURRENCY = "USD"
    return services


def offer(client: Client, order: Order, slug: str) -> dict[str, Any]:
    shown = client.get(reverse("paint_json", args=[order.pk])).json()["providers"]
    return next(each for each in shown if each["slug"] == slug)


def to(submission: Submission, slug: str, **facts: Any) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(provider=slug, **facts)
    submission.refresh_from_db()
    return submission


def asked(client: Client, order: Order, url: str, *slugs: str, **more: Any) -> Any:
    mask = SimpleUploadedFile("mask.png", more.pop("mask", mask_png()), content_type="image/png")
    data = {"mask": mask, "provider": slugs, "revision": order.head_id, "key": str(uuid.uuid4()), **more}
    return client.post(reverse(url, args=[order.pk]), data)


def page(client: Client, order: Order) -> str:
    return client.get(reverse("order", args=[order.pk])).content.decode()


# Offers ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_an_offer_says_what_a_result_costs_and_by_whose_word(order: Order, dana_client: Client) -> None:
    assert offer(dana_client, order, "quick")["cost"] == "About $0.02 a result, by the price set here"
    assert offer(dana_client, order, "slow")["cost"] == "6 credits a result"
    assert offer(dana_client, order, "local")["cost"] == ""


def test_an_offer_names_the_setting_that_is_missing(paid: Services, order: Order, dana_client: Client) -> None:
    paid.add("locked").settings = needing("LOCKED_KEY", "LOCKED_SECRET")
    found = offer(dana_client, order, "locked")
    assert not found["ready"]
    assert found["note"] == "Not set up: LOCKED_KEY and LOCKED_SECRET are missing."


@pytest.mark.usefixtures("paid")
def test_an_offer_says_until_when_a_service_is_paused(order: Order, dana_client: Client) -> None:
    until = timezone.localtime() + timedelta(minutes=5)
    ProviderState.objects.create(slug="quick", failures=5, open_until=until)
    assert offer(dana_client, order, "quick")["note"] == f"Quick is paused after repeated faults until {until:%H:%M}."


@pytest.mark.usefixtures("paid")
def test_one_that_is_switched_off_says_why_and_is_not_to_be_chosen(
    order: Order, dana_client: Client, rhea: User
) -> None:
    to(make_submission(order, state=State.SUCCEEDED), "quick")
    switch_off(actor=rhea, slug="quick", reason="budget is used up")
    found = offer(dana_client, order, "quick")
    assert (found["ready"], found["chosen"]) == (False, False)
    assert found["note"] == "Quick is switched off by Rhea: budget is used up."
    assert offer(dana_client, order, "local")["chosen"]
    [said] = asked(dana_client, order, "preview", "quick").json()["said"]
    assert said["refused"]
    assert found["note"] in said["sentence"]


def test_with_all_of_them_switched_off_the_editor_opens_all_the_same(
    order: Order, dana_client: Client, rhea: User
) -> None:
    switch_off(actor=rhea, slug="local", reason="")
    assert not any(offer(dana_client, order, slug)["chosen"] for slug in registry.PROVIDERS)


def test_a_retired_interface_is_marked(paid: Services, order: Order, dana_client: Client) -> None:
    paid.add("old", status="retired")
    assert "announced the end" in offer(dana_client, order, "old")["note"]


@pytest.mark.usefixtures("paid")
def test_the_last_choice_is_remembered_for_each_person(order: Order, dana_client: Client, rhea_client: Client) -> None:
    to(make_submission(order, state=State.SUCCEEDED), "quick")
    assert offer(dana_client, order, "quick")["chosen"]
    assert offer(rhea_client, order, "local")["chosen"]


@pytest.mark.usefixtures("paid")
def test_a_comparison_and_a_service_that_is_gone_are_no_choice(order: Order, dana_client: Client) -> None:
    to(make_submission(order, state=State.SUCCEEDED), "gone")
    to(make_submission(order, state=State.SUCCEEDED, group=uuid.uuid4()), "quick")
    assert offer(dana_client, order, "local")["chosen"]


# Before sending ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_dana_is_told_what_will_happen_before_anything_is_sent(order: Order, dana_client: Client) -> None:
    told = asked(dana_client, order, "preview", "quick").json()
    assert told["total"] == ""
    [said] = told["said"]
    assert not said["refused"]
    assert said["sentence"].endswith("goes to Quick; about $0.02.")
    assert not order.submissions.exists()


@pytest.mark.usefixtures("paid")
def test_several_services_are_summed_up(order: Order, dana_client: Client) -> None:
    told = asked(dana_client, order, "preview", "quick", "slow", "local").json()
    assert [said["provider"] for said in told["said"]] == ["quick", "slow", "local"]
    assert told["total"] == ("3 services; about $0.02 together, by the prices set here, plus Slow.")


@pytest.mark.usefixtures("paid")
def test_a_service_that_cannot_take_it_says_why(order: Order, dana_client: Client) -> None:
    ProviderState.objects.create(slug="quick", failures=5, open_until=timezone.now() + timedelta(minutes=5))
    [said] = asked(dana_client, order, "preview", "quick").json()["said"]
    assert said["refused"]
    assert "is paused" in said["sentence"]


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("mask", [mask_png((60, 40)), b"text"], ids=["another size", "no picture"])
def test_a_mask_that_cannot_be_read_is_refused_in_a_sentence(mask: bytes, order: Order, dana_client: Client) -> None:
    [said] = asked(dana_client, order, "preview", "quick", mask=mask).json()["said"]
    assert said["refused"]
    assert said["sentence"].endswith(".")


def test_a_service_nobody_set_up_is_refused(order: Order, dana_client: Client) -> None:
    assert asked(dana_client, order, "preview", "bria").status_code == 400


# Sending -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_a_seed_is_sent_and_shown_with_the_result(order: Order, dana_client: Client) -> None:
    asked(dana_client, order, "submit", "slow", seed="4294967294")
    submission = order.submissions.get()
    assert submission.seed == 4294967294
    to(submission, "slow", state=State.SUCCEEDED, credits=6.0)
    html = page(dana_client, order)
    assert "4294967294" in html
    assert "6 credits" in html


@pytest.mark.parametrize("seed", ["-1", "4294967295", "x"])
def test_a_seed_out_of_range_is_refused_in_a_sentence(seed: str, order: Order, dana_client: Client) -> None:
    answer = asked(dana_client, order, "submit", "local", seed=seed)
    assert answer.status_code == 400
    assert "0 to 4294967294" in answer.json()["error"]


@pytest.mark.usefixtures("paid")
def test_one_press_sends_one_mask_to_several_services_once(order: Order, dana_client: Client) -> None:
    key = str(uuid.uuid4())
    first, again = (asked(dana_client, order, "submit", "quick", "local", key=key) for _ in range(2))
    assert first.status_code == again.status_code == 201
    submissions = list(order.submissions.order_by("pk"))
    assert {each.provider for each in submissions} == {"quick", "local"}
    assert len(submissions) == 2
    assert len({each.group for each in submissions}) == 1
    for each in submissions:
        assert f'id="submission-{each.pk}"' in first.content.decode()


# An unknown outcome ------------------------------------------------------------------------------------------------


@pytest.fixture
def lost(paid: Services, order: Order) -> Submission:  # noqa: ARG001
    submission = make_submission(order, state=State.OUTCOME_UNKNOWN, remote={"id": "job-7"})
    return to(submission, "quick", error_sentence="The answer was lost.")


def card(client: Client, submission: Submission) -> str:
    return client.get(reverse("submission", args=[submission.pk]), headers=HTMX).content.decode()


def test_the_card_offers_to_look_again_and_to_submit_anew_with_its_price(lost: Submission, dana_client: Client) -> None:
    html = card(dana_client, lost)
    assert "The answer was lost." in html
    assert "Look again" in html
    assert "billed again (about $0.02, by the price set here)" in html
    assert "Try again" not in html


def test_a_service_that_cannot_be_asked_offers_no_look(lost: Submission, dana_client: Client) -> None:
    html = card(dana_client, to(lost, "slow"))
    assert "Look again" not in html
    assert "Submit anew" in html


def test_looking_again_goes_on_with_the_same_submission(lost: Submission, dana_client: Client) -> None:
    html = dana_client.post(reverse("look_again", args=[lost.pk]), headers=HTMX).content.decode()
    lost.refresh_from_db()
    assert lost.is_active
    assert 'hx-trigger="every 1s"' in html
    assert lost.order.events.get().kind == Event.Kind.LOOKED_AGAIN


def test_submitting_anew_from_two_tabs_is_one_submission(lost: Submission, dana_client: Client) -> None:
    first, second = (
        dana_client.post(reverse("submit_anew", args=[lost.pk]), headers=HTMX).content.decode() for _ in range(2)
    )
    anew = lost.order.submissions.exclude(pk=lost.pk).get()
    for html in (first, second):
        assert f'id="submission-{anew.pk}"' in html
        assert "The mask was submitted anew." in html
    assert f'id="submission-{lost.pk}"' not in page(dana_client, lost.order)


def test_an_unknown_outcome_stays_in_sight_after_later_successes(lost: Submission, dana_client: Client) -> None:
    make_submission(lost.order, state=State.SUCCEEDED)
    assert f'id="submission-{lost.pk}"' in page(dana_client, lost.order)


def test_both_ways_on_work_without_javascript(lost: Submission, dana_client: Client) -> None:
    for name in ("submit_anew", "look_again"):
        answer = dana_client.post(reverse(name, args=[lost.pk]))
        assert answer.headers["Location"] == reverse("order", args=[lost.order_id])


def test_what_cannot_be_looked_at_again_is_told(order: Order, dana_client: Client) -> None:
    done = make_submission(order, state=State.SUCCEEDED)
    for name in ("look_again", "submit_anew"):
        html = dana_client.post(reverse(name, args=[done.pk]), headers=HTMX).content.decode()
        assert 'role="alert"' in html
    assert order.submissions.count() == 1


# The order's page --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_the_order_page_tells_what_each_removal_cost_and_all_together(order: Order, dana_client: Client) -> None:
    for _ in range(2):
        made = make_submission(order, state=State.SUCCEEDED, price=Decimal("0.0200"), currency="USD", credits=1.0)
        to(made, "quick", reference="job-7")
    html = page(dana_client, order)
    assert "1 credit, about $0.02, by the price set here" in html
    assert "Together about $0.04, by the prices set here; 2 credits of Quick." in html
    assert "job-7" in html


def test_the_calls_of_a_removal_are_listed_and_shown_on_demand(order: Order, dana_client: Client) -> None:
    submission = make_submission(order, state=State.FAILED)
    common = {"submission": submission, "method": "GET", "url": "https://service.example/status/7", "ms": 31}
    Call.objects.create(**common, status=200, response='{"state": "done"}')
    Call.objects.create(**common, error="No answer within 60 seconds.")
    assert "2 calls to Built-in" in page(dana_client, order)
    for headers in ({}, HTMX):
        html = dana_client.get(reverse("calls", args=[submission.pk]), headers=headers).content.decode()
        for words in ("GET /status/7", "31 ms", "no answer", "No answer within 60 seconds.", "&quot;done&quot;"):
            assert words in html
        assert "service.example" not in html


def test_the_page_asks_as_often_for_20_removals_as_for_2(
    order: Order, dana_client: Client, django_assert_max_num_queries: Any
) -> None:
    def shown(number: int) -> None:
        for _ in range(number):
            submission = make_submission(order, state=State.FAILED)
            Call.objects.create(submission=submission, method="GET", url="https://x.example/", ms=1)

    shown(20)
    with django_assert_max_num_queries(15):
        page(dana_client, order)


# Finalising --------------------------------------------------------------------------------------------------------


def finalise(client: Client, order: Order, number: int | str) -> Any:
    return client.post(reverse("finalise", args=[order.pk]), {"revision": str(number)})


def test_dana_finalises_with_the_revision_she_looks_at(order: Order, dana_client: Client) -> None:
    for _ in range(2):
        make_revision(order)
    html = dana_client.get(reverse("order", args=[order.pk]) + "?after=1").content.decode()
    assert "Finalise with Revision 1" in html
    finalise(dana_client, order, 1)
    order.refresh_from_db()
    assert order.state == Order.State.FINALISED
    assert order.head
    assert order.head.number == 1
    html = page(dana_client, order)
    assert "Finalised with Revision 1" in html
    assert "by <bdi>Dana</bdi>" in html
    for words in ("Paint on this", "Go back to this", "Finalise…"):
        assert words not in html


def test_what_cannot_be_finalised_is_told(order: Order, dana_client: Client) -> None:
    make_submission(order)
    answer = finalise(dana_client, order, 0)
    order.refresh_from_db()
    assert order.state == Order.State.OPEN
    html = dana_client.get(answer.headers["Location"]).content.decode()
    assert "Something is still being removed here." in html


@pytest.mark.parametrize("word", ["9", "x", ""])
def test_a_revision_that_is_not_there_finalises_nothing(word: str, order: Order, dana_client: Client) -> None:
    assert finalise(dana_client, order, word).status_code == 404
    order.refresh_from_db()
    assert order.state == Order.State.OPEN


def test_a_service_that_keeps_the_order_is_named_before_it_is_told(
    paid: Services, order: Order, dana_client: Client
) -> None:
    paid.add("keeper", finalises=True)
    account = {"order_id": "6f1e", "image_id": "a7"}
    remote = RemoteOrder.objects.create(order=order, provider="keeper", account=account, revision=order.head)
    html = page(dana_client, order)
    assert "6f1e" in html
    assert "Keeper is told that its order is done." in html
    remote.state, remote.sentence = RemoteOrder.State.FAILED, "Keeper did not take it. Close the order there."
    remote.save()
    assert "Close the order there." in page(dana_client, order)


# In parts ----------------------------------------------------------------------------------------------------------

HALL = (3000, 2000)
APART = painted_over((50, 50, 150, 150), (2700, 1800, 2900, 1900), size=HALL)


@pytest.mark.usefixtures("paid")
def test_far_apart_parts_are_offered_one_by_one_with_their_price(dana: User, dana_client: Client) -> None:
    hall = make_order(dana, size=HALL)
    (quick,) = asked(dana_client, hall, "preview", "quick", mask=APART).json()["said"]
    assert quick["inParts"]["parts"] == 2
    assert "about $0.04, instead of the whole photo, 3,000 × 2,000 px, about $0.02." in quick["inParts"]["offer"]
    (local,) = asked(dana_client, hall, "preview", "local", mask=APART).json()["said"]
    assert local["inParts"] is None


@pytest.mark.usefixtures("paid")
def test_one_crop_is_sent_unless_somebody_says_otherwise(dana: User, dana_client: Client) -> None:
    hall = make_order(dana, size=HALL)
    assert asked(dana_client, hall, "submit", "quick", mask=APART).status_code == 201
    assert hall.submissions.get().parts == 1
    html = asked(dana_client, hall, "submit", "quick", mask=APART, crops="2").content.decode()
    assert [words in html for words in ("Part 1 of 2", "Part 2 of 2")] == [True, True]
    assert hall.submissions.filter(parts=2).count() == 2


@pytest.mark.parametrize("crops", ["3", "0", "x", "99"])
@pytest.mark.usefixtures("paid")
def test_another_number_than_was_offered_is_refused_in_a_sentence(crops: str, dana: User, dana_client: Client) -> None:
    hall = make_order(dana, size=HALL)
    answer = asked(dana_client, hall, "submit", "quick", mask=APART, crops=crops)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert not hall.submissions.exists()


@pytest.mark.usefixtures("paid")
def test_the_ledger_shows_each_part_and_what_they_cost_together(order: Order, dana_client: Client) -> None:
    split = uuid.uuid4()
    for part in (1, 2):
        submission = make_submission(order, state=State.SUCCEEDED, split=split, part=part, parts=2)
        to(submission, "quick", price=Decimal("0.02"), currency="USD")
    html = page(dana_client, order)
    assert [words in html for words in ("Part 1 of 2", "Part 2 of 2")] == [True, True]
    assert html.count("All parts together: about $0.04, by the prices set here.") == 1


def test_a_part_that_failed_stays_in_sight_beside_those_that_came(order: Order, dana_client: Client) -> None:
    split = uuid.uuid4()
    failed = make_submission(order, state=State.FAILED, split=split, part=1, parts=2)
    make_submission(order, state=State.SUCCEEDED, split=split, part=2, parts=2)
    assert f'id="submission-{failed.pk}"' in page(dana_client, order)
    make_submission(order, state=State.SUCCEEDED)
    assert f'id="submission-{failed.pk}"' not in page(dana_client, order)


# Side by side ------------------------------------------------------------------------------------------------------


def group_page(client: Client, order: Order, group: uuid.UUID) -> Any:
    return client.get(reverse("group", args=[order.pk, group]))


@pytest.mark.usefixtures("paid")
def test_results_stand_side_by_side_with_those_that_wait_or_failed(order: Order, dana_client: Client) -> None:
    group, parent = uuid.uuid4(), order.head
    done = to(make_submission(order, state=State.SUCCEEDED, group=group), "quick")
    waiting = make_submission(order, state=State.PROCESSING, group=group, doing="Waiting for Built-in")
    failed = to(make_submission(order, state=State.FAILED, group=group), "slow", error_sentence="Slow declined it.")
    done.result = make_revision(order, parent=parent)
    done.save()
    make_revision(order, parent=parent)
    html = group_page(dana_client, order, group).content.decode()
    for each in (done, waiting, failed):
        assert f'id="cell-{each.pk}"' in html
    for words in ("Use this one", "Waiting for Built-in", "Slow declined it.", 'data-bounds="0.16667 0.25000'):
        assert words in html
    assert html.count('hx-trigger="every 1s"') == 1


def test_a_cell_is_refreshed_by_itself(order: Order, dana_client: Client) -> None:
    submission = make_submission(order, state=State.PROCESSING, group=uuid.uuid4())
    url = reverse("submission", args=[submission.pk]) + "?in=compare"
    html = dana_client.get(url, headers=HTMX).content.decode()
    assert f'id="cell-{submission.pk}"' in html
    assert "<html" not in html


def test_a_group_of_another_order_is_not_there(order: Order, dana: User, dana_client: Client) -> None:
    group = uuid.uuid4()
    make_submission(make_order(dana), group=group)
    assert group_page(dana_client, order, group).status_code == 404


# Orders of a service -----------------------------------------------------------------------------------------------


def test_opening_a_services_order_is_offered_where_it_is_set_up(settings: Any, dana_client: Client) -> None:
    assert "AI HomeDesign order" not in dana_client.get(reverse("orders")).content.decode()
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AIHOMEDESIGN_API_KEY": "key"}
    assert "Open an AI HomeDesign order" in dana_client.get(reverse("orders")).content.decode()


@pytest.mark.parametrize("word", ["", "6f1e", "x" * 201])
def test_an_order_that_cannot_be_asked_for_is_told(word: str, dana_client: Client) -> None:
    answer = dana_client.post(reverse("open_remote"), {"remote_id": word}, follow=True)
    assert 'class="message error"' in answer.content.decode()


@pytest.fixture
def opening(settings: Any, dana_client: Client) -> Opening:
    """Dana asked for order 6f1e, twice."""
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AIHOMEDESIGN_API_KEY": "key"}
    answers = [dana_client.post(reverse("open_remote"), {"remote_id": word}) for word in ("6f1e", "6f1e ")]
    (made,) = Opening.objects.all()
    assert {answer.headers["Location"] for answer in answers} == {reverse("opening", args=[made.pk])}
    return made


def shown(client: Client, opening: Opening, **headers: str) -> Any:
    return client.get(reverse("opening", args=[opening.pk]), headers=headers)


def test_dana_sees_a_services_order_come(opening: Opening, order: Order, dana_client: Client) -> None:
    Opening.objects.update(doing="Fetching its picture")
    html = shown(dana_client, opening).content.decode()
    assert [words in html for words in ("6f1e", "Fetching its picture", "Cancel", "every 1s")] == [True] * 4
    Opening.objects.update(state=Opening.State.DONE, order=order)
    editor = reverse("paint", args=[order.pk])
    assert shown(dana_client, opening).headers["Location"] == editor
    assert shown(dana_client, opening, **HTMX).headers["HX-Redirect"] == editor


def test_one_that_did_not_come_says_why_and_may_be_tried_again(opening: Opening, dana_client: Client) -> None:
    Opening.objects.update(state=Opening.State.FAILED, sentence="AI HomeDesign did not answer in time.")
    html = shown(dana_client, opening, **HTMX).content.decode()
    assert "AI HomeDesign did not answer in time." in html
    assert 'value="6f1e"' in html
    assert "every 1s" not in html
    dana_client.post(reverse("open_remote"), {"remote_id": "6f1e"})
    assert Opening.objects.filter(state=Opening.State.ASKED).count() == 1


def test_an_opening_is_canceled_by_the_one_who_asked(
    opening: Opening, dana_client: Client, mallory_client: Client
) -> None:
    for name in ("opening", "cancel_opening"):
        ask = mallory_client.get if name == "opening" else mallory_client.post
        assert ask(reverse(name, args=[opening.pk])).status_code == 404
    html = dana_client.post(reverse("cancel_opening", args=[opening.pk]), follow=True).content.decode()
    assert "Canceled. Nothing was opened." in html


@pytest.mark.parametrize(
    ("state", "ways"), [("unknown", ["look_at_closing", "close_again"]), ("failed", ["close_again"])]
)
def test_an_order_that_may_not_be_closed_there_offers_the_ways_on(
    paid: Services, order: Order, dana_client: Client, state: str, ways: list[str]
) -> None:
    paid.add("keeper", finalises=True)
    Order.objects.filter(pk=order.pk).update(state=Order.State.FINALISED)
    remote = RemoteOrder.objects.create(order=order, provider="keeper", account={"order_id": "6f1e"}, state=state)
    addresses = [reverse(name, args=[remote.pk]) for name in ("look_at_closing", "close_again")]
    html = page(dana_client, order)
    assert [name for name in ("look_at_closing", "close_again") if reverse(name, args=[remote.pk]) in html] == ways
    html = dana_client.post(addresses[-1], follow=True).content.decode()
    remote.refresh_from_db()
    assert remote.state == RemoteOrder.State.DUE
    assert "every 2s" in html
    assert not any(address in html for address in addresses)


def test_a_service_that_is_gone_is_not_told_again(order: Order, dana_client: Client) -> None:
    remote = RemoteOrder.objects.create(order=order, provider="gone", state=RemoteOrder.State.UNKNOWN)
    html = dana_client.post(reverse("close_again", args=[remote.pk]), follow=True).content.decode()
    assert "is not set up here any more" in html
