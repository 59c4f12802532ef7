"""What will happen to a mask, said before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, ngettext

from editor.actions.money.prices import money, price_of
from editor.actions.removals.parting import parts_of
from editor.actions.removals.submit import check_takes
from editor.imaging.fit import Plan, describe, describe_parts
from editor.imaging.mask import read_mask
from editor.models import Order
from editor.providers import registry
from editor.providers.base import Capabilities


@dataclass(frozen=True, kw_only=True)
class InParts:
    """The other way, where there is one: `offer` weighs it against one crop, `sentence` is what happens then."""

    parts: int
    offer: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """A sentence: what goes to whom, and about what it costs."""

    sentence: str
    in_parts: InParts | None = None


def preview(*, order: Order, mask_png: bytes, provider: str) -> Foreseen:
    """Asks nobody. Raises PictureError for the mask, Refused where the provider cannot take it."""
    mask = read_mask(mask_png, order.photo.size)
    whole = check_takes(provider, mask)
    if whole is None:
        return Foreseen(sentence=gettext("This is done here; the photo does not leave this server."))
    label, facts = registry.PROVIDERS[provider].label, registry.facts(provider, settings.PROVIDER_CONFIG)
    said = describe(whole)
    return Foreseen(
        sentence=gettext("%(part)s goes to %(service)s; %(cost)s.")
        % {"part": said[0].upper() + said[1:], "service": label, "cost": _cost(provider, facts)},
        in_parts=_in_parts(provider, facts, whole, parts_of(mask, provider)),
    )


def _in_parts(slug: str, facts: Capabilities, whole: Plan, parts: list[Plan]) -> InParts | None:
    if not parts:
        return None
    said, together = describe_parts(parts), _cost(slug, facts, len(parts))
    return InParts(
        parts=len(parts),
        offer=gettext("%(parts)s, %(cost)s, instead of %(whole)s, %(whole_cost)s.")
        % {"parts": said, "cost": together, "whole": describe(whole), "whole_cost": _cost(slug, facts)},
        sentence=gettext("%(parts)s, go to %(service)s one by one; %(cost)s.")
        % {"parts": said, "service": registry.PROVIDERS[slug].label, "cost": together},
    )


def _cost(slug: str, facts: Capabilities, results: int = 1) -> str:
    price, currency = price_of(slug)
    if price:
        return gettext("about %(amount)s") % {"amount": money(price * results, currency)}
    if counted := facts.credits_per_result * results:
        return ngettext("%(number)s credit", "%(number)s credits", 1 if counted == 1 else 2) % {
            "number": f"{counted:g}"
        }
    if facts.start_repeatable:
        return gettext("at no cost")
    return gettext("its price is not known here") if results == 1 else gettext("each counted by itself")
