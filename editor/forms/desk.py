"""What reviewers wish for at the desk: a service off or on, old files gone, the timeline as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.desk.auditing import Chosen, Format
from editor.actions.desk.retention import Ages
from editor.forms import RELOAD
from editor.models import Listing, User


class SwitchForm(forms.Form):
    """What a reviewer does with a service, and why."""

    class Act(TextChoices):
        OFF = "off"
        ON = "on"
        RESUME = "resume"

    act = forms.TypedChoiceField(
        choices=Act.choices, coerce=Act, error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )
    reason = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": _("Say why in at most 200 characters.")}
    )


class RetentionForm(forms.Form):
    """Ages in days of what may go; empty keeps that kind."""

    AGE = dict.fromkeys(("invalid", "min_value", "max_value"), _("An age is a number of days, or empty."))

    originals = forms.IntegerField(
        required=False, min_value=1, max_value=36_500, label=_("Originals"), error_messages=AGE
    )
    finalised_originals = forms.BooleanField(required=False)
    masks = forms.IntegerField(required=False, min_value=1, max_value=36_500, label=_("Masks"), error_messages=AGE)
    results = forms.IntegerField(required=False, min_value=1, max_value=36_500, label=_("Results"), error_messages=AGE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.ages().least is None:
            raise ValidationError(gettext("Give at least one age in days."), code="none")
        return cleaned

    def ages(self) -> Ages:
        """What a valid form asks for."""
        return Ages(**self.cleaned_data)


class AuditForm(forms.Form):
    """Which events are exported; `listing` is the number of one. What is left out filters nothing."""

    DAY = {"invalid": _("A day is written as 2026-01-31.")}

    since = forms.DateField(required=False, error_messages=DAY)
    until = forms.DateField(required=False, error_messages=DAY)
    person = forms.CharField(required=False, max_length=150)
    listing = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A keyword of Python's, and yet the plainest name for it in an address.
        self.fields["as"] = forms.TypedChoiceField(
            choices=[(each.value, each.value) for each in Format],
            coerce=Format,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": RELOAD},
        )

    def clean_person(self) -> User | None:
        name = self.cleaned_data["person"].strip()
        if not name:
            return None
        found = User.objects.filter(username=name).first()
        if found is None:
            raise ValidationError(gettext("Nobody is called %(name)s here.") % {"name": name}, code="unknown")
        return found

    def clean_listing(self) -> Listing | None:
        word = self.cleaned_data["listing"].strip()
        if not word:
            return None
        known = Q(address__iexact=word) | Q(reference__iexact=word)
        if word.isdecimal() and len(word) < 19:
            known |= Q(pk=int(word))
        found = Listing.objects.filter(known).order_by("-pk").first()
        if found is None:
            raise ValidationError(gettext("There is no listing %(name)s.") % {"name": word}, code="unknown")
        return found

    def chosen(self) -> Chosen:
        """What a valid form asks for."""
        return Chosen(**{name: self.cleaned_data[name] for name in ("since", "until", "person", "listing")})
