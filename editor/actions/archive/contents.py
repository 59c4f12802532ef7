"""What goes into a zip, and under which names."""

from __future__ import annotations

from dataclasses import dataclass

from editor.actions.archive.naming import PATTERN, check_pattern, ending, names
from editor.actions.photos.upload import clean_name
from editor.imaging.presets import Preset, rough_bytes
from editor.models import Act, Listing, Order, Revision, User

ORIGINALS, FINALS, MANIFEST = "originals", "finals", "manifest.csv"
State = Order.State


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`unfinished`: also photos that are not finalised, as they stand now. `preset_name` is what people call it."""

    originals: bool = True
    finals: bool = True
    unfinished: bool = False
    preset: Preset
    preset_name: str
    pattern: str = PATTERN


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A photo of the listing with the names of its files; `included` tells whether they go into the zip."""

    order: Order
    head: Revision
    included: bool
    original_name: str
    final_name: str

    @property
    def finalised(self) -> bool:
        return self.order.state == State.FINALISED


def contents(actor: User, listing: Listing, wanted: Wanted) -> list[Packed]:
    """The photos of the listing that this person may download, in its order. Raises Refused for the pattern."""
    check_pattern(wanted.pattern)
    orders = _orders(actor, listing)
    stems = names(wanted.pattern, [_facts(order, listing) for order in orders])
    return [
        Packed(
            order=order,
            head=head,
            included=wanted.unfinished or order.state == State.FINALISED,
            original_name=f"{ORIGINALS}/{stem}{ending(order.photo.name)}",
            final_name=f"{FINALS}/{stem}.jpg",
        )
        for order, stem in zip(orders, stems, strict=True)
        if (head := order.head)
    ]


def rough_size(photos: list[Packed], wanted: Wanted) -> int:
    """About how many bytes the zip comes to."""
    included = [each.order.photo for each in photos if each.included]
    originals = sum(photo.byte_size for photo in included) if wanted.originals else 0
    return originals + (sum(rough_bytes(photo.size, wanted.preset) for photo in included) if wanted.finals else 0)


def _orders(actor: User, listing: Listing) -> list[Order]:
    allowed = Order.objects.open_to(actor, Act.DOWNLOAD).filter(listing=listing, head__isnull=False)
    return list(
        allowed.exclude(state=State.CANCELED).select_related("photo", "head__order__photo").order_by("position", "pk")
    )


def _facts(order: Order, listing: Listing) -> dict[str, str]:
    name = clean_name(order.photo.name)
    return {
        "address": listing.address,
        "reference": listing.reference,
        "name": name.removesuffix(name[-len(ending(name)) :]) if ending(name) else name,
        "state": order.get_state_display(),
        "revision": str(order.head.number if order.head else 0),
    }
