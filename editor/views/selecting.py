"""Smart select: a point or a box in, a mask of the object out."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.selecting import select
from editor.forms import SelectForm, first_sentence
from editor.imaging.errors import PictureError
from editor.views.asking import Request, order_for, refusal
from editor.views.files import guarded

NOTHING_FOUND = 422


@require_POST
def select_object(request: Request, pk: int) -> HttpResponse:
    """The masked PNG, of the photo's size, of the object at `point` or in `box` of `revision`; 422 where none is."""
    form = SelectForm(request.POST, order=order_for(request, pk))
    if not form.is_valid():
        return refusal(first_sentence(form))
    asked = form.cleaned_data
    try:
        mask = select(actor=request.user, revision=asked["revision"], point=asked["point"], box=asked["box"])
    except PictureError as error:
        return refusal(error.sentence)
    except Refused as refused:
        return refusal(refused.sentence, status=NOTHING_FOUND)
    return guarded(HttpResponse(mask, content_type="image/png"))
