"""Options that say how results are listed."""

from __future__ import annotations

from typing import Annotated

import typer

from search.cli.options import flag, value
from search.question.mode import Mode

_MODES = "By words (keyword), by meaning (vector), or both (hybrid)."
_SORTS = "By relevance, or by date: date, newest or oldest."
_HALF = "Let the date count: after DAYS days an article counts half."
_FACETS = "Count the articles by fields: source,year,author,language."
_EXCLUDE = "Let -word exclude only the passages that have it."
_MARKDOWN = "Print quotations with their sources, for notes."

TopK = Annotated[int, typer.Option("-k", "--top-k", metavar="N", help="How many articles.", min=1)]
Page = Annotated[int, typer.Option("--page", metavar="N", help="Which page of them.", min=1)]
Passages = Annotated[
    int, typer.Option("--passages", metavar="N", help="How many passages to show of each.", min=1)
]
ModeOption = Annotated[Mode, typer.Option("--mode", "-m", help=_MODES)]
SortOption = Annotated[str, typer.Option("--sort", metavar="ORDER", help=_SORTS)]
HalfLife = Annotated[float | None, value("--half-life", metavar="DAYS", what=_HALF)]
Facets = Annotated[str, value("--facets", metavar="FIELDS", what=_FACETS)]
Ungrouped = Annotated[bool, flag("--ungrouped", "List passages, not articles.")]
Copies = Annotated[bool, flag("--copies", "List copies of a story one by one.")]
Timeline = Annotated[bool, flag("--timeline", "Draw how many articles there are by month or year.")]
ByPassage = Annotated[bool, flag("--exclude-passages", _EXCLUDE)]
Links = Annotated[bool, flag("--links", "Make paths links, where the terminal has them.")]
Csv = Annotated[bool, flag("--csv", "Print a table for spreadsheets.")]
Markdown = Annotated[bool, flag("--markdown", _MARKDOWN)]
