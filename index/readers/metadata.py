"""What a source declares of an article, under our names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.article.byline import parse_byline
from index.article.dates import is_ambiguous, iso_date
from index.article.language import detect_language, language_code
from index.article.path_dates import date_in_path
from index.readers.date_order import day_first_beside
from index.readers.field_names import NAMES, UNSURE_DATES, plain_name
from index.readers.record_values import as_text, as_title, as_value
from index.types import Block, Document, Metadata

if TYPE_CHECKING:
    from index.readers.sources import SourceFile

_NO_DATES = frozenset(("true", "false", "yes", "no", "on", "off", "0", "1"))
"""What ``published`` says of a draft."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a source says of an article; what it does not say is empty."""

    title: str = ""
    standfirst: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    other: Metadata = field(default_factory=dict)


def declared(fields: Mapping[str, object]) -> Declared:
    """Sort the fields of a record or of front matter into ours and ``other``.

    Names are compared as :func:`plain_name` has them. Our values become text, as
    :func:`as_text` has it, the others keep their types, see :func:`as_value`. Empty ones are left
    out. Of several dates a full one wins over a year or a month.
    """
    values = {str(name).strip().lower(): value for name, value in fields.items()}
    texts = {name: as_text(value) for name, value in values.items() if name}
    texts = {name: text for name, text in texts.items() if text}
    named: dict[str, str] = {}
    for name in texts:
        named.setdefault(plain_name(name), name)
    known = {}
    for ours, names in NAMES.items():
        there = [named[name] for name in names if named.get(name) in texts]
        if ours == "published":
            there = _dates_first(there, texts)
        if there:
            known[ours] = as_title(texts.pop(there[0]))
    if "title" not in known and "@type" in texts and "name" in texts:
        known["title"] = as_title(texts.pop("name"))
    if byline := parse_byline(known.get("author", "")):
        known["author"] = byline.author or known["author"]
    return Declared(**known, other={name: as_value(values[name]) for name in texts})


def _dates_first(names: list[str], texts: Mapping[str, str]) -> list[str]:
    """Order the names of dates: those that hold a day, a month or year, and something else."""
    possible = [name for name in names if texts[name].lower() not in _NO_DATES]
    if len(possible) == 1 and plain_name(possible[0]) not in UNSURE_DATES:
        return possible
    full = [name for name in possible if iso_date(texts[name])]
    partial = [name for name in possible if iso_date(texts[name], partial=True)]
    sure = [name for name in possible if plain_name(name) not in UNSURE_DATES]
    return [*full, *partial, *sure]


def document(
    file: SourceFile,
    text: str,
    blocks: tuple[Block, ...],
    said: Declared,
    *,
    record: str = "",
    day_first: bool | None = None,
) -> Document:
    """Make the ``Document``, with date, language and source normalised or, lacking, inferred.

    A date that cannot be understood is kept in the metadata as ``published``. Of a file that is
    one article the date may stand in its path (``2016-05-18-why-we-move.md``), and in its URL.
    ``day_first`` is how this source writes dates; None where that is not known, and what the
    files beside it write may tell.
    """
    other = dict(said.other)
    language = language_code(said.language) or detect_language(text)
    if file.day_first is not None:
        day_first = file.day_first
    elif day_first is None and is_ambiguous(said.published):
        day_first = day_first_beside(file.path)
    published = iso_date(said.published, language, day_first=day_first, partial=True)
    if said.published and not published:
        other["published"] = said.published
    published = published or ("" if record else date_in_path(file.id)) or date_in_path(said.url)
    return Document(
        id=f"{file.id}#{record}" if record else file.id,
        path=file.id,
        text=text,
        blocks=blocks,
        title=said.title,
        standfirst=said.standfirst,
        author=said.author,
        published=published,
        url=said.url,
        source=said.source or host(said.url),
        language=language,
        metadata=other,
    )


def host(url: str) -> str:
    """Return the host of a URL without ``www.``; nothing where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
