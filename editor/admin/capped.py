"""Pages of a list that nobody counts to the end: however long it is, a page costs the same."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

if TYPE_CHECKING:
    Rows = Paginator[Any]
else:
    # Django's classes take no type parameters while the program runs.
    Rows = Paginator

MOST = 2_000
"""Rows that can be paged through; what lies behind them is found by filter and search."""


class CappedPaginator(Rows):
    @property
    def most(self) -> int:
        return MOST

    @cached_property
    def count(self) -> int:
        """Rows, at most `MOST`: the database stops counting there."""
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())
