"""Whom one can mention about an order, for the list that opens at an `@`."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.news.mentions import handle_of, handles, people_who_see
from editor.views.asking import Request, order_for


@never_cache
@require_safe
def people(request: Request, pk: int) -> JsonResponse:
    """Everybody who may see the order but the reader, with what to write behind the `@`."""
    everybody = people_who_see(order_for(request, pk))
    known = handles(everybody)
    listed = [
        {
            "handle": handle_of(person, known),
            "name": person.called,
            "username": person.username,
            "roles": ", ".join(str(role.label) for role in sorted(person.roles)),
        }
        for person in everybody
        if person != request.user
    ]
    return JsonResponse({"people": listed})
