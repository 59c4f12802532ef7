"""A real Chromium on a live server: `dana_page` is a page of dana's; `page_of(user, **context)` opens one for anybody.
`editor` is her kitchen, open to be painted on.

`firefox_page` and `resisting_page` are dana's in Firefox, the latter with its protection against fingerprinting.

A page fails its test at the end when the browser reported an uncaught error or a violated content policy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, NoReturn, Protocol, cast

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from editor.models import Order, User
from tests.browser.chromium import installed
from tests.browser.firefox import Firefox, FirefoxPage, firefox
from tests.browser.firefox import installed as installed_firefox
from tests.browser.painting import KITCHEN, open_editor
from tests.making import make_order


class OpensPages(Protocol):
    def __call__(self, user: User | None, **context: Any) -> Page: ...


def missing(sentence: str) -> NoReturn:
    """Skips the test, or fails it with REQUIRE_BROWSER=1."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"NO BROWSER: {sentence}")
    pytest.skip(f"NO BROWSER: {sentence}")


def session_of(user: User) -> str:
    """The value of a cookie that is signed in as the user."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium, else Playwright's own; skipped (or failed, with REQUIRE_BROWSER=1) where there is none."""
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code that forgot itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            # A container's root user has no sandbox to give.
            chromium = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        except Error as error:
            missing(f"Chromium did not start ({error.message.splitlines()[0]})")
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def live_server(live_server: LiveServer) -> LiveServer:
    """The plugin's server looks for the static files app by its usual name, which ours does not have."""
    httpd = live_server.thread.httpd
    httpd.set_app(StaticFilesHandler(cast("WSGIHandler", httpd.get_app())))
    return live_server


@pytest.fixture
def page_of(browser: Browser, live_server: LiveServer) -> Iterator[OpensPages]:
    """Opens a page at the live server, signed in as the user (or as nobody)."""
    troubles: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            troubles.append(message.text)

    def open_page(user: User | None, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **{"reduced_motion": "reduce", **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            session = session_of(user)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", note)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def dana_page(page_of: OpensPages, dana: User) -> Page:
    return page_of(dana)


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=KITCHEN)


@pytest.fixture
def editor(dana_page: Page, kitchen: Order) -> Page:
    """Dana's kitchen, open in the editor."""
    return open_editor(dana_page, kitchen)


@pytest.fixture(scope="module")
def plain_firefox() -> Iterator[Firefox]:
    with started({}) as browser:
        yield browser


@pytest.fixture(scope="module")
def resisting_firefox() -> Iterator[Firefox]:
    with started({"privacy.resistFingerprinting": True}) as browser:
        yield browser


def started(preferences: dict[str, Any]) -> AbstractContextManager[Firefox]:
    """Skips or fails, as Chromium's fixture does, where Firefox is missing."""
    if not installed_firefox():
        missing("Firefox is not installed")
    return firefox(preferences)


@pytest.fixture
def firefox_page(plain_firefox: Firefox, live_server: LiveServer, dana: User) -> Iterator[FirefoxPage]:
    yield from page_in(plain_firefox, live_server, dana)


@pytest.fixture
def resisting_page(resisting_firefox: Firefox, live_server: LiveServer, dana: User) -> Iterator[FirefoxPage]:
    yield from page_in(resisting_firefox, live_server, dana)


def page_in(browser: Firefox, server: LiveServer, user: User) -> Iterator[FirefoxPage]:
    page = browser.page(server.url, {settings.SESSION_COOKIE_NAME: session_of(user)})
    yield page
    troubles = page.troubles()
    page.close()
    assert troubles == []
