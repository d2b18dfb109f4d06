"""Documents that a program gives to a build, made whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from index.article.language import detect_language
from index.article.structure import structure
from index.errors import SourceError
from index.types import Document


def completed(documents: Iterable[Document], taken: Collection[str]) -> Iterator[Document]:
    """The documents, with blocks and language where they have none; those without text go.

    :raises SourceError: where one has no id, or one that another article has.
    """
    seen = set(taken)
    for document in documents:
        if not document.id or document.id in seen:
            which = f"Two articles have the id {document.id}" if document.id else "One has no id"
            raise SourceError(f"{which}: each document needs one of its own", place=document.id)
        seen.add(document.id)
        if document.text.strip():
            yield _completed(document)


def _completed(document: Document) -> Document:
    if not document.path:
        document = replace(document, path=document.id)
    if not document.language:
        document = replace(document, language=detect_language(document.text))
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
