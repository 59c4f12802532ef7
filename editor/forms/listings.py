"""The facts of a listing."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.models import Listing, Role, User


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no class to subscribe to at run time
    """A choice of people, by the names pages say."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.called)


class ListingForm(forms.Form):
    """What people say of a listing."""

    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        error_messages={"required": _("Enter the address of the property."), "max_length": _("Shorten the address.")},
    )
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=64,
        help_text=_("The office's own number, or the MLS number."),
        error_messages={"max_length": _("Shorten the reference.")},
    )
    agent = PersonField(
        label=_("Agent"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Approves and finalises the photos."),
        empty_label=_("Nobody yet"),
        error_messages={"invalid_choice": _("Choose somebody from the list of agents.")},
    )
    due = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Enter the day as year, month and day: 2026-05-31.")},
    )

    def __init__(self, *args: Any, listing: Listing | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agents = User.objects.in_group(Role.AGENT)
        if listing is not None and listing.agent_id is not None:
            agents |= User.objects.filter(pk=listing.agent_id)
        cast("PersonField", self.fields["agent"]).queryset = agents.distinct().order_by("first_name", "username")
