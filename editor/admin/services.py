"""The services page: how each stands, whether it is offered, and who switched it. Never a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from editor.actions.errors import Refused
from editor.actions.providers.services import services, switches
from editor.actions.providers.switching import end_pause, switch_off, switch_on
from editor.admin.forms import way_back
from editor.forms import first_sentence
from editor.forms.desk import SwitchForm
from editor.providers import registry

Act = SwitchForm.Act
DONE = {
    Act.OFF: _("%(label)s is switched off. What runs there goes on."),
    Act.ON: _("%(label)s is switched on."),
    Act.RESUME: _("The pause of %(label)s is over."),
}


def services_page(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    shown = {"title": gettext("Services"), "services": services(), "switches": switches()}
    return TemplateResponse(request, "admin/services.html", context | shown)


@require_POST
def switch_service(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in registry.PROVIDERS:
        raise Http404
    form = SwitchForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return redirect(way_back(request, "admin:services"))
    act: Act = form.cleaned_data["act"]
    try:
        _action(act, form.cleaned_data["reason"])(actor=request.user, slug=slug)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, DONE[act] % {"label": registry.PROVIDERS[slug].label})
    return redirect(way_back(request, "admin:services"))


def _action(act: Act, reason: str) -> Callable[..., None]:
    if act == Act.OFF:
        return partial(switch_off, reason=reason)
    return switch_on if act == Act.ON else end_pause
