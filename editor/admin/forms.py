"""What a reviewer presses at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from editor.actions.budgets import ALL
from editor.forms import RELOAD
from editor.models import Budget
from editor.providers import registry

if TYPE_CHECKING:
    BudgetModelForm = forms.ModelForm[Budget]
else:
    # Django's classes take no type parameters while the program runs.
    BudgetModelForm = forms.ModelForm


class ActForm(forms.Form):
    """What is to be done with a removal, or with an order at its service."""

    class Act(TextChoices):
        LOOK = "look"
        ANEW = "anew"
        CANCEL = "cancel"
        CLOSE = "close"

    act = forms.TypedChoiceField(
        choices=Act.choices, coerce=Act, error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )


class OrderActForm(forms.Form):
    """What is to be done with an order; `reason` tells why it is opened again."""

    class Act(TextChoices):
        REOPEN = "reopen"

    act = forms.TypedChoiceField(
        choices=Act.choices, coerce=Act, error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )
    reason = forms.CharField(required=False)


class BudgetForm(BudgetModelForm):
    provider = forms.ChoiceField(label=_("For"), required=False)

    class Meta:
        model = Budget
        fields = ("provider", "amount", "warn_at", "stops")
        labels = {
            "amount": _("May cost in a month"),
            "warn_at": _("Warn from (percent)"),
            "stops": _("Stop there"),
        }
        help_texts = {
            "warn_at": _("Reviewers are told once a month when so much of it is used."),
            "stops": _("Where it is not ticked, reviewers are warned and nothing is refused."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["amount"].help_text = settings.PRICE_CURRENCY
        choices = [(ALL, _("All services together"))]
        choices += [(slug, cls.label) for slug, cls in registry.PROVIDERS.items() if outside(slug)]
        cast("forms.ChoiceField", self.fields["provider"]).choices = choices


def outside(slug: str) -> bool:
    """Whether it can cost something: the built-in engine is free."""
    return registry.facts(slug, settings.PROVIDER_CONFIG).image_source != "picture"


def way_back(request: HttpRequest, otherwise: str = "admin:index") -> str:
    """The page of the desk on which something was pressed, where it tells."""
    address = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if inside and address.startswith(reverse("admin:index")) else reverse(otherwise)
