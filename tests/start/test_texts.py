"""Everything Eraser says can be said in Spanish: no text is missing, none lost what is filled into it."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor.jobs.words import LOST, MAY_HAVE_BILLED
from editor.models import Call, Order, RemoteOrder
from tests.making import make_submission
from tools import messages

FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+")
"""What a translation must keep: values and tags."""

CATALOGUES = messages.catalogues(messages.ROOT)


def said(path: Path) -> list[polib.POEntry]:
    return list(polib.pofile(str(path)))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_is_translated(path: Path) -> None:
    waiting = [entry.msgid for entry in said(path) if not entry.translated() or entry.fuzzy]
    assert waiting == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_keeps_what_is_filled_in(path: Path) -> None:
    for entry in said(path):
        originals = [entry.msgid_plural or entry.msgid, entry.msgid]
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(FILLED_IN.findall(text)) in [sorted(FILLED_IN.findall(each)) for each in originals], text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_packed_catalogue_is_the_written_one(path: Path) -> None:
    packed = polib.mofile(str(path.with_suffix(".mo")))
    written = [entry for entry in said(path) if entry.translated()]
    assert {(entry.msgid, entry.msgstr) for entry in packed} == {(entry.msgid, entry.msgstr) for entry in written}


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not installed")
def test_no_text_was_left_out(tmp_path: Path) -> None:
    """Gathers anew in a copy: `make messages` would find nothing new."""
    for name in ("manage.py", "editor", "eraser_site", "static", "templates", "locale"):
        source, copy = messages.ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "vendor", "*.jpg"))
        else:
            shutil.copy(source, copy)
    messages.gather(tmp_path)
    for path in CATALOGUES:
        gathered = said(tmp_path / path.relative_to(messages.ROOT))
        assert {entry.msgid for entry in gathered} == {entry.msgid for entry in said(path)}


def test_dana_reads_spanish_when_her_browser_asks_for_it(dana_client: Client) -> None:
    page = dana_client.get(reverse("password"), headers={"Accept-Language": "es-AR,es;q=0.9"}).content.decode()
    assert '<html lang="es"' in page
    assert "Guardar la contraseña" in page


def test_dana_chooses_her_language_herself(dana_client: Client) -> None:
    dana_client.post(reverse("set_language"), {"language": "es", "next": reverse("password")})
    assert "Guardar la contraseña" in dana_client.get(reverse("password")).content.decode()
    dana_client.post(reverse("set_language"), {"language": "en", "next": reverse("password")})
    assert "Save password" in dana_client.get(reverse("password"), headers={"Accept-Language": "es"}).content.decode()


def test_sentences_kept_in_english_are_read_in_spanish(order: Order, dana_client: Client) -> None:
    """Also where two were put together, of which one holds a value and stays as it is."""
    make_submission(order, state="outcome_unknown", error_sentence=LOST)
    make_submission(order, state="failed", error_sentence=f"BRIA answered with 503. {MAY_HAVE_BILLED}")
    page = dana_client.get(reverse("order", args=[order.pk]), headers={"Accept-Language": "es"}).content.decode()
    assert "Se perdió la respuesta del servicio. Puede que haya hecho el trabajo" in page
    assert "BRIA answered with 503. Puede que el servicio haya hecho el trabajo y lo haya cobrado" in page
    assert LOST.replace("'", "&#x27;") not in page


def test_a_file_that_is_no_photo_is_refused_in_spanish(dana_client: Client) -> None:
    empty = SimpleUploadedFile("kitchen.jpg", b"")
    answer = dana_client.post(
        reverse("upload"), {"photo": empty}, headers={"Accept-Language": "es", "HX-Request": "true"}
    )
    assert answer.json()["error"] == "Este archivo está vacío. Elija la foto de nuevo."


LEFT = re.compile(
    r">\s*(State|Service|Photo|Picture|Took|Cost|Created \w+|Sentence|Attempts|Next at|Method|Url)\s*:?\s*<"
)
"""What Django calls a field that has no name of its own, as the desk's heads and labels would say it."""


@pytest.mark.parametrize("name", ["order", "submission", "remoteorder"])
def test_rhea_reads_the_desks_lists_and_single_pages_in_spanish(name: str, order: Order, rhea_client: Client) -> None:
    submission = make_submission(order, state="failed", error_sentence=LOST)
    remote = RemoteOrder.objects.create(order=order, provider="bria", state="failed")
    Call.objects.create(submission=submission, method="POST", url="https://service.example/erase", ms=812)
    rows = {"order": order, "submission": submission, "remoteorder": remote}
    addresses = [
        reverse(f"admin:editor_{name}_changelist"),
        reverse(f"admin:editor_{name}_change", args=[rows[name].pk]),
    ]
    for address in addresses:
        page = rhea_client.get(address, headers={"Accept-Language": "es"}).content.decode()
        assert LEFT.findall(page) == []
        assert "remote order" not in page
        assert "Order 1" not in page
        assert "Not closed" not in page


def test_numbers_and_times_are_written_as_in_spain(order: Order, dana_client: Client) -> None:
    began = timezone.now() - timedelta(minutes=2)
    done = make_submission(order, state="succeeded", started_at=began, ended_at=began + timedelta(seconds=2.5))
    spanish = {"Accept-Language": "es"}
    card = dana_client.get(reverse("submission", args=[done.pk]), headers={**spanish, "HX-Request": "true"})
    assert "Hecho en 2,5 s" in card.content.decode()
    (mask,) = dana_client.get(reverse("recent_masks", args=[order.pk]), headers=spanish).json()["masks"]
    assert (mask["name"], mask["sent"]) == ("Esta foto", "ahora mismo")


def test_dana_chooses_the_built_in_engine_by_its_name_in_her_language(order: Order, dana_client: Client) -> None:
    page = dana_client.get(reverse("paint", args=[order.pk]), headers={"Accept-Language": "es"}).content.decode()
    assert "Integrado" in page
    assert "Built-in" not in re.sub(r"<script[^>]*id=\"texts\".*?</script>", "", page, flags=re.DOTALL)
