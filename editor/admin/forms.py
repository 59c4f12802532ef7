"""What a reviewer presses at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.money.budgets import ALL
from editor.actions.money.figures import Period
from editor.forms import RELOAD
from editor.models import Budget, Role, User
from editor.providers import registry

if TYPE_CHECKING:
    BudgetModelForm = forms.ModelForm[Budget]
else:
    # Django's classes take no type parameters while the program runs.
    BudgetModelForm = forms.ModelForm


MOST_DAYS = 366
NO_DAY = _("Write days as 2026-01-31.")


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


class DesignerForm(forms.Form):
    """A designer, by their key; nobody where none is chosen."""

    designer = forms.ChoiceField(required=False, label=_("Designer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(groups__name=Role.DESIGNER, is_active=True).order_by("first_name", "username")
        self._people = {str(person.pk): person for person in people}
        choices = [("", gettext("Nobody")), *((key, person.called) for key, person in self._people.items())]
        cast("forms.ChoiceField", self.fields["designer"]).choices = choices

    @property
    def chosen(self) -> User | None:
        return self._people.get(self.cleaned_data["designer"])


class ManyForm(DesignerForm, ActionForm):
    """What is to be done with the ticked orders; the designer is for those that are given to somebody."""


class OrderActForm(DesignerForm):
    """What is to be done with an order; `reason` tells why it is opened again."""

    class Act(TextChoices):
        REOPEN = "reopen"
        GIVE = "give"

    act = forms.TypedChoiceField(
        choices=Act.choices, coerce=Act, error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )
    reason = forms.CharField(required=False)


class PeriodForm(forms.Form):
    """From which day to which: so many days up to today, this month, or two days that are named."""

    class Span(TextChoices):
        WEEK = "7", _("7 days")
        MONTH = "30", _("30 days")
        QUARTER = "90", _("90 days")
        THIS_MONTH = "month", _("This month")
        OWN = "own", _("From – to")

    span = forms.ChoiceField(choices=Span.choices, required=False)
    first = forms.DateField(required=False, label=_("From"), error_messages={"invalid": NO_DAY})
    last = forms.DateField(required=False, label=_("To"), error_messages={"invalid": NO_DAY})

    @classmethod
    def asked(cls, request: HttpRequest) -> PeriodForm:
        """What the address asks for; its errors are there to be shown."""
        form = cls({"span": request.GET.get("span") or cls.Span.MONTH, **request.GET.dict()})
        form.is_valid()
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("span") == self.Span.OWN and not self.errors:
            first, last = cleaned.get("first"), cleaned.get("last")
            if first is None or last is None or first > last:
                raise ValidationError(_("Name the day it begins with and the day it ends with."), code="days")
            if (last - first).days >= MOST_DAYS:
                raise ValidationError(_("A year at most can be looked at."), code="too_long")
        return cleaned

    @property
    def span_now(self) -> str:
        """The choice that counts: of one that makes no sense, the usual one."""
        span: str = self.cleaned_data.get("span") or self.Span.MONTH
        return self.Span.MONTH if self.errors else span

    @property
    def period(self) -> Period:
        today, span = timezone.localdate(), self.span_now
        if span == self.Span.OWN:
            return Period(first=self.cleaned_data["first"], last=self.cleaned_data["last"])
        if span == self.Span.THIS_MONTH:
            return Period(first=today.replace(day=1), last=today)
        return Period(first=today - timedelta(days=int(span) - 1), last=today)

    @property
    def query(self) -> str:
        """As it stands in an address, to ask for the same period elsewhere."""
        asked = {"span": self.span_now}
        if self.span_now == self.Span.OWN:
            asked |= {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        return urlencode(asked)


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
        choices = [(ALL, gettext("All services together"))]
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
