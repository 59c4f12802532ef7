"""The boundary: hostile bytes in, validated values out. Each error has a code and one sentence."""

from __future__ import annotations

import math
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.pictures import photo_limits
from editor.actions.reopening import REOPENED
from editor.actions.submit import SEEDS
from editor.imaging.errors import PictureError
from editor.imaging.fit import MOST_PARTS
from editor.imaging.photo import inspect
from editor.models import Listing, Order, Revision, Role, Submission, User
from editor.providers import registry

RELOAD = _("Reload the page and try again.")
MASK_MAX_BYTES = 16 * 2**20
"""A 1-bit mask of 100 MP is 12.5 MB before compression."""


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no class to subscribe to at run time
    """A choice of people, by the names pages say."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.called)


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("This name and password do not belong together. Check both and try again."),
        "inactive": _("This account is closed. Ask a reviewer to open it again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name or e-mail address")

    def clean_username(self) -> str:
        """An address stands for the name of whoever it belongs to; before anything is counted as a wrong try."""
        word: str = self.cleaned_data["username"]
        if "@" not in word:
            return word
        names = User.objects.filter(email__iexact=word).values_list("username", flat=True)
        return word if len(names) != 1 else names[0]


class PhotoForm(forms.Form):
    """One uploaded photo: its size, and by its content (never its name) a picture of a kind we read."""

    photo = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": _("Choose a photo first."), "invalid": _("Choose a photo first.")},
    )

    def clean_photo(self) -> UploadedFile[Any]:
        photo: UploadedFile[Any] = self.cleaned_data["photo"]
        try:
            inspect(cast("BinaryIO", photo.file), photo_limits())
        except PictureError as error:
            raise ValidationError(gettext(error.sentence), code=error.code) from error
        return photo


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
    """A point or a box of a revision, in upright pixels: `x,y` or `left,top,right,bottom`."""

    point = forms.CharField(required=False, max_length=100, error_messages={"max_length": RELOAD})
    box = forms.CharField(required=False, max_length=100, error_messages={"max_length": RELOAD})

    def clean_point(self) -> tuple[float, float] | None:
        if not self.cleaned_data["point"]:
            return None
        x, y = _numbers(self.cleaned_data["point"], 2)
        if not (0 <= x < self.size[0] and 0 <= y < self.size[1]):
            raise ValidationError(
                gettext("That point is beside the photo. Click on the thing in the photo."), code="outside"
            )
        return x, y

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


class RemoteOrderForm(forms.Form):
    """The id of an order at a service."""

    remote_id = forms.CharField(
        max_length=200,
        error_messages={"required": _("Enter the order's id first."), "max_length": _("No order has so long an id.")},
    )


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


def first_sentence(form: forms.Form) -> str:
    """The sentence of the first field that was refused."""
    return str(next(iter(form.errors.values()))[0])
