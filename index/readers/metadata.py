"""What a source declares of an article, under our names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.article.dates import iso_date
from index.article.language import detect_language, language_code
from index.types import Block, Document

if TYPE_CHECKING:
    from index.readers.sources import SourceFile

_NAMES = {
    "title": ("title", "headline"),
    "standfirst": ("standfirst", "description", "summary", "subtitle"),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "published_at", "publication_date", "pubdate"),
    "url": ("url", "canonical", "canonical_url", "link"),
    "source": ("source", "site", "sitename", "publisher"),
    "language": ("language", "lang"),
}
"""Our names, and the names (lower case) under which files declare them, the first one first."""


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
    other: Mapping[str, str] = field(default_factory=dict)


def declared(fields: Mapping[str, object]) -> Declared:
    """Sort the fields of a record or of front matter into ours and ``other``.

    Names are compared in lower case. Every value becomes text: a list of plain values its
    values with commas between, anything nested compact JSON. Empty values are left out.
    """
    texts = {str(name).strip().lower(): as_text(value) for name, value in fields.items()}
    texts = {name: text for name, text in texts.items() if name and text}
    known = {}
    for ours, names in _NAMES.items():
        name = next((name for name in names if name in texts), None)
        if name is not None:
            known[ours] = " ".join(texts.pop(name).split())
    return Declared(**known, other=texts)


def document(
    file: SourceFile,
    text: str,
    blocks: tuple[Block, ...],
    said: Declared,
    *,
    record: str = "",
) -> Document:
    """Make the ``Document``, with date, language and source normalised or, lacking, inferred.

    A date that cannot be understood is kept in the metadata as ``published``.
    """
    other = dict(said.other)
    language = language_code(said.language) or detect_language(text)
    published = iso_date(said.published, language)
    if said.published and not published:
        other["published"] = said.published
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
        source=said.source or host(said.url) or file.folder,
        language=language,
        metadata=other,
    )


def as_text(value: object) -> str:
    """Return a value of JSON or YAML as one text; nothing for null."""
    from index.readers.decode import tidy

    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value).strip()
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return as_text(value["name"])  # an author or a publisher, in JSON-LD's way
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return ", ".join(filter(None, map(as_text, value)))
    return tidy(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str))


def host(url: str) -> str:
    """Return the host of a URL without ``www.``; nothing where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
