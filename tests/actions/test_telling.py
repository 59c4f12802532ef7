"""People are told what happened to what is theirs, and only that."""

from __future__ import annotations

from editor.actions.news.telling import tell
from editor.models import Notification, User
from tests.making import make_listing, make_order

Kind = Notification.Kind


def test_everybody_named_is_told_once_but_not_who_did_it_nor_who_may_not_see_it(
    dana: User, agnes: User, mallory: User
) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes))
    tell([agnes, agnes, dana, mallory, None], Kind.TO_REVIEW, actor=dana, order=order, words="x" * 600)
    told = Notification.objects.get()
    assert (told.person, told.actor, len(told.words)) == (agnes, dana, 500)
