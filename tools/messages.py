"""Gathers what Eraser says into `locale/*/LC_MESSAGES/*.po` and packs the translations into `.mo`.

make messages
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es",)
HEADER = {
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    # `static/texts.js` knows one and many; a language with further forms needs more there.
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
"""The same at each run: a date would change the file though no text did."""
FLAGS = ["--no-location", "--no-obsolete", "--no-wrap"]
SCRIPTS = ["--domain=djangojs", "--extension=js"]
PAGES = ["--domain=django", "--extension=html,py,txt"]
NOT_OURS = [f"--ignore={name}" for name in (".venv", "node_modules", "tests", "tools", "var", "vendor", "migrations")]


def main() -> None:
    gather(ROOT)
    for path in catalogues(ROOT):
        catalogue = polib.pofile(str(path), wrapwidth=0)
        catalogue.header = ""
        catalogue.metadata = HEADER | {"Language": path.parent.parent.name}
        catalogue.metadata_is_fuzzy = False
        catalogue.save()
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        missing = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(missing)} without a translation")


def gather(root: Path) -> None:
    """Brings the `.po` files under `root` up to date with its templates, Python and scripts; needs GNU gettext."""
    languages = [f"--locale={language}" for language in LANGUAGES]
    for domain in (PAGES, SCRIPTS):
        command = [
            sys.executable,
            str(root / "manage.py"),
            "makemessages",
            "--no-location",
            "--no-obsolete",
            "--no-wrap",
        ]
        subprocess.run([*command, *languages, *domain, *NOT_OURS], cwd=root, check=True, capture_output=True)


def catalogues(root: Path) -> list[Path]:
    return sorted((root / "locale").glob("*/LC_MESSAGES/*.po"))


if __name__ == "__main__":
    main()
