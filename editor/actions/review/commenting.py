"""What people say about an order's picture, pinned to a point of it or not, and what is ticked off."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.news.mentions import mentioned
from editor.actions.news.telling import tell
from editor.actions.orders import check_may, check_own, lock_open_order
from editor.actions.review.concerned import concerned
from editor.models import Act, Comment, Event, Notification, Order, Revision, User

MOST = 2000
"""Signs of a comment."""

CLOSED = _("This order is finalised, so nothing is said of it any more. Reopen it first.")
EMPTY = _("Write what you want to say first.")
TOO_LONG = _("Say it in at most 2,000 signs.")
BESIDE = _("That point is beside the photo. Choose one on the photo.")

Point = tuple[int, int]
"""In upright pixels."""


def comment(*, actor: User, order: Order, revision: Revision, text: str, point: Point | None = None) -> Comment:
    """Raises Refused."""
    check_may(actor, Act.COMMENT, order)
    with transaction.atomic():
        locked = lock_open_order(order, CLOSED)
        said = write(actor, locked, revision, text, point, Comment.Kind.REMARK)
        Event.objects.create(order=locked, actor=actor, kind=Event.Kind.COMMENTED, data=facts(said))
        named = set(said.mentions.all())
        others = concerned(locked) - named
        for told, people in ((Notification.Kind.MENTIONED, named), (Notification.Kind.COMMENTED, others)):
            tell(people, told, actor=actor, order=locked, comment=said, words=said.text)
    return said


def resolve(*, actor: User, comment: Comment) -> None:
    """Tick it off: done, or settled. Ticking off what is ticked off changes nothing. Raises Refused."""
    check_may(actor, Act.COMMENT, comment.order)
    with transaction.atomic():
        settle(lock_open_order(comment.order, CLOSED), actor, [comment])
    comment.refresh_from_db()


def write(actor: User, order: Order, revision: Revision, text: str, point: Point | None, kind: Comment.Kind) -> Comment:
    """Within the transaction that tells of it. Raises Refused."""
    check_own(order, revision)
    text = text.strip()
    if not text:
        raise Refused(EMPTY)
    if len(text) > MOST:
        raise Refused(TOO_LONG)
    if point is not None and not all(0 <= at < side for at, side in zip(point, order.photo.size, strict=True)):
        raise Refused(BESIDE)
    x, y = point or (None, None)
    said = Comment.objects.create(order=order, revision=revision, author=actor, kind=kind, text=text, x=x, y=y)
    said.mentions.set(mentioned(text, order))
    return said


def settle(order: Order, actor: User, comments: list[Comment]) -> None:
    """Ticks off those of the order's comments that are open. Within a transaction, on the order's locked row."""
    for each in comments:
        open_still = Comment.objects.filter(pk=each.pk, order=order, resolved_at=None)
        if open_still.update(resolved_at=timezone.now(), resolved_by=actor):
            Event.objects.create(order=order, actor=actor, kind=Event.Kind.RESOLVED, data={"comment": each.pk})


def facts(said: Comment) -> dict[str, int]:
    """For the timeline: which comment, of which revision."""
    return {"comment": said.pk, "revision": said.revision.number}
