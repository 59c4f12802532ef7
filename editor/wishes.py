"""Forms of pages that show first what would come of them: a listing's zip, old files to go, the timeline's export."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.archive import Wanted
from editor.actions.auditing import Chosen, Format
from editor.actions.errors import Refused
from editor.actions.naming import PATTERN, PATTERN_LENGTH, check_pattern
from editor.actions.retention import Ages
from editor.forms import RELOAD
from editor.imaging.presets import LOWEST_QUALITY, PRESETS, Metadata, Preset
from editor.models import Listing, User


class ArchiveForm(forms.Form):
    """What goes into a listing's zip, by a query that names all of it; `START` is what the page begins with."""

    START: ClassVar[dict[str, Any]] = {
        "include": ["originals", "finals"],
        "which": "finalised",
        "preset": "mls",
        "metadata": Metadata.NO_PLACE.value,
        "pattern": PATTERN,
    }
    OWN = "own"

    include = forms.MultipleChoiceField(
        choices=[("originals", ""), ("finals", "")],
        error_messages={"required": _("Choose originals, finals or both."), "invalid_choice": RELOAD},
    )
    which = forms.ChoiceField(
        choices=[("finalised", ""), ("current", "")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), RELOAD),
    )
    preset = forms.ChoiceField(
        choices=[*((slug, label) for slug, (label, _preset) in PRESETS.items()), (OWN, _("Own values"))],
        error_messages=dict.fromkeys(("required", "invalid_choice"), RELOAD),
    )
    metadata = forms.TypedChoiceField(
        choices=[(each.value, "") for each in Metadata],
        coerce=Metadata,
        error_messages=dict.fromkeys(("required", "invalid_choice"), RELOAD),
    )
    pattern = forms.CharField(
        max_length=PATTERN_LENGTH,
        error_messages={
            "required": _("Say how the files are named."),
            "max_length": _("A pattern for file names has at most 200 characters."),
        },
    )
    long_side = forms.IntegerField(
        required=False,
        min_value=200,
        max_value=30_000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("A long side has 200 to 30,000 pixels, or leave it empty.")
        ),
    )
    max_mb = forms.FloatField(
        required=False,
        min_value=0.05,
        max_value=100,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("A file has 0.05 to 100 MB at most, or leave it empty.")
        ),
    )
    quality = forms.IntegerField(
        required=False,
        min_value=LOWEST_QUALITY,
        max_value=95,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("JPEG quality is a whole number from 40 to 95.")
        ),
    )

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        try:
            check_pattern(pattern)
        except Refused as refused:
            raise ValidationError(refused.sentence, code="pattern") from refused
        return pattern

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        asked = self.cleaned_data
        return Wanted(
            originals="originals" in asked["include"],
            finals="finals" in asked["include"],
            unfinished=asked["which"] == "current",
            preset=replace(self._preset(), metadata=asked["metadata"]),
            preset_name=asked["preset"],
            pattern=asked["pattern"],
        )

    def _preset(self) -> Preset:
        asked = self.cleaned_data
        if asked["preset"] != self.OWN:
            return PRESETS[asked["preset"]][1]
        cap = round(asked["max_mb"] * 2**20) if asked["max_mb"] else None
        return Preset(long_side=asked["long_side"], max_bytes=cap, quality=asked["quality"] or Preset.quality)


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
