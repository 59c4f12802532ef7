"""Somebody who wants two steps is signed in after the second one only, whichever way the first was taken."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from editor.models import SignInLink, User
from tests.codes import code_of, with_codes
from tests.making import make_listing, make_order, make_submission
from tests.views.test_access import ASKED, OF_NOBODY

PASSWORD = "long-enough-to-remember"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def app(rhea: User) -> TOTPDevice:
    """Rhea's: reviewers can reach everything, so she has most to lose."""
    rhea.set_password(PASSWORD)
    rhea.save()
    return with_codes(rhea)


@pytest.fixture
def halfway_client(app: TOTPDevice) -> Client:  # noqa: ARG001
    """A browser that knows her password and no code."""
    client = Client()
    answer = client.post(reverse("sign_in"), {"username": "rhea", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def reaches_her_photos(client: Client) -> bool:
    return client.get(reverse("orders")).status_code == 200


def show(client: Client, code: str, **more: str) -> str:
    answer = client.post(reverse("second_step"), {"code": code, **more})
    return answer.headers.get("Location", "") or answer.content.decode()


def test_after_the_password_rhea_is_asked_for_a_code_and_lands_where_she_wanted(
    halfway_client: Client, app: TOTPDevice
) -> None:
    asked = halfway_client.get(reverse("account"))
    assert asked.headers["Location"] == f"{reverse('second_step')}?next={reverse('account')}"
    assert "Rhea" in halfway_client.get(asked.headers["Location"]).content.decode()
    assert show(halfway_client, code_of(app), next=reverse("account")) == reverse("account")
    assert reaches_her_photos(halfway_client)


def test_a_code_leads_to_no_other_site(halfway_client: Client, app: TOTPDevice) -> None:
    assert show(halfway_client, code_of(app), next="https://elsewhere.example/") == reverse("orders")


@pytest.mark.parametrize("name", ASKED)
def test_nobody_gets_past_by_any_address_of_an_order(name: str, dana: User, halfway_client: Client) -> None:
    order = make_order(dana, name="secret-kitchen.jpg", listing=make_listing(dana))
    make_submission(order)
    ask, _ = ASKED[name]
    answer = ask(halfway_client, order)
    assert answer.status_code in {302, 401}
    assert "secret-kitchen.jpg" not in answer.content.decode()
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(reverse("second_step"))


@pytest.mark.parametrize("name", sorted(OF_NOBODY - {"sign_out"}))
def test_nor_by_any_other_page(name: str, halfway_client: Client) -> None:
    assert halfway_client.get(reverse(name)).headers["Location"].startswith(reverse("second_step"))


@pytest.mark.parametrize("name", ["admin:index", "admin:services", "admin:editor_order_changelist", "admin:jsi18n"])
def test_nor_through_the_desk(name: str, halfway_client: Client) -> None:
    assert halfway_client.get(reverse(name)).headers["Location"].startswith(reverse("second_step"))


def test_nor_by_a_link_nor_by_a_session_from_before(rhea: User, app: TOTPDevice) -> None:
    by_link, from_before = Client(), Client()
    by_link.get(reverse("open", args=[SignInLink.objects.issue(rhea)]))
    by_invitation = Client()
    by_invitation.post(reverse("invited", args=[SignInLink.objects.issue(rhea)]))
    from_before.force_login(rhea, backend=BACKEND)
    for client in (by_link, by_invitation, from_before):
        assert not reaches_her_photos(client)
        assert client.get(reverse("password")).status_code == 302, "nor is her password changed"
    assert show(by_link, code_of(app)) == reverse("orders")
    assert reaches_her_photos(by_link)


def test_a_page_that_asks_in_the_background_is_told_without_a_page(halfway_client: Client) -> None:
    answer = halfway_client.get(reverse("orders"), headers={"HX-Request": "true"})
    assert answer.status_code == 401


def test_a_code_works_once(halfway_client: Client, app: TOTPDevice) -> None:
    code = code_of(app)
    show(halfway_client, code)
    other = Client()
    other.post(reverse("sign_in"), {"username": "rhea", "password": PASSWORD})
    assert "This code does not fit" in show(other, code)
    assert not reaches_her_photos(other)


def test_guessing_makes_one_wait_longer_each_time(halfway_client: Client, app: TOTPDevice) -> None:
    assert "This code does not fit" in show(halfway_client, "000000")
    TOTPDevice.objects.update(throttling_failure_count=6, throttling_failure_timestamp=timezone.now())
    assert re.search(r"Too many wrong codes\. Try again in 3\d seconds\.", show(halfway_client, code_of(app)))
    TOTPDevice.objects.update(throttling_failure_count=12, throttling_failure_timestamp=timezone.now())
    assert "Try again in 35 minutes" in show(halfway_client, code_of(app))
    assert not reaches_her_photos(halfway_client)
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))
    app.refresh_from_db()
    assert show(halfway_client, code_of(app)) == reverse("orders")


