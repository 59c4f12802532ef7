"""Nothing dana paints is lost: however the page ends, wherever she goes on."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page

from editor.models import Draft, Order, User
from tests.browser.painting import (
    as_mask,
    drag,
    open_editor,
    shown_mask,
    wait_until,
)
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (601, 403)
LINE = [(100.0, 200.0), (500.0, 200.0)]
POST = [(300.0, 50.0), (300.0, 350.0)]

CLOSE = "document.querySelector('mask-editor').studio.saving.close()"


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


@pytest.fixture
def editor(dana_page: Page, kitchen: Order) -> Page:
    return open_editor(dana_page, kitchen)


def test_letting_go_of_a_photo_saves_its_last_stroke_first_and_nothing_after(editor: Page) -> None:
    drag(editor, LINE)
    before = shown_mask(editor)
    assert editor.evaluate(CLOSE) is True
    draft = Draft.objects.get()
    assert np.array_equal(as_mask(bytes(draft.mask)), before)
    drag(editor, POST)
    editor.wait_for_timeout(1_500)
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_photo_let_go_of_while_the_server_is_away_is_kept_on_this_device(editor: Page, kitchen: Order) -> None:
    editor.route("**/draft/", lambda route: route.abort())
    drag(editor, LINE)
    before = shown_mask(editor)
    assert editor.evaluate(CLOSE) is False
    editor.unroute("**/draft/")
    open_editor(editor, kitchen)
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), before)
