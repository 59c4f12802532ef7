"""What a person has at hand today: their photos with where each one stands, and what they sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from editor.actions.orders import EDITABLE, IN_THE_AGENTS_HANDS
from editor.models import Act, Comment, Draft, Order, Submission, User

MOST_FRAMES = 200
MOST_SENT = 200
LEAST_DAY = timedelta(hours=12)

State = Submission.State
TO_PAINT = (Order.State.OPEN, Order.State.CHANGES_ASKED)
GAVE_NOTHING = (State.FAILED, State.OUTCOME_UNKNOWN)


@dataclass(frozen=True)
class Frame:
    """One photo of the filmstrip; `fraction` is how far its removal is, where somebody knows."""

    order: Order
    mark: str
    words: str
    fraction: float | None = None

    @property
    def open_to_paint(self) -> bool:
        return self.mark in {"to-paint", "draft", "failed", "changes"}


def day_began(now: datetime) -> datetime:
    """Midnight, but never less than half a day ago: work that began in the evening goes on after it."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(midnight, now - LEAST_DAY)


def at_hand(person: User, current: Order | None = None) -> list[Frame]:
    """The person's photos that came in or were worked on today, those given to them that wait, those with an
    unfinished mask, and the rest of a listing that one of them, or `current`, is in; oldest first.

    `current` is always among them. Four queries, however many there are; of very many, the newest.
    """
    since = day_began(timezone.now())
    drafts = Draft.objects.filter(person=person)
    sent = Submission.objects.filter(created_by=person, created_at__gte=since)
    worked_on = Q(pk__in=drafts.filter(saved_at__gte=since).values("order")) | Q(pk__in=sent.values("order"))
    begun = Order.objects.filter(worked_on, listing__isnull=False)
    today = (
        worked_on
        | Q(owner=person, created_at__gte=since)
        | Q(pk__in=drafts.filter(blank=False, order__state__in=EDITABLE).values("order"))
        | Q(designer=person, state__in=TO_PAINT)
        | Q(listing__in=begun.values("listing"))
    )
    if current is not None and current.listing_id:
        today |= Q(listing=current.listing_id)
    listed = Order.objects.open_to(person, Act.PAINT).filter(head__isnull=False).for_list()
    orders = list(listed.filter(today)[:MOST_FRAMES])
    if current is not None and current not in orders:
        orders.append(current)
    return _framed(sorted(orders, key=lambda order: (order.created_at, order.pk)), person)


def first_to_paint(person: User) -> Order | None:
    """The first photo at hand that still waits for a mask to be sent."""
    return next((frame.order for frame in at_hand(person) if frame.open_to_paint), None)


def sent_today(person: User) -> QuerySet[Submission]:
    """What the person asked to have removed today and what still runs of it, newest first."""
    mine = Submission.objects.visible_to(person).filter(created_by=person)
    recent = Q(created_at__gte=day_began(timezone.now())) | Q(state__in=Submission.ACTIVE)
    whole = ("order__photo", "order__head", "parent", "result", "created_by")
    return mine.filter(recent).select_related(*whole).order_by("-pk")[:MOST_SENT]


def _framed(orders: list[Order], person: User) -> list[Frame]:
    drafts = {each.order_id: each.saved_at for each in _unfinished(orders, person)}
    asked: dict[int, list[Submission]] = {order.pk: [] for order in orders}
    narrow = Submission.objects.only("order", "state", "fraction", "ended_at").order_by("pk")
    for submission in narrow.filter(order__in=orders):
        asked[submission.order_id].append(submission)
    wanted = set(Comment.objects.open_requests().filter(order__in=orders).values_list("order", flat=True))
    return [_frame(order, asked[order.pk], drafts.get(order.pk), changes=order.pk in wanted) for order in orders]


def _unfinished(orders: list[Order], person: User) -> Iterable[Draft]:
    return Draft.objects.filter(order__in=orders, person=person, blank=False).only("order", "saved_at")


def _frame(order: Order, asked: list[Submission], painted_at: datetime | None, *, changes: bool) -> Frame:
    if order.state not in EDITABLE:
        return Frame(order, "finalised", order.get_state_display())
    running = [each for each in asked if each.is_active]
    if running:
        return _running(order, running)
    last = next((each for each in reversed(asked) if each.state != State.CANCELED), None)
    failed = last is not None and last.state in GAVE_NOTHING
    # A mask painted since is what the person is at now; one from before was the one that failed.
    overcome = painted_at is not None and (last is None or last.ended_at is None or painted_at > last.ended_at)
    if failed and not overcome:
        return Frame(order, "failed", gettext("Nothing was removed"))
    if painted_at is not None:
        return Frame(order, "draft", gettext("Mask not sent yet"))
    if changes and order.state == Order.State.CHANGES_ASKED:
        return Frame(order, "changes", order.get_state_display())
    if order.state in IN_THE_AGENTS_HANDS:
        return Frame(order, "ready", order.get_state_display())
    if last is not None or (order.head is not None and order.head.number):
        return Frame(order, "ready", gettext("Result ready"))
    return Frame(order, "to-paint", gettext("To paint"))


def _running(order: Order, running: list[Submission]) -> Frame:
    """Several at once are as far as the one that is least far."""
    known = [each.fraction for each in running if each.fraction is not None]
    if len(known) < len(running):
        return Frame(order, "removing", gettext("Removing"))
    least = min(known)
    words = gettext("Removing, %(percent)s %%") % {"percent": round(least * 100)}
    return Frame(order, "removing", words, least)
