"""The commands that ask: their options."""

from __future__ import annotations

from typing import Annotated

import typer

from search.cli.options import (
    Json,
    Location,
    MinConfidence,
    QueryModel,
    Rerank,
    TrustRemoteCode,
)
from search.mode import Mode


def query(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What you want to know.")],
    index: Location = None,
    top_k: Annotated[
        int, typer.Option("-k", "--top-k", min=1, metavar="N", help="How many results.")
    ] = 10,
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode", "-m", help="By words (keyword), by meaning (vector), or both (hybrid)."
        ),
    ] = Mode.HYBRID,
    full: Annotated[bool, typer.Option("--full", help="Print whole passages.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Take TEXT as words alone.")] = False,
    min_confidence: MinConfidence = None,
    rerank: Rerank = None,
    model: QueryModel = None,
    trust_remote_code: TrustRemoteCode = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show what makes each score.")] = False,
    as_json: Json = False,
) -> None:
    """Find the paragraphs that answer a question.

    TEXT is plain words, or: "a phrase", wild*, fuzzy~, AND, OR, NOT, +must, -mustn't,
    title:word. Behind -- it may begin with a minus.
    """
    from search.cli import brief

    brief.begin()
    from search.cli import query as command

    command.run(
        " ".join(text),
        index,
        top_k=top_k,
        mode=mode,
        full=full,
        plain=plain,
        min_confidence=min_confidence,
        rerank=rerank,
        model=model,
        trust_remote_code=trust_remote_code,
        explain=explain,
        as_json=as_json,
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
    from search.cli import opening as command

    command.run(name, index)
