"""The boundary: hostile bytes in, validated values out. Each error has a code and one sentence."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

RELOAD = _("Reload the page and try again.")


def first_sentence(form: forms.Form) -> str:
    """The sentence of the first field that was refused."""
    return str(next(iter(form.errors.values()))[0])
