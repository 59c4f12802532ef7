"""The reviewer's screens: every order, submission and call to read, and how the services stand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editor.models import Call, Order, ProviderState, RemoteOrder, Role, Submission, User
from tests.making import make_order, make_revision, make_submission

PAGES = [
    "admin:index",
    "admin:editor_order_changelist",
    "admin:editor_submission_changelist",
    "admin:services",
]


def page(client: Client, name: str, *args: int, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, name: str, *args: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, name, *args)
    return len(captured)


def done(order: Order, **fields: Any) -> Submission:
    submission = make_submission(order, state=Submission.State.SUCCEEDED, **fields)
    submission.result = make_revision(order, parent=submission.parent)
    submission.save()
    return submission


def make_call(submission: Submission, **fields: Any) -> Call:
    facts = {"method": "POST", "url": "https://service.example/v2/erase", "status": 200, "ms": 812, **fields}
    return Call.objects.create(submission=submission, **facts)


@pytest.mark.parametrize("name", PAGES)
def test_rhea_reads_every_screen(name: str, order: Order, rhea_client: Client) -> None:
    done(order)
    assert "Eraser" in page(rhea_client, name)


@pytest.mark.parametrize("name", PAGES)
def test_for_dana_and_mallory_there_is_no_such_place(name: str, dana_client: Client, mallory_client: Client) -> None:
    for client in (dana_client, mallory_client):
        assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "admin:login"])
def test_nobody_in_particular_signs_in_where_everybody_does(name: str, anonymous_client: Client) -> None:
    answer = anonymous_client.get(reverse(name), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("sign_in") + "?next=/admin/")


def test_a_password_tried_on_the_admins_own_page_is_not_looked_at(rhea: User, anonymous_client: Client) -> None:
    rhea.set_password("a long enough password")
    rhea.save()
    anonymous_client.post(reverse("admin:login"), {"username": "rhea", "password": "a long enough password"})
    assert "_auth_user_id" not in anonymous_client.session


def test_rhea_finds_an_order_by_its_photo_its_service_and_a_reference(
    order: Order, agnes: User, rhea_client: Client
) -> None:
    done(order, reference="job-7")
    make_order(agnes, name="garden.jpg")
    for query in ("?q=kitchen", "?q=job-7", "?provider=local", "?q=dana"):
        html = page(rhea_client, "admin:editor_order_changelist", query=query)
        assert "kitchen.jpg" in html
        assert "garden.jpg" not in html


def test_an_order_shows_its_picture_and_what_was_asked(order: Order, rhea_client: Client) -> None:
    submission = done(order, credits=6.0, reference="job-7")
    html = page(rhea_client, "admin:editor_order_change", order.pk)
    assert f"/revisions/{order.head_id}/proxy.jpg" in html
    for words in ("Built-in", "6 credits", "job-7", reverse("admin:editor_submission_change", args=[submission.pk])):
        assert words in html


def test_a_submission_shows_its_calls(order: Order, rhea_client: Client) -> None:
    submission = done(order)
    make_call(submission, request='{"image": "(1.2 MB)"}', response='{"status": "ok"}')
    html = page(rhea_client, "admin:editor_submission_change", submission.pk)
    for words in ("/v2/erase", "812", "(1.2 MB)", "&quot;ok&quot;"):
        assert words in html


def test_a_submission_shows_what_it_cost_its_seed_and_what_the_service_calls_it(
    order: Order, rhea_client: Client
) -> None:
    submission = done(order, credits=6.0, price=Decimal("0.24"), currency="USD", reference="job-7", seed_used=4711)
    Submission.objects.update(remote={"id": "req-9"}, note="A note.", error_detail="503 twice")
    make_call(submission, method="GET", url="https://service.example/v2/status/req-9", status=None, error="No answer.")
    html = page(rhea_client, "admin:editor_submission_change", submission.pk)
    for words in ("6 credits, about $0.24", "job-7", "4711", str(submission.seed), "req-9", "A note.", "503 twice"):
        assert words in html
    for words in ("GET", "/v2/status/req-9", "812", "No answer."):
        assert words in html
    assert f"/revisions/{submission.result_id}/thumb.jpg" in html
    listed = page(rhea_client, "admin:editor_submission_changelist")
    assert f"/revisions/{submission.result_id}/thumb.jpg" in listed
    assert f"/revisions/{submission.result_id}/thumb.jpg" in page(rhea_client, "admin:editor_order_changelist")


@pytest.mark.parametrize("model", ["order", "submission"])
def test_a_list_asks_the_database_as_often_for_20_rows_as_for_4(
    model: str, dana: User, agnes: User, rhea_client: Client
) -> None:
    for _ in range(2):
        done(make_order(dana))
        done(make_order(agnes))
    few = queries(rhea_client, f"admin:editor_{model}_changelist")
    for _ in range(16):
        done(make_order(dana))
    assert queries(rhea_client, f"admin:editor_{model}_changelist") == few


def test_one_order_and_one_submission_ask_as_often_however_much_belongs_to_them(
    order: Order, rhea_client: Client
) -> None:
    submission = done(order)
    make_call(submission)

    def counted() -> list[int]:
        return [
            queries(rhea_client, "admin:editor_order_change", order.pk),
            queries(rhea_client, "admin:editor_submission_change", submission.pk),
        ]

    few = counted()
    for _ in range(10):
        done(order)
        make_call(submission)
    assert counted() == few


@pytest.mark.parametrize("model", ["order", "submission"])
def test_nothing_is_added_changed_or_deleted_here(model: str, order: Order, rhea_client: Client) -> None:
    pk = {"order": order.pk, "submission": done(order).pk}[model]
    assert rhea_client.get(reverse(f"admin:editor_{model}_add")).status_code == 403
    assert rhea_client.post(reverse(f"admin:editor_{model}_change", args=[pk]), {"state": "open"}).status_code == 403
    assert rhea_client.post(reverse(f"admin:editor_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403


def test_the_services_page_names_what_is_missing_and_never_shows_a_key(settings: Any, rhea_client: Client) -> None:
    settings.PROVIDER_CONFIG = {"BRIA_API_TOKEN": "very-secret", "BRIA_REQUESTS_PER_MINUTE": "many"}
    ProviderState.objects.create(slug="bria", failures=5, open_until=timezone.now() + timedelta(minutes=5))
    html = page(rhea_client, "admin:services")
    assert "AIHOMEDESIGN_API_KEY is missing" in html
    assert "BRIA_REQUESTS_PER_MINUTE must be a whole number" in html
    assert "Paused after 5 faults" in html
    assert "very-secret" not in html


def test_a_key_that_cannot_be_sent_is_named_and_not_shown(settings: Any, rhea_client: Client) -> None:
    settings.PROVIDER_CONFIG = {"AITHRIVING_API_KEY": "clé-secrète", "IOPAINT_BASE_URL": "http://paint.example/api/v1"}
    html = page(rhea_client, "admin:services")
    assert "AITHRIVING_API_KEY has a character in it that cannot be sent" in html
    assert "IOPAINT_BASE_URL must end after the host or port" in html
    assert "secr" not in html


def switch(client: Client, slug: str, act: str, **more: str) -> str:
    answer = client.post(reverse("admin:switch_service", args=[slug]), {"act": act, **more}, follow=True)
    assert answer.redirect_chain == [(reverse("admin:services"), 302)]
    return answer.content.decode()


def test_rhea_switches_a_service_off_with_a_reason_and_on_again(
    rhea_client: Client, agnes: User, settings: Any
) -> None:
    settings.PROVIDER_CONFIG = {"BRIA_API_TOKEN": "k"}
    html = switch(rhea_client, "bria", "off", reason="<b>budget</b> is used up")
    assert "BRIA is switched off. What runs there goes on." in html
    assert "Switched off by Rhea just now: &lt;b&gt;budget&lt;/b&gt; is used up" in html
    assert "Rhea, BRIA: Switched off: &lt;b&gt;budget&lt;/b&gt; is used up." in html
    agnes.put_in(Role.REVIEWER)
    other = Client()
    other.force_login(agnes, backend="django.contrib.auth.backends.ModelBackend")
    assert "BRIA is switched off by Rhea: &lt;b&gt;budget&lt;/b&gt; is used up." in switch(other, "bria", "off")
    assert "BRIA is switched on." in switch(rhea_client, "bria", "on")
    assert ProviderState.objects.get(slug="bria").off_since is None


def test_rhea_ends_a_pause_and_sees_what_was_wrong_and_when_it_worked_last(order: Order, rhea_client: Client) -> None:
    done(order)
    Submission.objects.update(provider="bria", ended_at=timezone.now() - timedelta(hours=3))
    ProviderState.objects.create(
        slug="bria",
        failures=5,
        open_until=timezone.now() + timedelta(minutes=5),
        last_fault="BRIA is down.",
        last_fault_at=timezone.now() - timedelta(minutes=2),
    )
    html = page(rhea_client, "admin:services").replace("\xa0", " ")
    assert "Last result 3 hours ago" in html
    assert "Last fault 2 minutes ago: BRIA is down." in html
    html = switch(rhea_client, "bria", "resume")
    assert "The pause of BRIA is over." in html
    assert "Paused after" not in html
    assert "BRIA is not paused any more." in switch(rhea_client, "bria", "resume")


@pytest.mark.parametrize("data", [{}, {"act": "burn"}, {"act": "off", "reason": "x" * 201}])
def test_a_switch_nobody_knows_and_an_endless_reason_change_nothing(data: dict[str, str], rhea_client: Client) -> None:
    answer = rhea_client.post(reverse("admin:switch_service", args=["local"]), data, follow=True)
    assert "Reload the page and try again." in (html := answer.content.decode()) or "at most 200 characters" in html
    assert not ProviderState.objects.filter(off_since__isnull=False).exists()


def test_only_a_reviewer_switches_and_only_services_there_are(
    dana_client: Client, anonymous_client: Client, rhea_client: Client
) -> None:
    address = reverse("admin:switch_service", args=["local"])
    assert dana_client.post(address, {"act": "off"}).status_code == 404
    assert anonymous_client.post(address, {"act": "off"}).status_code == 302
    assert rhea_client.get(address).status_code == 405
    assert rhea_client.post(reverse("admin:switch_service", args=["nobody"]), {"act": "off"}).status_code == 404
    assert Client(enforce_csrf_checks=True).post(address, {"act": "off"}).status_code in {302, 403}
    assert not ProviderState.objects.exists()


def test_removals_of_unknown_outcome_are_counted_and_listed(order: Order, rhea_client: Client) -> None:
    make_submission(order, state=Submission.State.OUTCOME_UNKNOWN)
    html = page(rhea_client, "admin:services")
    link = f"{reverse('admin:editor_submission_changelist')}?state__exact=outcome_unknown&amp;provider=local"
    assert f'<a href="{link}">1</a>' in html
    assert "kitchen.jpg" in page(
        rhea_client, "admin:editor_submission_changelist", query="?state__exact=outcome_unknown&provider=local"
    )


def test_rhea_has_orders_that_may_not_be_closed_looked_at_and_told_again(
    order: Order, rhea_client: Client, settings: Any
) -> None:
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AIHOMEDESIGN_API_KEY": "key"}
    account = {"order_id": "6f1e"}
    remote = RemoteOrder.objects.create(order=order, provider="aihomedesign", account=account, state="unknown")
    address = reverse("admin:editor_remoteorder_changelist")
    html = rhea_client.get(address).content.decode()
    assert "6f1e" in html
    assert rhea_client.get(reverse("admin:editor_remoteorder_change", args=[remote.pk])).status_code == 200
    Order.objects.update(state=Order.State.FINALISED)
    for action, looking in (("look", True), ("close", False)):
        RemoteOrder.objects.update(state="unknown")
        answer = rhea_client.post(address, {"action": action, "_selected_action": [remote.pk]}, follow=True)
        assert "A worker is at 1 of them." in answer.content.decode()
        remote.refresh_from_db()
        assert (remote.state, remote.looking) == ("due", looking)
    RemoteOrder.objects.update(state="closed")
    answer = rhea_client.post(address, {"action": "close", "_selected_action": [remote.pk]}, follow=True)
    assert "This order is closed at the service, or about to be." in answer.content.decode()
