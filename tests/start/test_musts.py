"""What docs/editor-musts.md calls shown is shown by a test that exists."""

from __future__ import annotations

import re

from tests.start.installation import ROOT

MUSTS = (ROOT / "docs" / "editor-musts.md").read_text(encoding="utf-8")


def test_every_test_named_there_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", MUSTS)
    assert len(named) > 50
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (ROOT / "tests" / "browser" / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_file_named_there_exists() -> None:
    named = re.findall(r"`((?:tests|static)/[\w./-]+)`", MUSTS)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_must_names_a_test() -> None:
    rows = re.findall(r"^\| (?!must|trap|-)(.+?) \| (.+) \|$", MUSTS, re.MULTILINE)
    assert len(rows) > 50
    assert [must for must, shown in rows if ".py" not in shown] == []


def test_every_picture_of_the_documents_is_there() -> None:
    for document in ("README.md", "docs/editor.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        pictures = re.findall(r"!\[[^\]]{10,}\]\(([\w./-]+)\)", text)
        assert len(pictures) == text.count("![") > 0
        assert [each for each in pictures if not (ROOT / document).parent.joinpath(each).exists()] == []
