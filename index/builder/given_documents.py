"""Documents that a program gives to a build: checked, and made whole."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from index.article.dates import iso_date
from index.article.language import detect_language, language_code
from index.article.structure import structure
from index.errors import SourceError
from index.types import Block, BlockKind, Document, Value

_TEXTS: Final = (
    *("id", "path", "text", "title", "standfirst"),
    *("author", "published", "url", "source", "language"),
)
_UNSTORABLE: Final = re.compile("[\ud800-\udfff]")
"""Halves of a character, which JSON may hold and no file can."""


def completed(documents: Iterable[Document], taken: Collection[str]) -> Iterator[Document]:
    """The documents, with blocks and language where they have none; those without text go.

    :raises SourceError: where one has no id, or one that another article has, or where a field of
        one is not what ``Document`` promises.
    """
    seen = set(taken)
    for document in documents:
        _check_types(document)
        if not document.id or document.id in seen:
            which = f"Two articles have the id {document.id}" if document.id else "One has no id"
            raise SourceError(f"{which}: each document needs one of its own", place=document.id)
        seen.add(document.id)
        if document.text.strip():
            _check_values(document)
            yield _completed(_storable(document))


def _check_types(document: Document) -> None:
    if not isinstance(document, Document):
        raise SourceError(f"A document is an index.Document, not {type(document).__name__}")
    for name in _TEXTS:
        value: object = getattr(document, name)
        if not isinstance(value, str):
            raise _wrong(document, name, f"must be text, not {type(value).__name__}")
    for field, held in document.metadata.items():
        if not isinstance(field, str):
            raise _wrong(document, f"the metadata field {field!r}", "must have a name that is text")
        if not all(map(_is_value, held if isinstance(held, list | tuple) else [held])):
            kinds = "text, a number, true or false, or a list of these"
            raise _wrong(document, f"the metadata field {field}", f"must be {kinds}")


def _is_value(value: object) -> bool:
    return isinstance(value, Value) and not (isinstance(value, float) and not math.isfinite(value))


def _check_values(document: Document) -> None:
    if document.published and not iso_date(document.published, partial=True):
        raise _wrong(document, "published", f"must be a date, not {document.published}")
    if document.language and not language_code(document.language):
        raise _wrong(
            document, "language", f"must be a code of two letters, not {document.language}"
        )
    end = 0
    for block in document.blocks:
        if not _is_block(block) or not end <= block.start < block.end <= len(document.text):
            raise _wrong(
                document, "blocks", "must stand in the text, in its order, and not overlap"
            )
        end = block.end


def _is_block(block: Block) -> bool:
    numbers = (block.start, block.end, block.line)
    return isinstance(block.kind, BlockKind) and all(type(one) is int for one in numbers)


def _wrong(document: Document, what: str, why: str) -> SourceError:
    return SourceError(f"Document {document.id!r}: {what} {why}", place=str(document.id))


def _storable(document: Document) -> Document:
    """The document with U+FFFD for halves of characters, so that every offset stays."""
    texts: dict[str, Any] = {name: _whole(getattr(document, name)) for name in _TEXTS}
    metadata = {str(_whole(field)): _whole(held) for field, held in document.metadata.items()}
    return replace(document, **texts, metadata=metadata)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value


def _completed(document: Document) -> Document:
    if not document.path:
        document = replace(document, path=document.id)
    language = language_code(document.language) or detect_language(document.text)
    published = iso_date(document.published, language, partial=True)
    document = replace(document, language=language, published=published)
    if document.blocks:
        return document
    found = structure(document.text)
    return replace(
        document,
        blocks=found.blocks,
        title=document.title or found.title,
        standfirst=document.standfirst or found.standfirst,
        author=document.author or found.author,
    )
