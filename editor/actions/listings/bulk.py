"""The same act on several photos: each by itself, so that one that is refused does not hold the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.listings.assigning import assign
from editor.actions.listings.making import move_order
from editor.actions.listings.sorting import natural_key
from editor.actions.removals.submit import cancel_submission
from editor.actions.review.reviewing import hand_over
from editor.models import Listing, Order, User

MOST_AT_ONCE = 200
MOST_NAMED = 3
NOTHING_RUNS = _("Nothing is being removed here.")


@dataclass
class Outcome:
    """How many it was done with, and which were left out, by the sentence that says why."""

    done: int = 0
    left: dict[str, list[str]] = field(default_factory=dict)

    @property
    def left_out(self) -> str:
        """One sentence for all that were left out; empty where none were."""
        reasons = [f"{_named(names)}: {sentence}" for sentence, names in self.left.items()]
        if not reasons:
            return ""
        count = sum(map(len, self.left.values()))
        words = ngettext("%(count)s was left out.", "%(count)s were left out.", count) % {"count": count}
        return " ".join([words, *reasons])


def assign_all(*, actor: User, orders: Sequence[Order], designer: User | None) -> Outcome:
    return _each(orders, lambda order: assign(actor=actor, order=order, designer=designer))


def move_all(*, actor: User, orders: Sequence[Order], listing: Listing | None) -> Outcome:
    """Behind the photos that are in the listing, in the order of their names."""
    in_order = sorted(orders, key=lambda order: natural_key(order.photo.name))
    return _each(in_order, lambda order: move_order(actor=actor, order=order, listing=listing))


def hand_over_all(*, actor: User, orders: Sequence[Order]) -> Outcome:
    return _each(orders, lambda order: hand_over(actor=actor, order=order))


def cancel_all(*, actor: User, orders: Sequence[Order]) -> Outcome:
    """Whatever is being removed on these photos."""
    return _each(orders, partial(_cancel, actor))


def _cancel(actor: User, order: Order) -> None:
    running = list(order.submissions.active().select_related("order__listing"))
    if not running:
        raise Refused(NOTHING_RUNS)
    for submission in running:
        cancel_submission(actor=actor, submission=submission)


def _each(orders: Iterable[Order], act: Callable[[Order], None]) -> Outcome:
    outcome = Outcome()
    for order in orders:
        try:
            act(order)
        except Refused as refused:
            outcome.left.setdefault(refused.sentence, []).append(order.photo.name)
        else:
            outcome.done += 1
    return outcome


def _named(names: Sequence[str]) -> str:
    """As many names as make a sentence."""
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(gettext("%(count)s more") % {"count": len(names) - MOST_NAMED})
    return get_text_list(shown, gettext("and"))
