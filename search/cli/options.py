"""Options that several commands have, or that would crowd the one that has them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def flag(name: str, what: str) -> Any:
    """An option that is there or not."""
    return typer.Option(name, help=what)


def value(*names: str, metavar: str, what: str, **more: Any) -> Any:
    """An option with a value; without it, what the command has for a default says nothing."""
    return typer.Option(*names, metavar=metavar, help=what, show_default=False, **more)


Location = Annotated[
    Path | None,
    typer.Option(
        "--index",
        "-i",
        metavar="FOLDER",
        help="Index folder; else $SEARCH_INDEX, else .search-index here or above.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="A sentence-transformers model, by its name on the hub or a folder; docs/models.md "
        "says which to take, as `multilingual` for other languages than English.",
        show_default=False,
    ),
]
QueryModel = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Where the model of the index is, if it has not been prepared on this machine.",
        show_default=False,
    ),
]
TrustRemoteCode = Annotated[
    bool, typer.Option("--trust-remote-code", help="Run code that comes with the model.")
]
Keep = Annotated[
    int, typer.Option(min=1, metavar="N", help="How many versions to keep, for `search rollback`.")
]
Wait = Annotated[
    bool, typer.Option("--wait", help="Wait while another process is building this index.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0,
        max=1,
        metavar="0-1",
        help="Confidence needed for a good match; a line follows the last. 0 draws none.",
        show_default="0.4",
    ),
]
Rerank = Annotated[
    str | None,
    typer.Option(
        "--rerank",
        metavar="MODEL",
        help="Judge the best anew with this cross-encoder, which is slower and better.",
        show_default=False,
    ),
]
KeptLocation = Annotated[
    Path | None,
    typer.Option(
        "--index",
        "-i",
        metavar="FOLDER",
        help="Where to keep its index; else in the user's cache folder.",
        show_default=False,
    ),
]
Split = Annotated[str, typer.Option(metavar="NAME", help="Which judgements to take of qrels/.")]
RunFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Write the hybrid run there, for trec_eval.", show_default=False
    ),
]
Judgements = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Queries and their answers: queries.jsonl and qrels/, as for `search evaluate`.",
        show_default=False,
    ),
]
