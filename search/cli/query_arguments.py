"""The commands that ask: their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from search.cli.filter_options import with_filters
from search.cli.list_options import (
    ByPassage,
    Copies,
    Csv,
    Facets,
    HalfLife,
    Links,
    Markdown,
    ModeOption,
    Page,
    Passages,
    SortOption,
    Timeline,
    TopK,
    Ungrouped,
)
from search.cli.options import (
    Json,
    Location,
    MinConfidence,
    QueryModel,
    Rerank,
    TrustRemoteCode,
)
from search.question.mode import Mode


@with_filters
def query(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="What you want to know.", show_default=False),
    ] = None,
    index: Location = None,
    top_k: TopK = 10,
    page: Page = 1,
    mode: ModeOption = Mode.HYBRID,
    filters: Any = None,
    sort: SortOption = "relevance",
    half_life: HalfLife = None,
    passages: Passages = 1,
    ungrouped: Ungrouped = False,
    copies: Copies = False,
    facets: Facets = "",
    timeline: Timeline = False,
    full: Annotated[bool, typer.Option("--full", help="Print whole passages.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Take TEXT as words alone.")] = False,
    by_passage: ByPassage = False,
    min_confidence: MinConfidence = None,
    rerank: Rerank = None,
    model: QueryModel = None,
    trust_remote_code: TrustRemoteCode = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show what makes each score.")] = False,
    links: Links = False,
    as_json: Json = False,
    as_csv: Csv = False,
    as_markdown: Markdown = False,
) -> None:
    """Find the articles that answer a question.

    TEXT is plain words, or: "a phrase", wild*, fuzzy~, AND, OR, NOT, +must, -mustn't,
    title:word, after:2021-10, before:2022, in:1940, source:courier, author:name, lang:de,
    file:folder/*, section:politics. Put -- before a TEXT that begins with a minus. Without TEXT,
    filters, --facets, --timeline or --sort date list all articles that they allow.
    """
    from search.cli import fast_exit

    fast_exit.begin()
    from index.query.filters import Filters
    from search.cli import query as command
    from search.cli import search_options, style

    style.want_links(links)
    named = tuple(name.strip() for name in facets.split(",") if name.strip())
    words = " ".join(text or ())
    if not words.strip() and filters == Filters():
        if not (named or timeline) and sort == "relevance":
            raise typer.BadParameter("say what you want to know", param_hint="TEXT")
        filters = Filters(where={"id": "*"})
    command.run(
        words,
        index,
        search_options.Wanted(
            top_k,
            mode,
            filters,
            search_options.view_of(passages, ungrouped, copies, sort, half_life, page),
            plain,
            by_passage,
            (*named, *((command.TIMELINE,) if timeline else ())),
            search_options.form_of(as_json=as_json, as_csv=as_csv, as_markdown=as_markdown),
        ),
        full=full,
        min_confidence=min_confidence,
        rerank=rerank,
        model=model,
        trust_remote_code=trust_remote_code,
        explain=explain,
    )


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A number of the last answer, an article as a result cites it, or a part of its "
        "file's name or headline.",
    ),
]


def show(
    name: Name,
    index: Location = None,
    context: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Only the passage that is named, with N paragraphs on both sides.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print an article; a passage that is named is marked.

    After a search, 3 stands for the passage of its third result.
    """
    from search.cli import show as command

    command.run(name, index, context=context, as_json=as_json)


def open_(name: Name, index: Location = None) -> None:
    """Open an article's file: at the line in $VISUAL or $EDITOR, else in the system's viewer.

    After a search, 3 stands for its third result.
    """
    from search.cli import open_article as command

    command.run(name, index)


@with_filters
def similar(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="An article as `search show` takes it, a file, or - for its text."
        ),
    ],
    index: Location = None,
    top_k: TopK = 10,
    page: Page = 1,
    mode: ModeOption = Mode.HYBRID,
    filters: Any = None,
    copies: Copies = False,
    links: Links = False,
    as_json: Json = False,
    as_csv: Csv = False,
    as_markdown: Markdown = False,
) -> None:
    """Find articles like one: of the index, of a file, or of standard input.

    Itself and its copies are left out. After a search, 3 stands for its third result.
    """
    from search.cli import search_options, style
    from search.cli import similar as command

    style.want_links(links)
    command.run(
        name,
        index,
        search_options.Wanted(
            top_k,
            mode,
            filters,
            search_options.view_of(1, False, copies, "relevance", None, page),
            form=search_options.form_of(as_json=as_json, as_csv=as_csv, as_markdown=as_markdown),
        ),
    )


@with_filters
def batch(
    queries: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="A query a line, or a .csv table with a column named query or name; without it, "
            "or -, what is piped in.",
            show_default=False,
        ),
    ] = None,
    index: Location = None,
    top_k: TopK = 10,
    mode: ModeOption = Mode.HYBRID,
    filters: Any = None,
    plain: Annotated[bool, typer.Option("--plain", help="Take queries as words alone.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
    as_markdown: Markdown = False,
) -> None:
    """Ask many queries at once, and print all results, as a table (CSV) unless you choose."""
    from search.cli import batch as command
    from search.cli import search_options

    chosen = as_csv or not (as_json or as_markdown)
    form = search_options.form_of(as_json=as_json, as_csv=chosen, as_markdown=as_markdown)
    command.run(queries, index, search_options.Wanted(top_k, mode, filters, plain=plain, form=form))


def alerts(
    what: Annotated[
        str, typer.Argument(metavar="[add|list|remove]", help="Without it, show what is new.")
    ] = "",
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]", help="The query.", show_default=False)
    ] = None,
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Say what is new for saved queries since they were last looked at.

    search alerts add "grain AND karsova" saves one, search alerts list names them, and
    search alerts remove forgets one. Exits with 1 where nothing is new.
    """
    from search.cli import alerts as command

    query_ = " ".join(text or ())
    if what in ("add", "remove") and not query_:
        raise typer.BadParameter("name a query", param_hint="TEXT")
    if what == "add":
        command.add(query_, index, as_json=as_json)
    elif what == "remove":
        command.remove(query_, index, as_json=as_json)
    elif what == "list":
        command.names(index, as_json=as_json)
    elif not what:
        command.look(index, as_json=as_json)
    else:
        raise typer.BadParameter("choose add, list or remove", param_hint=what)
