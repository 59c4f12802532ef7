"""What the list of photos is asked for, as it stands in the address: `?state=&listing=&designer=&q=&sort=`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.listings.finding import Wanted
from editor.actions.listings.glance import STEPS, WORDS
from editor.actions.listings.sorts import SORTS
from editor.models import Listing, Role, User
from editor.models.word import words_asked
from editor.views.asking import Request, numbered

MINE, NOBODY = "me", "none"
MOST_DESIGNERS = 200
MOST_LISTINGS = 30
FILTERS = ("q", "state", "designer", "listing")
USUAL_SORT = "newest"


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the same list without it."""

    words: str
    address: str


@dataclass(frozen=True)
class Asked:
    """The filters as they were asked for; what makes no sense is as if it were not there."""

    person: User
    values: dict[str, str]
    listing: Listing | None
    designer: User | None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            state=self.values.get("state", ""),
            listing=self.listing.pk if self.listing else None,
            designer=self.designer.pk if self.designer else None,
            unassigned=self.values.get("designer") == NOBODY,
            words=words_asked(self.values.get("q", "")),
            sort=SORTS[self.values.get("sort", USUAL_SORT)],
        )

    @property
    def next_page(self) -> str:
        """The beginning of the next page's query; what follows is the last order of this one."""
        return f"?{urlencode({**self.values, 'after': ''})}"

    @property
    def filtered(self) -> bool:
        return any(name in self.values for name in FILTERS)

    def chips(self) -> Iterator[Chip]:
        for name in FILTERS:
            if name in self.values:
                rest = urlencode({other: value for other, value in self.values.items() if other != name})
                yield Chip(self._said(name), f"?{rest}")

    def _said(self, name: str) -> str:
        value = self.values[name]
        if name == "state":
            return str(WORDS[value])
        if name == "listing":
            return self.listing.address if self.listing else ""
        if name == "designer":
            found = {MINE: gettext("Given to me"), NOBODY: gettext("Given to nobody")}
            return found.get(value) or (self.designer.called if self.designer else "")
        return f"“{value}”"


def asked_by(request: Request) -> Asked:
    values = {name: request.GET.get(name, "").strip()[:200] for name in (*FILTERS, "sort")}
    listing = _listing(request, values["listing"])
    designer = _designer(request, values["designer"])
    known = {
        "q": bool(words_asked(values["q"])),
        "state": values["state"] in STEPS,
        "listing": listing is not None,
        "designer": designer is not None or values["designer"] == NOBODY,
        "sort": values["sort"] in SORTS and values["sort"] != USUAL_SORT,
    }
    return Asked(request.user, {name: values[name] for name in values if known[name]}, listing, designer)


def _listing(request: Request, word: str) -> Listing | None:
    pk = numbered(word)
    return Listing.objects.visible_to(request.user).filter(pk=pk).first() if pk else None


def _designer(request: Request, word: str) -> User | None:
    if word == MINE:
        return request.user
    pk = numbered(word)
    return User.objects.filter(pk=pk).first() if pk else None


def choices(asked: Asked) -> dict[str, object]:
    """What the form of filters offers."""
    whose: list[tuple[str, str | Promise]] = [(NOBODY, _("Given to nobody"))]
    if asked.person.is_designer:
        whose.insert(0, (MINE, _("Given to me")))
    if asked.person.is_agent or asked.person.sees_everything:
        whose += [(str(each.pk), each.called) for each in designers()]
    return {
        "states": [(step, WORDS[step]) for step in STEPS],
        "whose": whose,
        "sorts": [(name, sort.words) for name, sort in SORTS.items()],
    }


def bulk_choices(person: User) -> dict[str, object]:
    """To whom photos can be given and into which listings put: those made last."""
    return {
        "whom": designers(),
        "into": Listing.objects.editable_by(person).order_by("-pk")[:MOST_LISTINGS],
    }


def designers() -> list[User]:
    """Whom a photo can be given to."""
    return list(User.objects.in_group(Role.DESIGNER).order_by("first_name", "username")[:MOST_DESIGNERS])
