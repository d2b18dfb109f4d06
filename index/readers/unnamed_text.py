"""Texts under names that nobody knows: which fields of a record, or columns of a table; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from index.article.dates import iso_date
from index.article.scripts import lacks_blanks, reading_length
from index.readers.field_names import IDS, NAMES, TEXTS, plain_name

_SHORTEST: Final = 60
_FEWEST_WORDS: Final = 6
_WORDS_FOR_A_COMMA: Final = 2
"""Letters (as :func:`reading_length` has them) and words of a text; keywords have more commas."""

_ALIKE: Final = 0.8
"""So many rows have as many cells as the first one."""

_MOST_PROSE: Final = 0.5
"""So many cells of a column of texts are long; the others may be a word of praise."""

_KNOWN: Final = frozenset((*TEXTS, *IDS, *(name for names in NAMES.values() for name in names)))


def is_prose(value: object) -> bool:
    """Whether a value is written to be read: a sentence, and no address, list of words or code."""
    if not isinstance(value, str) or reading_length(value) < _SHORTEST:
        return False
    words = value.split()
    if len(words) < _FEWEST_WORDS:
        return lacks_blanks(value) or reading_length(value) > 2 * len(value)
    addresses = sum("://" in word for word in words)
    return value.count(",") * _WORDS_FOR_A_COMMA < len(words) and addresses * 3 < len(words)


def unnamed_texts(fields: Mapping[str, object]) -> list[str]:
    """The names of the fields that hold prose and have a name of their own."""
    return [
        name
        for name, value in fields.items()
        if plain_name(str(name)) not in _KNOWN and is_prose(value)
    ]


def text_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The columns of a table that hold its texts, where none is named so.

    ``rows`` are those at its beginning, each as long as ``names``.
    """
    if any(plain_name(name) in TEXTS for name in names):
        return []
    return [names[n] for n in _prose(rows) if plain_name(names[n]) not in _KNOWN]


def columns(rows: Sequence[Sequence[str]]) -> tuple[list[str], bool]:
    """Names for the columns of a table, and whether its first row has them.

    ``rows`` are those at its beginning. Empty where it has no texts, where many rows are longer or
    shorter, and where they are lines of prose with commas in it.
    """
    width = len(rows[0]) if rows else 0
    alike = [row for row in rows if len(row) == width]
    if not alike or len(alike) < len(rows) * _ALIKE or (width > 1 and not _are_parted(alike)):
        return [], False
    first, below = alike[0], alike[1:]
    texts = _prose(below or alike)
    if not texts:
        return [], False
    if below and all(cell.strip() and len(cell) < _SHORTEST for cell in first):
        heads = [cell.strip().lower() for cell in first]
        if len(set(heads)) == len(heads) and not any(map(_is_datum, heads)):
            return heads, True
    named = dict(_named(alike, texts))
    return [named.get(n, f"column {n + 1}") for n in range(len(first))], False


def _are_parted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of several cells are no prose: most commas in that have a blank behind them."""
    inner = [cell for row in rows for cell in row[1:]]
    return len(rows) > 1 and sum(cell[:1] == " " for cell in inner) * 2 < len(inner)


def _prose(rows: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the columns of which most cells are prose."""
    columns = enumerate(zip(*rows, strict=True))
    return [n for n, cells in columns if sum(map(is_prose, cells)) > len(cells) * _MOST_PROSE]


def _is_datum(cell: str) -> bool:
    return not any(map(str.isalpha, cell)) or "://" in cell or bool(iso_date(cell))


def _named(rows: Sequence[Sequence[str]], texts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Numbers and names of columns that are told by what is in them; each name once."""
    waiting: dict[str, Callable[[Sequence[str]], bool]] = {
        "published": lambda cells: all(map(iso_date, cells)),
        "url": lambda cells: all(map(_is_address, cells)),
        "title": _are_titles,
    }
    for n, cells in enumerate(zip(*rows, strict=True)):
        stripped = [cell.strip() for cell in cells]
        found = [name for name, are in waiting.items() if n not in texts and are(stripped)]
        if found:
            yield n, found[0]
            del waiting[found[0]]


def _is_address(cell: str) -> bool:
    return cell.startswith(("http://", "https://")) and " " not in cell


def _are_titles(cells: Sequence[str]) -> bool:
    """Whether cells differ from one another, as those of a desk or an author do not."""
    return len(set(cells)) == len(cells) and all(
        any(map(str.isalpha, cell)) and "@" not in cell for cell in cells
    )
