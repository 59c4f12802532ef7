"""How the desk says where somebody's invitation stands."""

from __future__ import annotations

from django import template

from editor.actions.people.roster import is_late
from editor.models import User

register = template.Library()


@register.filter
def late(person: User) -> bool:
    return is_late(person)
