"""Result lists for spreadsheets and for notes: CSV and Markdown; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from search.display.headline import headline, source
from search.display.printable import isolated, printable
from search.display.snippet import paragraphs, snippet
from search.types import Hit, Result

COLUMNS: Final = (
    "query",
    "rank",
    "title",
    "quotation",
    "citation",
    "published",
    "source",
    "author",
    "confidence",
    "good",
    "url",
    "article",
    "passage",
)
"""The columns of a list of results."""

_FORMULA: Final = re.compile(r"[=+\-@\t\n\r＝＋－＠]")
_PARTS: Final = re.compile('[",;\t\r\n]')
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|~&])")
_LIST: Final = re.compile(r"^(\d*)([-+.)=])(?=[\s=-]|$)")
"""What begins a list, a rule or an underlined heading at the start of a line."""


def rows(
    query: str,
    hit: Hit,
    terms: Mapping[str, float],
    good: int,
    answer: int | None = None,
    full: bool = False,
) -> Iterator[dict[str, object]]:
    """The best passage of a result as a row of ``COLUMNS``, and each other that is shown of it.

    ``good`` is how many results stand above the line; ``answer`` and ``full`` as in ``quotation``.
    """
    document = hit.document
    for one, its_answer in [(hit, answer), *((other, None) for other in hit.others)]:
        yield {
            "query": query,
            "rank": hit.rank,
            "title": headline(document),
            "quotation": quotation(one, terms, its_answer, query, full),
            "citation": one.citation,
            "published": document.published,
            "source": source(document),
            "author": document.author,
            "confidence": None if one.confidence is None else round(one.confidence, 3),
            "good": hit.rank <= good,
            "url": document.url,
            "article": document.id,
            "passage": one.passage.id,
        }


def quotation(
    hit: Hit,
    terms: Mapping[str, float],
    answer: int | None = None,
    question: str = "",
    full: bool = False,
) -> str:
    """What the passage says to the query, in one line; all that it says if ``full``.

    ``answer`` and ``question`` as in ``snippet``.
    """
    if full:
        return " ".join(" ".join(paragraphs(hit)).split())
    return " ".join(snippet(hit, terms, answer=answer, question=question).split())


def csv_lines(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[str]:
    """A CSV table (RFC 4180) of one head and those rows, for spreadsheets of any kind.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    yield head(columns)
    for one in rows:
        yield csv_line(one, columns)


def head(columns: Sequence[str]) -> str:
    """The first line of a table."""
    return _csv_line(columns)


def csv_line(row_: Mapping[str, object], columns: Sequence[str]) -> str:
    """A row of a table as one line."""
    return _csv_line([_cell(row_.get(name)) for name in columns])


def markdown(result: Result, answers: Sequence[int | None], full: bool = False) -> Iterator[str]:
    """A list of quotations with title, source, date and citation.

    Each further passage that is shown follows under its own citation.
    """
    for hit, answer in zip(result, answers, strict=True):
        document = hit.document
        title = _escaped(headline(document))
        linked = f"[{title}]({_address(document.url)})" if document.url else title
        about = (source(document), document.published[:10], hit.citation)
        parts = [f"**{linked}**", *(_escaped(isolated(part)) for part in about if part)]
        number = f"{hit.rank}. "
        yield number + " · ".join(parts)
        yield ""
        indent = " " * len(number)
        yield f"{indent}> {_quoted_text(hit, result, answer, full)}"
        yield ""
        for other in hit.others:
            yield f"{indent}{_begun(_escaped(isolated(other.citation)))}"
            yield ""
            yield f"{indent}> {_quoted_text(other, result, None, full)}"
            yield ""


def _quoted_text(hit: Hit, result: Result, answer: int | None, full: bool) -> str:
    return _begun(_escaped(quotation(hit, result.terms, answer, result.query, full)))


def _begun(text: str) -> str:
    """Escaped text that may begin a line."""
    return _LIST.sub(r"\1\\\2", text)


def markdown_heading(query: str) -> str:
    """What stands above the list of one of several queries."""
    return f"## {_escaped(query)}"


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _csv_line(cells: Iterable[object]) -> str:
    return ",".join(_quoted(str(cell)) for cell in cells)


def _quoted(text: str) -> str:
    """A cell; spreadsheets part columns at a semicolon or a tab too, if it is not quoted."""
    return '"{}"'.format(text.replace('"', '""')) if _PARTS.search(text) else text


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(printable(text).split()))


def _address(url: str) -> str:
    return re.sub(r"[\s()<>]", lambda found: f"%{ord(found[0]):02X}", printable(url))
