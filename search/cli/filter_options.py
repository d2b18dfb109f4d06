"""Options that limit a search to some articles, for every command that has them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, Final, get_type_hints

from search.cli.options import value

_FILTERS: Final = "filters"
"""The parameter of a command that stands for all of these."""


def _options(
    since: Annotated[
        str | None,
        value(
            "--since",
            metavar="DATE",
            what="Published on that day or later: 2021, 2021-10, 2021-10-03.",
        ),
    ] = None,
    until: Annotated[
        str | None, value("--until", metavar="DATE", what="Published on that day or earlier.")
    ] = None,
    source: Annotated[
        list[str] | None,
        value("--source", metavar="NAME", what="Published by NAME; once for each of several."),
    ] = None,
    author: Annotated[
        list[str] | None,
        value("--author", metavar="NAME", what="Written by NAME; once for each of several."),
    ] = None,
    file: Annotated[
        list[str] | None,
        value("--file", metavar="PATH", what="In such a file or folder, as in 'clippings/*'."),
    ] = None,
    language: Annotated[
        list[str] | None,
        value("--lang", metavar="CODE", what="In that language, by its two letters."),
    ] = None,
    where: Annotated[
        list[str] | None,
        value(
            "--where",
            metavar="FIELD=VALUE",
            what="Any other field: section=politics, 'words>500'.",
        ),
    ] = None,
) -> Any:
    from search.cli.search_options import filters_of

    return filters_of(since, until, source, author, file, language, where)


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with these options in the place of its parameter ``filters``."""
    own, shared = inspect.signature(command), inspect.signature(_options)

    @functools.wraps(command)
    def run(**given: Any) -> None:
        chosen = {name: given.pop(name) for name in shared.parameters}
        command(**given, **{_FILTERS: _options(**chosen)})

    hints = {
        **get_type_hints(command, include_extras=True),
        **get_type_hints(_options, include_extras=True),
    }
    parameters = [
        one.replace(annotation=hints[one.name])
        for parameter in own.parameters.values()
        for one in (shared.parameters.values() if parameter.name == _FILTERS else (parameter,))
    ]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__dict__["__signature__"] = own.replace(parameters=parameters)
    return run
