"""What a source declares of an article, under our names; dates, languages and site names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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

_LANGUAGE_SAMPLE = 300
_SHORTEST_SAMPLE = 60
"""Characters: below it, detection is a coin toss; beyond 300 it is no better, only slower."""

_LANGUAGE_CONFIDENCE = 0.6
"""Prose in any common language reaches 0.9; tables of figures and lists of names do not."""

_LONGEST_DATE = 80
_CLOCK = re.compile(r"\d:\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_DATED = re.compile(r"\d{4}|\d\s?[/.-]\s?\d")
_E_MAIL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?"
    r"(?: (?:GMT|UTC|[+-]\d{4}))?"
)
_ENGLISH_DATES = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_EPOCH = re.compile(r"(\d{10})(\d{3})?")


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


def iso_date(raw: str, language: str = "") -> str:
    """Return a date, or a date and time, in ISO 8601; empty unless it has day, month and year.

    ``language`` (ISO 639-1) helps to read the names of months. Of two numbers that could both
    be the month, the order usual in that language decides.
    """
    raw = " ".join(raw.split())
    if not raw or len(raw) > _LONGEST_DATE or not _DATED.search(raw):
        return ""
    if epoch := _EPOCH.fullmatch(raw):
        return datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
    moment = _quick_date(raw) or _slow_date(raw, language)
    if moment is None:
        return ""
    if ":" in raw or _CLOCK.search(raw):
        return moment.isoformat(timespec="seconds")
    return moment.date().isoformat()


def _quick_date(raw: str) -> datetime | None:
    """Read ISO 8601, e-mail dates and English ones: microseconds, against milliseconds."""
    with suppress(ValueError):
        if _E_MAIL_DATE.fullmatch(raw):
            return parsedate_to_datetime(raw)
        return datetime.fromisoformat(raw)
    for form in _ENGLISH_DATES:
        with suppress(ValueError):
            return datetime.strptime(raw, form)
    return None


@lru_cache(maxsize=4096)
def _slow_date(raw: str, language: str) -> datetime | None:
    from dateparser import parse

    needed = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],  # "two days ago" says nothing in a file
    }
    for languages in ([language], None) if language else (None,):
        try:
            moment: datetime | None = parse(raw, languages=languages, settings=needed)
        except (ValueError, OverflowError, RecursionError):  # a language it does not know, or junk
            continue
        if moment is not None:
            return moment
    return None


def language_code(tag: str) -> str:
    """Return the ISO 639-1 code of a tag such as ``en-GB`` or ``EN``; empty for anything else."""
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def detect_language(text: str) -> str:
    """Return the language of a text from its opening, or nothing where that is in doubt."""
    sample = text[:_LANGUAGE_SAMPLE]
    if len(sample.strip()) < _SHORTEST_SAMPLE:
        return ""
    language: str = _identifier().classify(sample)[0]
    return language_code(language)


@lru_cache(maxsize=1)
def _identifier():  # type: ignore[no-untyped-def]  # py3langid ships no types
    """Load the model: 0.7 s, once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True, min_confidence=_LANGUAGE_CONFIDENCE
    )
    identifier.set_languages([label for label in identifier.labels if language_code(label)])
    return identifier
