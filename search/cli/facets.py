"""Counts by field and by time, as bars on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from index.types import Value
from search.cli.style import styled
from search.cli.terminal import width
from search.display.columns import columns, wrapped_lines
from search.display.printable import isolated, printable
from search.results.facets import written

_MOST: Final = 10
"""Values of a field that are printed."""

_NAME: Final = 28
_BAR: Final = "█"
_YEARS: Final = 30
"""Months are drawn where they are no more than so many; else years."""

_GAP: Final = 5
"""So many years without an article stand one by one."""


def facet_lines(facets: Mapping[str, Mapping[Value, int]]) -> Iterator[str]:
    """For each field its values, the most frequent first, each with a bar and its count."""
    for field, counts in facets.items():
        yield styled(printable(field), "bold")
        named = {value: count for value, count in counts.items() if value != ""}
        shown = dict(list(named.items())[:_MOST]) if field != "year" else named
        yield from _bars(shown)
        if len(named) > len(shown):
            rest = sum(named.values()) - sum(shown.values())
            yield f"  and {len(named) - len(shown):,} more ({rest:,})"
        none = counts.get("", 0)
        if not named:
            yield f"  no article that matches has a {printable(field)}" if none else "  none match"
        elif none:
            yield f"  {none:,} without"
        yield ""


def timeline(months: Mapping[Value, int]) -> Iterator[str]:
    """A bar for each month, or for each year where there are many months, gaps included."""
    names = sorted(str(month) for month in months if month != "")
    if not names:
        yield "No article that matches has a date"
        yield ""
        return
    by_month = list(_months(names[0], names[-1]))
    if len(by_month) <= _YEARS:
        yield from _bars({month: months.get(month, 0) for month in by_month})
    else:
        years = {str(year): 0 for year in range(int(names[0][:4]), int(names[-1][:4]) + 1)}
        for name, count in months.items():
            if name != "":
                years[str(int(str(name)[:4]))] += count
        yield from _bars(_without_long_gaps(years))
    yield ""


def _without_long_gaps(years: Mapping[str, int]) -> Mapping[str, int]:
    """The years, in their order; many in a row without an article are one line."""
    shown: dict[str, int] = {}
    for empty, run in groupby(years, key=lambda year: not years[year]):
        names = list(run)
        if empty and len(names) > _GAP:
            shown[f"{names[0]}–{names[-1]}"] = 0
        else:
            shown.update((name, years[name]) for name in names)
    return shown


def _bars(counts: Mapping[Value, int] | Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    names = {name: _short(written(name)) for name in counts}
    wide = max(map(columns, names.values()))
    figures = max(len(f"{count:,}") for count in counts.values())
    room = max(10, min(40, width("  ") - wide - figures - 4))
    most = max(counts.values()) or 1
    for name, count in counts.items():
        shown = isolated(names[name]) + " " * (wide - columns(names[name]))
        bar = _BAR * max(round(room * count / most), 1 if count else 0)
        yield f"  {shown}  {count:>{figures},}  {styled(bar, 'magenta')}".rstrip()


def _short(name: str) -> str:
    lines = wrapped_lines(" ".join(printable(name).split()), _NAME) or [""]
    return lines[0] + (" …" if len(lines) > 1 else "")


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while f"{year:04}-{month:02}" <= last:
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
