"""What goes into a listing's zip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editor.actions.archive import Wanted
from editor.actions.archive.naming import PATTERN, PATTERN_LENGTH, check_pattern
from editor.actions.errors import Refused
from editor.forms import RELOAD
from editor.imaging.presets import LOWEST_QUALITY, PRESETS, Metadata, Preset


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
