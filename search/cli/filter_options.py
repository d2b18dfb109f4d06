"""Options that limit a search to some articles."""

from __future__ import annotations

from typing import Annotated

import typer

Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Published on that day or later: 2021, 2021-10, 2021-10-03.",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Published on that day or earlier.", show_default=False
    ),
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Published there; several options mean any of them.",
        show_default=False,
    ),
]
Author = Annotated[
    list[str] | None,
    typer.Option("--author", metavar="NAME", help="Written by them.", show_default=False),
]
File = Annotated[
    list[str] | None,
    typer.Option(
        "--file",
        metavar="PATH",
        help="In such a file or folder, as in 'clippings/*'.",
        show_default=False,
    ),
]
Language = Annotated[
    list[str] | None,
    typer.Option(
        "--lang", metavar="CODE", help="In that language, by its two letters.", show_default=False
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FIELD=VALUE",
        help="Any other field: section=politics, 'words>500'.",
        show_default=False,
    ),
]
