"""`manage.py retention` lists first and deletes only when told to."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editor.models import Order, User
from tests.making import make_order, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(dana: User) -> Order:
    order = make_order(dana)
    make_submission(order, state="succeeded")
    Order.objects.update(state="canceled", updated_at=timezone.now() - timedelta(days=40))
    return order


def run(*options: str) -> str:
    out = StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue()


def test_it_counts_and_deletes_nothing_by_itself(old: Order) -> None:
    said = run("--originals", "30", "--masks", "30")
    assert "originals  30 days     1" in said
    assert "masks      30 days     1" in said
    assert "results    kept        0" in said
    assert "Nothing was deleted. Add --delete to do it." in said
    assert Path(old.photo.original.path).exists()


def test_it_deletes_when_told_to_and_again_finds_nothing(old: Order) -> None:
    path = Path(old.photo.original.path)
    assert "2 files were deleted" in run("--originals", "30", "--masks", "30", "--delete")
    assert not path.exists()
    assert "0 files were deleted" in run("--originals", "30", "--masks", "30", "--delete")


def test_ages_come_from_the_settings_unless_they_are_given(old: Order, settings: Any) -> None:
    settings.RETENTION_MASKS_DAYS = 30
    assert "masks      30 days     1" in run()
    assert "masks      50 days     0" in run("--masks", "50")
    assert old.state == "open"
    with pytest.raises(CommandError):
        run("--masks", "0")


def test_without_any_age_it_says_how_to_give_one() -> None:
    with pytest.raises(CommandError) as caught:
        run()
    assert "--masks 90" in str(caught.value)