def test_another_apps_code_and_another_persons_are_worth_nothing(
    halfway_client: Client, dana: User, app: TOTPDevice
) -> None:
    danas = with_codes(dana)
    assert "This code does not fit" in show(halfway_client, code_of(danas))
    assert not reaches_her_photos(halfway_client)
    assert app.confirmed


def test_somebody_halfway_signs_in_as_somebody_else(halfway_client: Client, dana: User) -> None:
    dana.set_password(PASSWORD)
    dana.save()
    halfway_client.post(reverse("sign_out"))
    halfway_client.post(reverse("sign_in"), {"username": "dana", "password": PASSWORD})
    assert reaches_her_photos(halfway_client)


def test_nobody_and_somebody_who_is_in_have_no_business_with_the_code_page(
    anonymous_client: Client, dana_client: Client
) -> None:
    assert anonymous_client.get(reverse("second_step")).headers["Location"] == reverse("orders")
    assert dana_client.get(reverse("second_step")).headers["Location"] == reverse("orders")


def switch_on(client: Client, person: User) -> list[str]:
    """Through the pages, as a person does; the recovery codes."""
    page = client.get(reverse("codes")).content.decode()
    app = TOTPDevice.objects.get(user=person)
    assert not app.confirmed
    assert 'src="data:image/svg+xml' in page
    answer = client.post(reverse("codes"), {"act": "on", "code": code_of(app)})
    return re.findall(r"<code>(\w{4}-\w{4})</code>", answer.content.decode())


def test_dana_switches_codes_on_and_gets_recovery_codes_once(dana: User, dana_client: Client) -> None:
    other = Client()
    other.force_login(dana, backend=BACKEND)
    codes = switch_on(dana_client, dana)
    assert len(codes) == 10
    assert reaches_her_photos(dana_client), "here she has just shown a code"
    assert not reaches_her_photos(other), "elsewhere she has not"
    page = dana_client.get(reverse("codes")).content.decode()
    assert "10 recovery codes are left" in page
    assert not any(code in page for code in codes)


def test_a_wrong_code_switches_nothing_on(dana: User, dana_client: Client) -> None:
    first = dana_client.get(reverse("codes")).content.decode()
    answer = dana_client.post(reverse("codes"), {"act": "on", "code": "000000"})
    assert "This code does not fit" in answer.content.decode()
    assert not TOTPDevice.objects.get(user=dana).confirmed
    picture = re.compile(r'src="(data:image[^"]+)"')
    assert picture.findall(first) == picture.findall(answer.content.decode()), "the app has read the right one already"


def test_a_recovery_code_lets_dana_in_once_however_she_types_it(dana: User, dana_client: Client) -> None:
    code = switch_on(dana_client, dana)[0]
    for typed, comes_in in ((f" {code.upper().replace('-', ' ')} ", True), (code, False)):
        client = Client()
        client.force_login(dana, backend=BACKEND)
        show(client, typed)
        assert reaches_her_photos(client) == comes_in
    assert StaticToken.objects.filter(device__user=dana).count() == 9


def test_new_recovery_codes_replace_the_old_ones(dana: User, dana_client: Client) -> None:
    old = switch_on(dana_client, dana)
    answer = dana_client.post(reverse("codes"), {"act": "renew", "code": old[0]})
    new = re.findall(r"<code>(\w{4}-\w{4})</code>", answer.content.decode())
    assert len(new) == 10
    assert not set(new) & set(old)
    client = Client()
    client.force_login(dana, backend=BACKEND)
    show(client, old[1])
    assert not reaches_her_photos(client)


def test_switching_off_takes_a_code(dana: User, dana_client: Client) -> None:
    code = switch_on(dana_client, dana)[0]
    assert (
        "This code does not fit" in dana_client.post(reverse("codes"), {"act": "off", "code": "nope"}).content.decode()
    )
    TOTPDevice.objects.update(throttling_failure_count=0)
    dana_client.post(reverse("codes"), {"act": "off", "code": code_of(TOTPDevice.objects.get(user=dana))})
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.filter(token=code.replace("-", "")).exists()
    client = Client()
    client.force_login(dana, backend=BACKEND)
    assert reaches_her_photos(client)


def test_a_new_app_makes_every_session_show_a_code_again(dana: User, dana_client: Client) -> None:
    switch_on(dana_client, dana)
    TOTPDevice.objects.all().delete()
    with_codes(dana)
    assert not reaches_her_photos(dana_client)
