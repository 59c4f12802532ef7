"""Masks, what is asked of them and of whom; what is pointed at in a photo."""

from __future__ import annotations

import math
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.removals.submit import SEEDS
from editor.forms import RELOAD
from editor.imaging.fit import MOST_PARTS
from editor.imaging.select import Place
from editor.models import Order, Revision, Submission
from editor.providers import registry

MASK_MAX_BYTES = 16 * 2**20
"""A 1-bit mask of 100 MP is 12.5 MB before compression."""


MOST_FURTHER = 40
"""Places that better one find of smart select."""


class PreviewForm(forms.Form):
    """A mask for one or several providers that are ready."""

    mask = forms.FileField(
        error_messages={"required": _("Paint over what should go first."), "empty": _("The mask is empty.")}
    )
    provider = forms.MultipleChoiceField(
        error_messages={
            "invalid_choice": _("This service is not set up here. Choose another one."),
            "required": _("Choose a service first."),
        }
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = registry.ready(settings.PROVIDER_CONFIG)
        cast("forms.MultipleChoiceField", self.fields["provider"]).choices = [(cls.slug, cls.label) for cls in ready]

    def clean_mask(self) -> bytes:
        mask: UploadedFile[Any] = self.cleaned_data["mask"]
        if (mask.size or 0) > MASK_MAX_BYTES:
            raise ValidationError(
                gettext("This mask is far larger than a mask of the photo can be."), code="mask_too_large"
            )
        return bytes(mask.read())

    def clean_provider(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["provider"]))


class SendForm(PreviewForm):
    """A mask that is to be sent; `key` is made once per press of the button.

    May be left out: `seed`, and `mask_made` (`manual` or `automatic`: whether a person painted the mask or a
    selection found it), which is manual then.
    """

    key = forms.UUIDField(error_messages=dict.fromkeys(("invalid", "required"), RELOAD))
    seed = forms.IntegerField(required=False, min_value=0, max_value=SEEDS - 1)
    mask_made = forms.ChoiceField(
        required=False, choices=Submission.MaskKind.choices, error_messages={"invalid_choice": RELOAD}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong_seed = gettext("A seed is a whole number from 0 to %(seeds)s, or empty.") % {"seeds": SEEDS - 1}
        self.fields["seed"].error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), wrong_seed)

    def clean_mask_made(self) -> Submission.MaskKind:
        return Submission.MaskKind(self.cleaned_data["mask_made"] or Submission.MaskKind.MANUAL)


class MaskForm(SendForm):
    """A mask on a revision of `order`; `crops` is the number of parts it may go in, one where it is left out."""

    crops = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PARTS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), RELOAD),
    )

    revision = forms.ModelChoiceField(
        queryset=Revision.objects.none(),
        error_messages={"invalid_choice": _("That picture is not part of this order. Reload the page and try again.")},
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Revision]", self.fields["revision"]).queryset = order.revisions.all()


class RevisionForm(forms.Form):
    """A revision of `order`."""

    revision = forms.ModelChoiceField(
        queryset=Revision.objects.none(), error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.size = order.photo.size
        revisions = order.revisions.select_related("order__photo")
        cast("forms.ModelChoiceField[Revision]", self.fields["revision"]).queryset = revisions


class SelectForm(RevisionForm):
    """A point or a box of a revision, in upright pixels: `x,y` or `left,top,right,bottom`.

    `further` betters what is there by more places, with semicolons between: `x,y,1` belongs to it, `x,y,0` does not.
    """

    point = forms.CharField(required=False, max_length=100, error_messages={"max_length": RELOAD})
    box = forms.CharField(required=False, max_length=100, error_messages={"max_length": RELOAD})
    further = forms.CharField(required=False, max_length=3000, error_messages={"max_length": RELOAD})

    def clean_point(self) -> tuple[float, float] | None:
        if not self.cleaned_data["point"]:
            return None
        x, y = _numbers(self.cleaned_data["point"], 2)
        self._inside(x, y)
        return x, y

    def clean_further(self) -> list[Place]:
        told = self.cleaned_data["further"]
        places = [_numbers(each, 3) for each in told.split(";")] if told else []
        for x, y, _belongs in places:
            self._inside(x, y)
        if len(places) > MOST_FURTHER:
            raise ValidationError(
                gettext("These are more clicks than one thing can have. Brush over what is missing."), code="too_many"
            )
        return [Place(x, y, belongs > 0) for x, y, belongs in places]

    def _inside(self, x: float, y: float) -> None:
        if not (0 <= x < self.size[0] and 0 <= y < self.size[1]):
            raise ValidationError(
                gettext("That point is beside the photo. Click on the thing in the photo."), code="outside"
            )

    def clean_box(self) -> tuple[int, int, int, int] | None:
        if not self.cleaned_data["box"]:
            return None
        left, top, right, bottom = (round(side) for side in _numbers(self.cleaned_data["box"], 4))
        box = max(0, left), max(0, top), min(self.size[0], right), min(self.size[1], bottom)
        if box[0] >= box[2] or box[1] >= box[3]:
            raise ValidationError(
                gettext("That box is beside the photo. Draw it around the thing in the photo."), code="outside"
            )
        return box

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and (cleaned["point"] is None) == (cleaned["box"] is None):
            raise ValidationError(gettext("Click on a thing, or draw a box around it."), code="either")
        return cleaned


def _numbers(text: str, count: int) -> list[float]:
    """So many numbers, with commas between. Raises ValidationError."""
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise ValidationError(RELOAD, code="invalid")
    return numbers


class BatchForm(SendForm):
    """One mask for several photos, at one service."""

    def clean_provider(self) -> list[str]:
        providers = super().clean_provider()
        if len(providers) > 1:
            raise ValidationError(
                gettext("One mask over several photos goes to one service. Choose one."), code="one_service"
            )
        return providers
