"""What is said of a picture, and why an order is opened again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.review.reopening import REOPENED
from editor.forms import RELOAD
from editor.models import Order


class SayForm(forms.Form):
    """What somebody says of a picture, and the point it is about, in upright pixels; `point` is None without one."""

    text = forms.CharField(strip=False, error_messages={"required": _("Write what you want to say first.")})
    x = forms.IntegerField(required=False, error_messages={"invalid": RELOAD})
    y = forms.IntegerField(required=False, error_messages={"invalid": RELOAD})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        x, y = cleaned.get("x"), cleaned.get("y")
        if (x is None) != (y is None) and not self.errors:
            raise ValidationError(gettext("A point needs both numbers, across and down."), code="half")
        return {**cleaned, "point": None if x is None or y is None else (x, y)}


class ReopenForm(forms.Form):
    """Why a finalised order is opened again, and what for."""

    reason = forms.CharField(error_messages={"required": _("Say why it is opened again first.")})
    to = forms.TypedChoiceField(
        choices=[(state.value, state.label) for state in REOPENED],
        coerce=Order.State,
        error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD),
    )
