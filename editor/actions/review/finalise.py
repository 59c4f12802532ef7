"""Closing an order with the chosen revision, or all approved ones of a listing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from editor.actions.errors import Refused
from editor.actions.news.telling import tell
from editor.actions.orders import EDITABLE, NOT_ALLOWED, check_may, check_own
from editor.actions.photos.pictures import check_kept
from editor.actions.providers.closings import ask_to_close
from editor.actions.review.commenting import settle
from editor.actions.review.concerned import concerned
from editor.actions.review.reviewing import check_quiet
from editor.models import Act, Event, Listing, Notification, Order, Revision, Submission, User, can

State = Order.State
CLOSED = _("This order is closed already.")
BUSY = _("Something is still being removed here. Wait until it is done, or cancel it; then finalise.")
NOT_YET: dict[str, str] = {
    State.OPEN: _("It is still being painted."),
    State.IN_REVIEW: _("It is not reviewed yet."),
    State.CHANGES_ASKED: _("Changes were asked for."),
    State.CANCELED: _("It is canceled."),
}
NOTHING = _("No photo of this listing is approved, so there is nothing to finalise.")


def finalise(*, actor: User, order: Order, revision: Revision) -> None:
    """Make `revision` the head and lock the order: nothing can be removed, said or stepped back until it is reopened.

    A service that keeps the order and finalises is told by a worker: the order's `remote_orders` say how that went.
    Finalised with this revision already, nothing changes. Raises Refused.
    """
    check_may(actor, Act.FINALISE, order)
    check_own(order, revision)
    check_kept(revision)
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        if locked.state == State.FINALISED and locked.head_id == revision.pk:
            return
        if locked.state not in EDITABLE:
            raise Refused(CLOSED)
        check_quiet(locked, BUSY)
        _close(locked, actor, revision)
        tell(concerned(locked), Notification.Kind.FINALISED, actor=actor, order=locked)
    order.head, order.state = revision, State.FINALISED


@dataclass(frozen=True)
class LeftOut:
    """A photo that finalising the listing leaves as it is, and why."""

    order: Order
    why: str


@dataclass(frozen=True)
class Finalising:
    """The photos of a listing as finalising it finds them, each in its place."""

    ready: list[Order]
    done: list[Order]
    left: list[LeftOut]


def finalising(actor: User, listing: Listing) -> Finalising:
    """What `finalise_listing` would do now: what the confirmation says."""
    return _sorted(actor, listing, _orders(actor, listing))


def finalise_listing(*, actor: User, listing: Listing, chosen: Collection[int] | None = None) -> Finalising:
    """Finalise every approved photo of the listing, or those of them that were `chosen`, each with its head.

    All that can be finalised are, together; what cannot be is left as it is and told with the reason. Those finalised
    already stay so: a second press changes nothing. Tells in `ready` what it finalised now. Raises Refused where there
    was nothing to finalise.
    """
    with transaction.atomic():
        orders = [order for order in _orders(actor, listing, lock=True) if chosen is None or order.pk in chosen]
        found = _sorted(actor, listing, orders)
        if not found.ready and not found.done:
            raise Refused(found.left[0].why if len(found.left) == 1 else NOTHING)
        for order in found.ready:
            assert order.head is not None  # noqa: S101  # an approved order has one
            _close(order, actor, order.head)
        _tell_once(actor, listing, found.ready)
    return found


def _orders(actor: User, listing: Listing, *, lock: bool = False) -> list[Order]:
    seen = Order.objects.visible_to(actor).filter(listing=listing)
    if lock:
        # The rows alone: what is joined to them is not locked.
        seen = seen.select_for_update(of=("self",))
    whole = seen.select_related("photo", "owner", "designer", "head", "listing__agent", "listing__owner")
    return list(whole.order_by("position", "pk"))


def _sorted(actor: User, listing: Listing, orders: list[Order]) -> Finalising:
    busy = set(Submission.objects.active().filter(order__listing=listing).values_list("order", flat=True))
    found = Finalising([], [], [])
    for order in orders:
        if order.state == State.FINALISED:
            found.done.append(order)
        elif (why := _why_not(actor, order, busy)) is not None:
            found.left.append(LeftOut(order, why))
        else:
            found.ready.append(order)
    return found


def _why_not(actor: User, order: Order, busy: set[int]) -> str | None:
    if not can(actor, Act.FINALISE, order):
        return gettext(NOT_ALLOWED[Act.FINALISE])
    if order.state != State.APPROVED:
        return gettext(NOT_YET[order.state])
    return gettext(BUSY) if order.pk in busy else None


def _close(locked: Order, actor: User, revision: Revision) -> None:
    settle(locked, actor, list(locked.comments.open_requests()))
    locked.head, locked.state = revision, State.FINALISED
    locked.save(update_fields=["head", "state", "updated_at"])
    ask_to_close(locked, revision)
    Event.objects.create(order=locked, actor=actor, kind=Event.Kind.FINALISED, data={"revision": revision.number})


def _tell_once(actor: User, listing: Listing, orders: list[Order]) -> None:
    """One word to each person, of all their photos together."""
    theirs: dict[User, list[Order]] = {}
    for order in orders:
        for person in concerned(order):
            theirs.setdefault(person, []).append(order)
    for person, about in theirs.items():
        count = ngettext("%(count)s photo", "%(count)s photos", len(about)) % {"count": len(about)}
        words = f"{listing.address}: {count}"
        tell([person], Notification.Kind.FINALISED, actor=actor, order=about[0], words=words)
