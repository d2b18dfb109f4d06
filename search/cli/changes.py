"""What is new, changed and gone, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from search.cli.style import styled
from search.cli.terminal import located, row

_NAMED: Final = 10
_WORDS: Final = {"added": "new", "changed": "changed", "removed": "gone"}


def changes(
    names: Mapping[str, Sequence[str]], counts: Mapping[str, int], folder: Path
) -> Iterator[str]:
    """A line for each article, ten of each kind, then how many more there are.

    ``folder`` is the one that ids are relative to.
    """
    for kind, word in _WORDS.items():
        named = names.get(kind, ())[:_NAMED]
        for name in named:
            yield row([located(name, folder)], " " * 11, f"  {styled(f'{word:<7}', 'dim')}  ")
        more = counts.get(kind, 0) - len(named)
        if named and more > 0:
            yield f"  {styled(f'{word:<7}', 'dim')}  and {more:,} more"
