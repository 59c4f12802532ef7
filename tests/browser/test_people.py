"""Coming in, one's account and two-step codes: by hand, and usable by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from editor.models import Role, SignInLink, User
from tests.browser.axe import assert_usable
from tests.browser.conftest import OpensPages
from tests.codes import code_of, with_codes
from tests.making import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_dana_switches_codes_on_and_signs_in_with_one(page_of: OpensPages, dana: User) -> None:
    dana.set_password("long-enough-to-remember")
    dana.save()
    page = page_of(dana)
    page.goto("/")
    page.locator(".person summary").click()
    page.get_by_role("link", name="Your account").click()
    assert_usable(page)
    page.get_by_role("link", name="Switch on").click()
    qr_code = page.get_by_role("img", name="QR code")
    expect(qr_code).to_be_visible()
    assert qr_code.evaluate("image => image.naturalWidth") > 100, "the policy lets it through"
    assert_usable(page)
    page.get_by_label("Code").fill(code_of(TOTPDevice.objects.get(user=dana)))
    page.get_by_role("button", name="Switch on").click()
    recovery = page.locator(".recovery-codes code")
    expect(recovery).to_have_count(10)
    assert_usable(page)
    code = recovery.first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes are left")).to_be_visible()
    page.get_by_role("link", name="Recovery codes, or switch off").click()
    assert_usable(page)

    other = page_of(None)
    other.goto(reverse("account"))
    other.get_by_label("Name or e-mail address").fill("dana")
    other.get_by_label("Password").fill("long-enough-to-remember")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_text("You are nearly in")).to_be_visible()
    other.get_by_label("Code").fill("nope")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_text("This code does not fit.")).to_be_visible()
    assert_usable(other)
    StaticDevice.objects.update(throttling_failure_count=0)  # A person would need a second anyway.
    other.get_by_label("Code").fill(code)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_text("9 recovery codes are left")).to_be_visible()


@pytest.fixture
def anonymous_page(page_of: OpensPages) -> Page:
    return page_of(None)


def test_a_forgotten_password(anonymous_page: Page, dana: User) -> None:
    anonymous_page.goto(reverse("sign_in"))
    anonymous_page.get_by_role("link", name="Forgotten your password?").click()
    assert_usable(anonymous_page)
    anonymous_page.get_by_label("E-mail address").fill("dana@example.com")
    anonymous_page.get_by_role("button", name="Send the link").click()
    expect(anonymous_page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    assert_usable(anonymous_page)
    number, token = urlsafe_base64_encode(force_bytes(dana.pk)), default_token_generator.make_token(dana)
    anonymous_page.goto(reverse("new_password", args=[number, token]))
    assert_usable(anonymous_page)
    anonymous_page.goto(reverse("new_password", args=[number, "none"]))
    assert_usable(anonymous_page)


def test_an_invitation_leads_to_a_first_password(anonymous_page: Page, dana: User) -> None:
    anonymous_page.goto(reverse("invited", args=[SignInLink.objects.issue(dana)]))
    expect(anonymous_page.get_by_role("heading", name="Welcome, Dana")).to_be_visible()
    assert_usable(anonymous_page)
    anonymous_page.get_by_role("button", name="Come in").click()
    expect(anonymous_page.get_by_role("heading", name="Set a password")).to_be_visible()


def test_rhea_invites_and_looks_after_people(page_of: OpensPages, rhea: User, dana: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    User.objects.filter(pk=dana.pk).update(last_login=timezone.now())
    with_codes(dana)
    make_person("carl", Role.AGENT)
    page = page_of(rhea)
    page.goto(reverse("admin:people"))
    page.get_by_label("Name").fill("Bea Brown")
    page.get_by_label("E-mail address").fill("bea@example.com")
    page.get_by_label("Designer", exact=True).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("Bea Brown is invited.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    assert_usable(page)
    page.get_by_role("link", name="Dana").click()
    assert_usable(page)
    page.get_by_role("button", name="Switch codes off").click()
    expect(page.get_by_text("Dana signs in without a code now.")).to_be_visible()
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_role("button", name="Open the account again")).to_be_visible()
    assert_usable(page)
    page.goto(f"{reverse('admin:people')}?which=closed")
    expect(page.get_by_role("row", name="Dana")).to_be_visible()
    page.get_by_role("link", name="Reviewers").click()
    page.get_by_role("link", name="Rhea").click()
    expect(page.get_by_text("This is you")).to_be_visible()
    assert_usable(page)
