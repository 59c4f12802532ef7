"""The words that photos and listings are found by."""

from __future__ import annotations

import importlib

from django.apps import apps
from django.db import connection

from editor.actions.listings.making import Facts, edit_listing
from editor.models import User, Word
from editor.models.word import LENGTH, words_asked, words_of
from tests.making import make_listing, make_order


def test_a_name_is_found_by_its_words_and_their_parts() -> None:
    assert words_of("IMG1234 Küche.JPG") == {"img1234", "img", "1234", "kuche", "jpg"}
    assert words_of("x" * 200) == {"x" * LENGTH}
    assert words_of("—!_") == set()


def test_what_is_asked_is_taken_word_by_word() -> None:
    assert words_asked("  Elm elm, ÉTAGE_2 ") == ["elm", "etage", "2"]


def test_a_new_address_is_found_and_the_old_one_no_more(agnes: User) -> None:
    listing = make_listing(agnes, agent=agnes)
    edit_listing(actor=agnes, listing=listing, facts=Facts("9 Oak Road", "MLS-7", agnes))
    assert set(listing.words.values_list("text", flat=True)) == {"9", "oak", "road", "mls", "7"}


def test_what_was_there_before_there_were_words_is_found_too(agnes: User) -> None:
    make_order(agnes, name="hall.jpg", listing=make_listing(agnes, reference="MLS-7"))
    before = set(Word.objects.values_list("text", "order", "listing"))
    Word.objects.all().delete()
    importlib.import_module("editor.migrations.0015_words").find_words(apps, connection.schema_editor())
    assert set(Word.objects.values_list("text", "order", "listing")) == before
