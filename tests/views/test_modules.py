"""The list of modules a page has fetched at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from editor.templatetags import modules


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Path:
    settings.STATICFILES_DIRS = [tmp_path]
    return tmp_path


def test_whatever_is_imported_is_listed_once_and_comments_are_not(written: Path) -> None:
    (written / "a").mkdir()
    (written / "a" / "one.js").write_text(
        "/** @import { X } from './types.js' */\n"
        "import { two } from './two.js';\n"
        "import {\n  three,\n  four,\n} from '../three.js';\n"
        "import './five.js';\n"
        "const words = \"import { six } from './six.js'\";\n"
    )
    (written / "a" / "two.js").write_text("export { three } from '../three.js';\nimport { one } from './one.js';\n")
    (written / "three.js").write_text("export const from = './seven.js';\n")
    (written / "a" / "five.js").write_text("")
    assert modules.imported("a/one.js") == ["a/one.js", "a/two.js", "three.js", "a/five.js"]


def test_an_import_of_a_file_that_is_not_there_is_found_out(written: Path) -> None:
    (written / "one.js").write_text("import './gone.js';\n")
    with pytest.raises(FileNotFoundError, match=r"gone\.js"):
        modules.imported("one.js")
