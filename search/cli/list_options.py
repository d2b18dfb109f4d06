"""Options that say how results are listed."""

from __future__ import annotations

from typing import Annotated

import typer

from search.question.mode import Mode

TopK = Annotated[
    int,
    typer.Option("-k", "--top-k", metavar="N", help="How many articles.", min=1),
]
Page = Annotated[
    int,
    typer.Option("--page", metavar="N", help="Which page of them.", min=1),
]
ModeOption = Annotated[
    Mode,
    typer.Option("--mode", "-m", help="By words (keyword), by meaning (vector), or both (hybrid)."),
]
SortOption = Annotated[
    str,
    typer.Option(
        "--sort", metavar="ORDER", help="By relevance, or by date: date, newest or oldest."
    ),
]
HalfLife = Annotated[
    float | None,
    typer.Option(
        "--half-life",
        metavar="DAYS",
        help="Let the date count: so many days make an article count for half.",
        show_default=False,
    ),
]
Passages = Annotated[
    int,
    typer.Option("--passages", metavar="N", help="How many passages to show of each.", min=1),
]
Ungrouped = Annotated[
    bool,
    typer.Option("--ungrouped", help="List passages, not articles."),
]
Copies = Annotated[
    bool,
    typer.Option("--copies", help="List copies of a story one by one."),
]
Facets = Annotated[
    str,
    typer.Option(
        "--facets",
        metavar="FIELDS",
        help="Count the articles by source, year, author, language",
        show_default=False,
    ),
]
Timeline = Annotated[
    bool,
    typer.Option("--timeline", help="Draw how many articles there are by month or year."),
]
ByPassage = Annotated[
    bool,
    typer.Option("--exclude-passages", help="Let -word exclude only the passages that have it."),
]
Links = Annotated[
    bool,
    typer.Option("--links", help="Make paths links, where the terminal has them."),
]
Csv = Annotated[
    bool,
    typer.Option("--csv", help="Print a table for spreadsheets."),
]
Markdown = Annotated[
    bool,
    typer.Option("--markdown", help="Print quotations with their sources, for notes."),
]
