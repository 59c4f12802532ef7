"""Autosave: a blank never overwrites work, and nobody overwrites what they have not seen."""

from __future__ import annotations

from functools import partial

import pytest

from editor.actions.errors import Refused
from editor.actions.removals.drafts import Conflict, save_draft
from editor.imaging.errors import PictureError
from editor.models import Draft, Order, User
from tests.asking import at_once
from tests.making import make_order, make_revision, mask_png

pytestmark = pytest.mark.django_db
BLANK = mask_png(box=None)


def save(order: Order, based_on: int = 0, mask: bytes | None = None, cleared: bool = False, **who: User) -> int:
    assert order.head is not None
    return save_draft(
        actor=who.get("actor", order.owner),
        order=order,
        revision=order.head,
        mask_png=mask or mask_png(),
        based_on=based_on,
        cleared=cleared,
    )


def test_each_save_is_a_version_newer(order: Order) -> None:
    assert [save(order, version) for version in range(3)] == [1, 2, 3]
    draft = Draft.objects.get()
    assert (draft.version, bytes(draft.mask), draft.revision) == (3, mask_png(), order.head)


def test_a_save_on_a_newer_revision_tells_where_it_was_painted(order: Order) -> None:
    save(order)
    newer = make_revision(order)
    save(order, 1)
    assert Draft.objects.get().revision == newer


def test_a_stale_tab_is_told_the_newest_version_and_changes_nothing(order: Order) -> None:
    save(order)
    save(order, 1, mask_png(box=(0, 0, 5, 5)))
    for based_on in (0, 1, 7):
        with pytest.raises(Conflict) as conflict:
            save(order, based_on)
        assert conflict.value.version == 2
    assert bytes(Draft.objects.get().mask) == mask_png(box=(0, 0, 5, 5))


def test_a_tab_that_thinks_there_is_a_draft_is_told_when_there_is_none(order: Order) -> None:
    with pytest.raises(Conflict) as conflict:
        save(order, 3)
    assert conflict.value.version == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("based_on", [0, 1])
def test_of_four_tabs_that_save_at_once_one_is_kept(order: Order, based_on: int) -> None:
    if based_on:
        save(order)
    answers = at_once(*[partial(save, order, based_on)] * 4)
    assert sum(answer == based_on + 1 for answer in answers) == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 3
    assert Draft.objects.get().version == based_on + 1


def test_a_blank_never_overwrites_work(order: Order) -> None:
    save(order)
    with pytest.raises(Refused, match="not saved over your work"):
        save(order, 1, BLANK)
    assert bytes(Draft.objects.get().mask) == mask_png()


def test_a_mask_dana_cleared_is_blank(order: Order) -> None:
    save(order)
    assert save(order, 1, BLANK, cleared=True) == 2
    assert bytes(Draft.objects.get().mask) == BLANK


def test_everybody_has_a_draft_of_their_own(order: Order, rhea: User) -> None:
    save(order)
    assert save(order, 0, mask_png(box=(0, 0, 5, 5)), actor=rhea) == 1
    assert Draft.objects.count() == 2


def test_a_bad_mask_or_a_foreign_revision_is_refused(order: Order, agnes: User) -> None:
    with pytest.raises(PictureError):
        save(order, 0, mask_png((7, 5)))
    foreign = make_order(agnes).head
    assert foreign is not None
    with pytest.raises(Refused, match="another order"):
        save_draft(actor=order.owner, order=order, revision=foreign, mask_png=mask_png(), based_on=0, cleared=False)
    assert not Draft.objects.exists()
