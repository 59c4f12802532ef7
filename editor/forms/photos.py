"""Photos that come in: as a file, or as the id of a service's order."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.actions.photos.pictures import photo_limits
from editor.imaging.errors import PictureError
from editor.imaging.photo import inspect


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


class RemoteOrderForm(forms.Form):
    """The id of an order at a service."""

    remote_id = forms.CharField(
        max_length=200,
        error_messages={"required": _("Enter the order's id first."), "max_length": _("No order has so long an id.")},
    )
