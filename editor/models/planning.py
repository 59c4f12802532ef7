"""Telling the database by which index to begin: by what is not hidden from its planner.

SQLite's planner does not know how many rows have a value. Of "the orders of this listing that are finalised" it may
begin with all that are finalised.
"""

from __future__ import annotations

from django.db.models import BooleanField, Case, Q, Value, When

YES, NO = (Value(truth) for truth in (True, False))


def hidden(*conditions: Q | None) -> list[Case]:
    """The same conditions, such that no index is chosen for them; as arguments of a filter."""
    shown = [condition for condition in conditions if condition]
    return [Case(When(condition, then=YES), default=NO, output_field=BooleanField()) for condition in shown]
