"""What services cost and how they did in a period: charts, tables beside them, and each table as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from editor.actions.money.figures import Counts, Figures, Group, Period, figures
from editor.actions.money.prices import in_cents, money
from editor.actions.spreadsheet import BOM, line
from editor.admin.charts import Chart, Column, chart
from editor.admin.forms import PeriodForm
from editor.providers import registry
from editor.templatetags.eraser import provider_label

MOST = 30
"""Agents and listings that are listed on the page; the CSV has them all."""
Cells = Iterable[object]

COUNTED = ("removals", "done", "failed", "unknown", "credits", "money", "may_cost")


@require_safe
def money_page(request: HttpRequest, context: dict[str, Any], slug: str | None = None) -> HttpResponseBase:
    """Of all services, or of one; `?csv=` gives that table instead."""
    if slug is not None and slug not in registry.PROVIDERS:
        raise Http404
    form = PeriodForm.asked(request)
    found = figures(form.period, slug)
    if table := request.GET.get("csv"):
        return _csv(table, form.period, found)
    shown = {
        "title": provider_label(slug) if slug else gettext("Money"),
        "slug": slug,
        "form": form,
        "period": form.period,
        "figures": found,
        "currency": settings.PRICE_CURRENCY,
        "most": MOST,
        "money_chart": _money_chart(found.days),
        "removals_chart": _removals_chart(found.days),
        "query": form.query,
    }
    return TemplateResponse(request, "admin/money.html", context | shown)


def _money_chart(days: list[Group]) -> Chart:
    return chart([_column(day, _money_of, _money_words) for day in days], least=0.01)


def _removals_chart(days: list[Group]) -> Chart:
    return chart([_column(day, _removals_of, _removals_words) for day in days], least=1)


def _column(day: Group, values: Callable[[Counts], list[float]], words: Callable[[Counts], str]) -> Column:
    when = date.fromisoformat(day.label)
    whole = day.whole
    return Column(
        label=date_format(when, "j M"),
        values=values(whole),
        words=f"{date_format(when, 'j M Y')}: {words(whole)}",
    )


def _money_of(counts: Counts) -> list[float]:
    return [float(counts.money), float(counts.may_cost)]


def _money_words(counts: Counts) -> str:
    spent = money(in_cents(counts.money), settings.PRICE_CURRENCY)
    if not counts.may_cost:
        return spent
    doubtful = money(in_cents(counts.may_cost), settings.PRICE_CURRENCY)
    return gettext("%(spent)s, and %(doubtful)s in doubt") % {"spent": spent, "doubtful": doubtful}


def _removals_of(counts: Counts) -> list[float]:
    rest = counts.removals - counts.done - counts.failed - counts.unknown
    return [float(counts.done), float(counts.failed + counts.unknown), float(rest)]


def _removals_words(counts: Counts) -> str:
    said = gettext("%(done)s done, %(failed)s failed, %(unknown)s unknown, of %(removals)s")
    return said % {name: getattr(counts, name) for name in ("done", "failed", "unknown", "removals")}


def _csv(table: str, period: Period, found: Figures) -> StreamingHttpResponse:
    if table not in TABLES:
        raise Http404
    head, rows = TABLES[table]

    def lines() -> Iterator[str]:
        yield BOM + line(head)
        for row in rows(found):
            yield line(row)

    name = f"eraser-{table}-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


def _group_rows(groups: Iterable[Group]) -> Iterator[Cells]:
    for group in groups:
        for slug, counts in group.by_service.items():
            yield (group.label, provider_label(slug), *_cells(counts))


def _service_rows(found: Figures) -> Iterator[Cells]:
    for slug, counts in found.services.items():
        seconds = found.seconds.get(slug)
        took = (round(seconds.median, 1), round(seconds.p95, 1)) if seconds else (None, None)
        rate = None if counts.rate is None else round(counts.rate, 4)
        yield (provider_label(slug), *_cells(counts), rate, *took)


def _kind_rows(found: Figures) -> Iterator[Cells]:
    for kind in found.kinds:
        yield (provider_label(kind.service), kind.code, "unknown" if kind.unknown else "failed", kind.count)


def _cells(counts: Counts) -> Cells:
    return (*(_plain(getattr(counts, name)) for name in COUNTED), settings.PRICE_CURRENCY)


def _plain(number: object) -> object:
    """Amounts without the noughts that a database leaves at their end."""
    return f"{number.normalize():f}" if isinstance(number, Decimal) else number


_OF_GROUPS = ("service", *COUNTED, "currency")
TABLES: dict[str, tuple[tuple[str, ...], Callable[[Figures], Iterable[Cells]]]] = {
    "services": ((*_OF_GROUPS, "success_rate", "median_seconds", "p95_seconds"), _service_rows),
    "kinds": (("service", "code", "outcome", "count"), _kind_rows),
    "days": (("day", *_OF_GROUPS), lambda found: _group_rows(found.days)),
    "agents": (("agent", *_OF_GROUPS), lambda found: _group_rows(found.agents)),
    "listings": (("listing", *_OF_GROUPS), lambda found: _group_rows(found.listings)),
}
"""The heads of the columns are for programs as much as for people, so they stay English."""
