"""What each provider is, as the editor's picker shows it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from editor.actions.money.budgets import budget_note, standings
from editor.actions.money.prices import money, price_of
from editor.actions.providers.standing import off_sentence, pause_sentence
from editor.models import ProviderState, Submission, User
from editor.providers import registry
from editor.providers.base import Capabilities, Provider
from editor.templatetags.costs import BASIS, credits_in_words

RETIRED = _("The service has announced the end of this; choose another one for new work.")


def offers(person: User) -> list[dict[str, Any]]:
    """Every provider: the one to begin with is `chosen`; `note` says what keeps one from being used, or is empty.

    `off` tells that a reviewer switched it off; `outside` that the picture leaves this server; `seed` that the service
    takes one.
    """
    states = {state.slug: state for state in ProviderState.objects.select_related("off_by")}
    off = {slug for slug, state in states.items() if state.off_since}
    chosen, budgets = _last_choice(person, off), standings()
    shown = []
    for slug, provider in registry.PROVIDERS.items():
        facts = provider.capabilities(settings.PROVIDER_CONFIG)
        missing = provider.missing_settings(settings.PROVIDER_CONFIG)
        shown.append(
            {
                "slug": slug,
                "label": gettext(provider.label),
                "ready": not missing and slug not in off,
                "off": not missing and slug in off,
                "note": _note(provider, facts, missing, states.get(slug)) or budget_note(slug, budgets),
                "cost": _cost(slug, facts),
                "outside": facts.image_source != "picture",
                "seed": facts.seed and facts.image_source != "picture",
                "chosen": slug == chosen,
            }
        )
    return shown


def _last_choice(person: User, off: set[str]) -> str:
    """What this person sent to last, alone and still offered; else the first that is ready."""
    ready = [cls.slug for cls in registry.ready(settings.PROVIDER_CONFIG) if cls.slug not in off]
    asked = Submission.objects.filter(created_by=person, group=None).order_by("-pk")
    last = asked.values_list("provider", flat=True).first()
    return last if last in ready else next(iter(ready), "")


def _note(provider: type[Provider], facts: Capabilities, missing: list[str], state: ProviderState | None) -> str:
    if missing:
        sentence = ngettext("Not set up: %(names)s is missing.", "Not set up: %(names)s are missing.", len(missing))
        return sentence % {"names": get_text_list(missing, gettext("and"))}
    if state is not None and state.off_since:
        return off_sentence(provider.label, state)
    if state is not None and state.open_until and state.open_until > timezone.now():
        return pause_sentence(provider.label, state.open_until)
    return gettext(RETIRED) if facts.status == "retired" else ""


def _cost(slug: str, facts: Capabilities) -> str:
    price, currency = price_of(slug)
    if price:
        about = gettext("About %(amount)s a result, %(basis)s")
        return about % {"amount": money(price, currency), "basis": BASIS}
    if not facts.credits_per_result:
        return ""
    return gettext("%(credits)s a result") % {"credits": credits_in_words(facts.credits_per_result)}
