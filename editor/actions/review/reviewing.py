"""A photo between the one who paints and the one who judges: handed over, approved, sent back with what to change."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.news.telling import tell
from editor.actions.orders import check_may, check_own, lock_open_order, unapprove
from editor.actions.photos.pictures import check_kept
from editor.actions.review.commenting import Point, facts, settle, write
from editor.actions.review.concerned import agent_of, concerned, designer_of
from editor.models import Act, Comment, Event, Notification, Order, Revision, User

State = Order.State
CLOSED = _("This order is closed. Reopen it first.")
APPROVED = _("This photo is approved already.")
BUSY_HANDING = _("Something is still being removed here. Wait until it is done, or cancel it; then hand it over.")
BUSY = _("Something is still being removed here. Wait until it is done; then approve.")
NOT_APPROVED = _("This photo is not approved, so there is nothing to take back.")


def hand_over(*, actor: User, order: Order) -> None:
    """Tell the agent that the photo is ready to be looked at. Handed over already, nothing changes. Raises Refused."""
    check_may(actor, Act.HAND_OVER, order)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        if locked.state == State.APPROVED:
            raise Refused(APPROVED)
        if locked.state != State.IN_REVIEW:
            check_quiet(locked, BUSY_HANDING)
            _turn(locked, State.IN_REVIEW)
            _note(locked, actor, Event.Kind.HANDED_OVER, revision=locked.head)
            tell([agent_of(locked)], Notification.Kind.TO_REVIEW, actor=actor, order=locked)
    order.state = locked.state


def approve(*, actor: User, order: Order, revision: Revision) -> None:
    """Let the photo be finished with `revision`, which becomes the head. What was asked for is settled by it.

    Approved with this revision already, nothing changes. Raises Refused.
    """
    check_may(actor, Act.JUDGE, order)
    check_own(order, revision)
    check_kept(revision)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        if locked.state != State.APPROVED or locked.head_id != revision.pk:
            check_quiet(locked, BUSY)
            settle(locked, actor, list(locked.comments.open_requests()))
            locked.head = revision
            _turn(locked, State.APPROVED)
            _note(locked, actor, Event.Kind.APPROVED, revision=revision)
            tell(concerned(locked), Notification.Kind.APPROVED, actor=actor, order=locked)
    order.state, order.head = locked.state, revision


def withdraw_approval(*, actor: User, order: Order) -> None:
    """Back to what is to be reviewed. Raises Refused."""
    check_may(actor, Act.JUDGE, order)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        if locked.state != State.APPROVED:
            raise Refused(NOT_APPROVED)
        unapprove(locked, actor)
    order.state = locked.state


def ask_changes(*, actor: User, order: Order, revision: Revision, text: str, point: Point | None = None) -> Comment:
    """Say what is to be changed, and send the photo back to whoever paints it. Raises Refused."""
    check_may(actor, Act.JUDGE, order)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        said = write(actor, locked, revision, text, point, Comment.Kind.CHANGE)
        _turn(locked, State.CHANGES_ASKED)
        Event.objects.create(order=locked, actor=actor, kind=Event.Kind.CHANGES_ASKED, data=facts(said))
        painter = designer_of(locked)
        for told, people in (
            (Notification.Kind.CHANGES_ASKED, {painter}),
            (Notification.Kind.MENTIONED, set(said.mentions.all()) - {painter}),
        ):
            tell(people, told, actor=actor, order=locked, comment=said, words=said.text)
    order.state = locked.state
    return said


def check_quiet(locked: Order, busy: str) -> None:
    """Raises Refused with the sentence `busy` while something runs whose result would change the head."""
    if locked.submissions.active().exists():
        raise Refused(busy)


def _turn(locked: Order, state: Order.State) -> None:
    locked.state = state
    locked.save(update_fields=["state", "head", "updated_at"])


def _note(locked: Order, actor: User, kind: Event.Kind, *, revision: Revision | None) -> None:
    number = revision.number if revision else 0
    Event.objects.create(order=locked, actor=actor, kind=kind, data={"revision": number})
