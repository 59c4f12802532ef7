"""An office's month, put straight into the database of the pictures' Eraser: people, listings, removals and money.

python -m tools.pictures.office (with that installation's environment)
"""

from __future__ import annotations

import io
import os
import random
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageFilter

from tools.pictures.desk import CORNERS, SAMPLE

if TYPE_CHECKING:
    from editor.models import Listing, Order, Submission, User

HOMES = (("12 Elm Street", "MLS-20931"), ("8 Harbour View", "MLS-20944"), ("301 Lakeside Drive", "MLS-20950"))
ROOMS = ("kitchen.jpg", "living-room.jpg", "sofa.jpg", "reading-corner.jpg", "dining-room.jpg", "hall.jpg")
PRICES = {"bria": ("0.02", 1.0), "aihomedesign": ("0.24", 6.0), "ailabtools": ("0.015", 1.0), "local": (None, 0.0)}
SECONDS = {"bria": (5, 14), "aihomedesign": (35, 110), "ailabtools": (3, 9), "local": (2, 6)}
WENT_WRONG = (
    ("rejected", "The service could not read the photo."),
    ("unavailable", "The service could not be reached."),
    ("rate_limited", "The service takes no more for the moment."),
)
SIDE = (1200, 900)
GONE = (420, 560, 820, 880)


class Office:
    """The same month each time: whatever is drawn by lot is drawn from a row of numbers that begins anew."""

    def __init__(self) -> None:
        from django.utils import timezone

        self.lots = random.Random(20931)
        self.now = timezone.now()
        with Image.open(SAMPLE) as room:
            self.pictures = [room.crop(box).resize(SIDE) for box in CORNERS.values()]

    def fill(self) -> None:
        from editor.models import Role
        from tests.making import make_listing, make_person

        designers = [make_person(name, Role.DESIGNER) for name in ("dana", "david")]
        agents = [make_person(name, Role.AGENT) for name in ("agnes", "amos")]
        for at, (address, reference) in enumerate(HOMES):
            agent = agents[at % len(agents)]
            listing = make_listing(agent, agent=agent, address=address, reference=reference)
            for name in ROOMS:
                self._order(name, listing, self.lots.choice(designers))
        self._troubles(designers[0])

    def _order(self, name: str, listing: Listing, designer: User) -> None:
        from editor.models import Order

        order = self._photo(name, listing, designer)
        age = self.lots.randrange(3, 28)
        for step in range(self.lots.randrange(1, 6)):
            slug = self.lots.choice(list(PRICES))
            at = self.now - timedelta(days=max(1, age - step), hours=self.lots.randrange(10))
            if self.lots.random() < 0.1:
                code, sentence = self.lots.choice(WENT_WRONG)
                self._removal(order, slug, at, state="failed", error_code=code, error_sentence=sentence)
            else:
                self._done(order, slug, at)
        self._done(order, "bria", self.now - timedelta(hours=self.lots.randrange(1, 200)))
        state = self.lots.choice(["open", "in_review", "approved", "finalised"])
        Order.objects.filter(pk=order.pk).update(state=state, created_at=self.now - timedelta(days=age))

    def _troubles(self, dana: User) -> None:
        """What the first page of the desk is for."""
        from editor.actions.money.budgets import month_began, used_since
        from editor.models import Budget, Listing, ProviderState

        references = [reference for _address, reference in HOMES]
        first, second, third = Listing.objects.filter(reference__in=references).order_by("pk")
        lost = self._photo("bedroom.jpg", first, dana)
        sentence = "The connection broke after the photo was sent. The service may have done the work and billed it."
        minute = timedelta(minutes=1)
        self._removal(
            lost,
            "aihomedesign",
            self.now - 40 * minute,
            state="outcome_unknown",
            may_be_billed=True,
            remote={"id": "r-7"},
            answer={"url": "https://results.example/r-7.png"},
            error_code="unavailable",
            error_sentence=sentence,
        )
        waits = self._removal(self._photo("study.jpg", second, dana), "ailabtools", self.now - 25 * minute)
        type(waits).objects.filter(pk=waits.pk).update(
            next_at=self.now + timedelta(days=1), started_at=None, ended_at=None
        )
        self._removal(
            self._photo("terrace.jpg", third, dana),
            "bria",
            self.now - 90 * minute,
            state="failed",
            error_code="rejected",
            error_sentence="The service found nothing to remove where the mask is.",
        )
        ProviderState.objects.create(
            slug="ailabtools",
            failures=5,
            open_until=self.now + timedelta(hours=1),
            last_fault="AILabTools answered with 503.",
            last_fault_at=self.now - 3 * minute,
        )
        Budget.objects.create(provider="", amount=Decimal(200))
        used = used_since(month_began(self.now))["aihomedesign"].whole
        Budget.objects.create(provider="aihomedesign", amount=(used * Decimal("1.15")).quantize(Decimal("0.1")))
        Budget.objects.create(provider="bria", amount=Decimal(25))

    def _photo(self, name: str, listing: Listing, designer: User) -> Order:
        from editor.models import Event
        from tests.making import make_order

        out = io.BytesIO()
        self.pictures[len(name) % len(self.pictures)].save(out, "JPEG", quality=85)
        order = make_order(designer, name=name, size=SIDE, data=out.getvalue(), listing=listing, designer=designer)
        Event.objects.create(order=order, actor=designer, kind=Event.Kind.UPLOADED)
        return order

    def _done(self, order: Order, slug: str, at: Any) -> None:
        from django.core.files.base import ContentFile

        from editor.models import Event, Revision, Submission

        price, counted = PRICES[slug]
        facts = {"price": Decimal(price), "currency": "USD", "credits": counted} if price else {}
        submission = self._removal(order, slug, at, state="succeeded", **facts)
        if order.head is not None and order.head.is_original:
            revision = Revision(order=order, number=1, parent=order.head, created_by=order.owner)
            revision.picture.save("picture.png", ContentFile(_without(order)), save=False)
            revision.save()
            order.head = revision
            order.save(update_fields=["head"])
            Submission.objects.filter(pk=submission.pk).update(result=revision)
        data = {"submission": submission.pk, "provider": slug, "revision": 1}
        Event.objects.create(order=order, kind=Event.Kind.SUCCEEDED, data=data)

    def _removal(self, order: Order, slug: str, at: Any, **facts: Any) -> Submission:
        from editor.models import Call, Event, Submission
        from tests.making import make_submission

        submission = make_submission(order, **facts)
        took = self.lots.uniform(*SECONDS[slug])
        Submission.objects.filter(pk=submission.pk).update(
            provider=slug, created_at=at, started_at=at, ended_at=at + timedelta(seconds=took)
        )
        data = {"submission": submission.pk, "provider": slug, "revision": 0}
        Event.objects.create(order=order, actor=order.owner, kind=Event.Kind.SUBMITTED, data=data)
        address = "https://engine.example/v2/erase"
        Call.objects.create(submission=submission, method="POST", url=address, status=200, ms=round(took * 1000))
        return submission


def _without(order: Order) -> bytes:
    """The order's photo with the floor in its middle smoothed: at the size of a thumbnail, something is gone."""
    out = io.BytesIO()
    with order.photo.original.open("rb") as file, Image.open(file) as picture:
        gone = picture.crop(GONE).filter(ImageFilter.GaussianBlur(40))
        picture.paste(gone, GONE)
        picture.save(out, "PNG")
    return out.getvalue()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "eraser_site.settings"
    import django

    django.setup()
    Office().fill()


if __name__ == "__main__":
    main()
