"""What the documentation leaves out is found here, not by the person who needed it."""

from __future__ import annotations

import ast
import re

from django.conf import settings

from editor.providers.registry import PROVIDERS
from eraser_site import providers
from tests.start.installation import ROOT

READERS = {"text", "switch", "number", "words"}


def names_read_from_the_environment() -> set[str]:
    """The names in env.text("NAME"), env.switch("NAME") and so on in the settings."""
    tree = ast.parse((ROOT / "eraser_site" / "settings.py").read_text(encoding="utf-8"))
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def settings_table(document: str) -> set[str]:
    """The names in the first column of a document's tables."""
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_stands_in_the_readme_and_the_readme_invents_none() -> None:
    assert settings_table("README.md") == names_read_from_the_environment() | {"LOCAL_TIME_LIMIT"}


def test_every_setting_of_a_service_stands_in_its_document_which_invents_none() -> None:
    assert settings_table("docs/providers.md") == providers.names() - {"LOCAL_TIME_LIMIT"}


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for folder in ("editor", "eraser_site")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)|import (environ|getenv)", path.read_text(encoding="utf-8"))
    }
    # The engine's runner hands the whole environment on to its process and looks at none of it.
    assert readers == {"eraser_site/env.py", "eraser_site/wsgi.py", "editor/providers/local_engine/runner.py"}


def test_every_setting_a_provider_needs_is_handed_to_it() -> None:
    needed = {setting.name for provider in PROVIDERS.values() for setting in provider.settings}
    assert needed <= settings.PROVIDER_CONFIG.keys()


def test_files_named_in_the_readme_are_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\((docs/[\w./-]+)", readme)
    assert [link for link in linked if not (ROOT / link).exists()] == []
