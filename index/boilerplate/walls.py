"""A short text that stands alone in several files of a source: a wall, whatever its words; pure.

What a site shows in place of an article (a bot wall, an error page, a notice about cookies) is
saved again and again, under the name of each article that it kept back. In English and a dozen
other languages its words tell it (``index.readers.bot_walls``), in all of them this does. Copies
of a real article are longer, say who wrote them or when, or have the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from index.article.scripts import reading_length
from index.boilerplate.repetition import WHOLE, fingerprint
from index.types import BlockKind, Document

FEWEST: Final = 5
"""Files of different names in which the same text stands alone: a brief without author and date may
well be kept in three."""

LONGEST: Final = 600
"""Of such a text, in Latin letters: three or four sentences; wire stories have more."""

_SHORTEST: Final = 60
"""Of what stands below titles that differ; a word or two ("To follow.") keep their title."""

REASON: Final = "no article: several files hold nothing but this text"

_NUMBER: Final = re.compile(r"(?=[\w.:-]*\d)[\w.:-]{8,}")
"""An address, a time or the number of a request, which differs from file to file."""

_COPY: Final = re.compile(
    r"(?:[ _.-]+(?:copy|kopie|copie|copia))?(?:[ _.-]*\(\d{1,3}\)|[ _.-]+\d{1,2})?$"
)
_SITE: Final = frozenset(("", "index", "default", "article", "page"))


def whole(document: Document) -> str:
    """What is counted of a document that may be a wall: its text as a fingerprint; else empty."""
    if document.author or (document.published and document.published[:4] in document.text):
        return ""
    if len(document.text) > LONGEST or not any(map(str.isalpha, document.text)):
        return ""
    if any(block.kind is BlockKind.BYLINE for block in document.blocks):
        return ""
    text = document.text
    if reading_length(text) > LONGEST:
        return ""
    titles = [block for block in document.blocks if block.kind is BlockKind.TITLE]
    below = text[titles[-1].end :] if titles else ""
    if reading_length(below.strip()) >= _SHORTEST:
        text = below
    return WHOLE + fingerprint(_NUMBER.sub("#", text))


def are_several(paths: Iterable[str]) -> bool:
    """Whether files are enough, copies of a file ("news (2).txt") counted once."""
    return len(set(map(_name, paths))) >= FEWEST


def as_wall(document: Document) -> Document:
    """The document with all of it marked, so that nothing of it is searched."""
    blocks = (replace(b, kind=BlockKind.BOILERPLATE, reason=REASON) for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _name(path: str) -> str:
    """What a file is called, without what tells copies of a file apart."""
    file = PurePosixPath(path)
    stem = file.stem.casefold()
    name = _COPY.sub("", stem)
    return f"{file.parent}/{stem}" if name in _SITE else name
