"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.encoder import Precision
from search.mode import Mode

app = typer.Typer(
    name="search",
    help="Hybrid search over a folder of articles: keywords and meaning, merged.",
    epilog="Exit codes: 0 found or done, 1 nothing found, 2 error.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Location = Annotated[
    Path | None,
    typer.Option(
        "--index",
        "-i",
        metavar="FOLDER",
        help="The index; else $SEARCH_INDEX, else .search-index here or in a folder above.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


@app.command()
def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Folders, files, quoted globs, or - for standard input; "
            "else those of the last build, else seeds.",
            show_default=False,
        ),
    ] = None,
    index: Location = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="A sentence-transformers model, by hub name or folder.", show_default=False
        ),
    ] = None,
    precision: Annotated[
        Precision | None,
        typer.Option(help="How the encoder computes.", show_default="fp32"),
    ] = None,
    keep_boilerplate: Annotated[
        bool | None,
        typer.Option(
            "--keep-boilerplate/--drop-boilerplate",
            help="Whether sign-up blocks, teasers and the like are searched too.",
            show_default="drop",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option(help="Fail if anything cannot be read.")] = False,
    fresh: Annotated[bool, typer.Option(help="Use nothing of an index that is there.")] = False,
    trust_remote_code: Annotated[
        bool, typer.Option(help="Run code that comes with the model.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Index articles: what is new is added, what is gone is removed.

    Reads .txt, .md, .html, .pdf, .jsonl and .csv. The index then holds the articles of SOURCES
    and no others; until it is ready, the former one answers.
    """
    from search.cli import build as command

    command.run(
        sources or [],
        index,
        model=model,
        precision=precision,
        keep_boilerplate=keep_boilerplate,
        strict=strict,
        fresh=fresh,
        trust_remote_code=trust_remote_code or None,
        as_json=as_json,
    )


@app.command()
def query(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What you want to know.")],
    index: Location = None,
    top_k: Annotated[int, typer.Option("-k", "--top-k", min=1, help="How many results.")] = 10,
    mode: Annotated[Mode, typer.Option("--mode", "-m", help="Which legs to ask.")] = Mode.HYBRID,
    as_json: Json = False,
) -> None:
    """Find the paragraphs that answer a question.

    TEXT is plain words, or: "a phrase", wild*, fuzzy~, AND, OR, NOT, +must, -mustn't,
    title:word.
    """
    from search.cli import query as command

    command.run(" ".join(text), index, top_k=top_k, mode=mode, as_json=as_json)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="An article or passage, as a result names it.")
    ],
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Print an article; a passage that is named is marked."""
    from search.cli import show as command

    command.run(name, index, as_json=as_json)


@app.command()
def stats(index: Location = None, as_json: Json = False) -> None:
    """Say what an index holds."""
    from search.cli import stats as command

    command.run(index, as_json=as_json)


@app.command()
def boilerplate(index: Location = None, as_json: Json = False) -> None:
    """List the blocks that were left out of the search, each with the reason."""
    from search.cli import show as command

    command.run_boilerplate(index, as_json=as_json)


@app.command()
def problems(index: Location = None, as_json: Json = False) -> None:
    """List what could not be read, each with the reason."""
    from search.cli import show as command

    command.run_problems(index, as_json=as_json)
