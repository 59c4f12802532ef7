"""Whom a comment addresses is told so, once, and only where they may see the photo."""

from __future__ import annotations

import pytest

from editor.actions.news.mentions import handle_of, handles, mentioned, people_who_see
from editor.actions.review.commenting import comment
from editor.actions.review.reviewing import ask_changes
from editor.models import Notification, Order, Role, User
from editor.templatetags.mentions import mentioning
from tests.making import make_listing, make_order, make_person

Kind = Notification.Kind


@pytest.fixture
def listed(dana: User, agnes: User) -> Order:
    """Dana's photo in agnes's listing."""
    return make_order(dana, listing=make_listing(agnes, agent=agnes))


@pytest.fixture
def bo(db: None) -> User:  # noqa: ARG001
    """A reviewer whose username is an address, called by two names."""
    bo = make_person("bo.berg@office.example", Role.REVIEWER)
    bo.first_name, bo.last_name = "Bo", "Berg"
    bo.save()
    return bo


def told() -> set[tuple[str, str]]:
    return {(each.person.username, each.kind) for each in Notification.objects.select_related("person")}


@pytest.mark.parametrize(
    "text",
    [
        "@dana",
        "@Dana, look",
        "Look (@DANA) please.",
        "Done.@dana",
        "@dana. The cable.",
        "The cable,\n@dana",
        "¿@dana?",
    ],
)
def test_an_at_and_a_name_is_a_mention(text: str, listed: Order, dana: User) -> None:
    assert mentioned(text, listed) == [dana]


@pytest.mark.parametrize(
    "text",
    [
        "dana",
        "me@dana",
        "write to me@dana.example",
        "@dana@office.example",
        "@dana.example",
        "@danas",
        "@dana-marie",
        "@ dana",
        "@nobody",
        "@",
        "@@dana@",
    ],
)
def test_anything_else_is_text(text: str, listed: Order) -> None:
    assert mentioned(text, listed) == []


def test_a_person_is_found_by_each_of_their_names(listed: Order, bo: User) -> None:
    for text in ("@bo.berg@office.example", "@Bo Berg", "@bo  berg's", "@Bo", "@Bo."):
        assert mentioned(text, listed) == [bo], text


def test_a_name_that_two_people_share_means_neither(listed: Order, bo: User) -> None:
    other = make_person("other", Role.REVIEWER)
    other.first_name, other.last_name = "Bo", "Berg"
    other.save()
    assert mentioned("@Bo Berg @Bo", listed) == []
    assert mentioned("@other", listed) == [other]
    known = handles(people_who_see(listed))
    assert handle_of(bo, known) == "bo.berg@office.example"


def test_each_is_named_once_in_the_order_of_the_text(listed: Order, dana: User, agnes: User) -> None:
    assert mentioned("@agnes @dana @Agnes", listed) == [agnes, dana]


@pytest.mark.usefixtures("mallory", "amos")
def test_who_may_not_see_the_photo_is_not_mentioned(listed: Order, dana: User) -> None:
    dana.is_active = False
    dana.save()
    assert mentioned("@mallory @amos @dana", listed) == []


@pytest.mark.usefixtures("mallory")
def test_mentioned_people_are_told_that_and_nothing_else(listed: Order, dana: User, agnes: User, rhea: User) -> None:
    assert listed.head is not None
    said = comment(actor=dana, order=listed, revision=listed.head, text="@agnes @rhea @mallory @dana: is it done?")
    assert set(said.mentions.all()) == {agnes, rhea, dana}
    assert told() == {("agnes", Kind.MENTIONED), ("rhea", Kind.MENTIONED)}


def test_others_whom_the_photo_concerns_are_told_of_the_comment(listed: Order, rhea: User) -> None:
    assert listed.head is not None
    comment(actor=rhea, order=listed, revision=listed.head, text="@dana: is it done?")
    assert told() == {("dana", Kind.MENTIONED), ("agnes", Kind.COMMENTED)}


def test_the_painter_is_told_of_changes_and_others_that_they_are_mentioned(
    listed: Order, agnes: User, rhea: User
) -> None:
    assert listed.head is not None
    ask_changes(actor=agnes, order=listed, revision=listed.head, text="@dana, the lamp. @rhea, is that allowed?")
    assert told() == {("dana", Kind.CHANGES_ASKED), ("rhea", Kind.MENTIONED)}
    assert rhea.notifications.get().words.startswith("@dana, the lamp.")


def test_a_mention_stands_out_and_the_text_is_escaped(dana: User) -> None:
    shown = mentioning("<i>@dana</i> @nobody & me@dana.example", [dana])
    marked = '<span class="mention" title="Dana">@dana</span>'
    assert shown == f"&lt;i&gt;{marked}&lt;/i&gt; @nobody &amp; me@dana.example"


def test_nobody_mentioned_is_plain_text() -> None:
    assert mentioning("<b>hello</b>", []) == "&lt;b&gt;hello&lt;/b&gt;"
