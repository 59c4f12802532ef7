"""File names by a pattern: good on every file system, each once, in order."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.actions.archive.naming import PLACEHOLDERS, check_pattern, ending, names
from editor.actions.errors import Refused

KITCHEN = {"address": "12 Elm Street", "reference": "A/7", "name": "kitchen", "state": "Finalised", "revision": "2"}


def test_every_placeholder_says_its_own() -> None:
    pattern = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    check_pattern(pattern)
    assert names(pattern, [KITCHEN]) == ["01 12 Elm Street A-7 kitchen Finalised 2"]


def test_numbers_have_as_many_digits_as_the_last_one_so_that_they_sort() -> None:
    assert names("{number}", [KITCHEN] * 9)[0] == "01"
    assert names("{number}", [KITCHEN] * 120)[::119] == ["001", "120"]


def test_an_unknown_placeholder_is_refused_in_a_sentence_that_names_the_known_ones() -> None:
    with pytest.raises(Refused) as caught:
        check_pattern("{number} {price}")
    assert caught.value.sentence.startswith("There is no {price} for file names: use {number}, {address},")


@pytest.mark.parametrize("pattern", ["{number", "number}", "{{number}}", "{}"])
def test_a_brace_alone_is_refused(pattern: str) -> None:
    with pytest.raises(Refused):
        check_pattern(pattern)


def test_photos_of_one_name_are_told_apart_also_where_capitals_do_not_count() -> None:
    named = [{**KITCHEN, "name": name} for name in ("Hall", "hall", "HALL", "hall (2)")]
    assert names("{name}", named) == ["Hall", "hall (2)", "HALL (3)", "hall (2) (2)"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*?", "a-b-c"),
        ("  spaces \t and. ", "spaces and"),
        ("…\u202egnp", "…gnp"),
        ("...", "01"),
        ("{address}", "address"),
    ],
)
def test_what_a_file_system_forbids_is_not_in_a_name(name: str, expected: str) -> None:
    assert names("{name}", [{**KITCHEN, "name": name}]) == [expected]


@given(st.lists(st.text(max_size=300), min_size=1, max_size=20))
def test_whatever_photos_are_called_their_files_have_good_names(called: list[str]) -> None:
    made = names("{name}", [{**KITCHEN, "name": name} for name in called])
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in made}) == len(called)
    for name in made:
        assert name
        assert name.isprintable()
        assert len(name.encode()) <= 185
        assert not set(name) & set('<>:"/\\|?*')
        assert name[-1] not in " ."
        assert name[0] not in ". "


@pytest.mark.parametrize(("name", "expected"), [("a.JPG", ".jpg"), ("a", ""), ("a.b c", ""), ("a.tar.gz", ".gz")])
def test_an_original_keeps_its_ending(name: str, expected: str) -> None:
    assert ending(name) == expected
