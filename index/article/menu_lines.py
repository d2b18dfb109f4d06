"""Lines of web pages that are told by a list of words: entries of menus, buttons, footers; pure.

The words are those that most sites of a language share (``page_words.txt``), no publisher's own.
One such line proves little; that several stand together, or where, does.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from index.article.paragraphs import ends_sentence
from index.article.scripts import reading_length

MENU: Final = "menu"
FOOT: Final = "foot"
SHARE: Final = "share"
RELATED: Final = "related"
AFTER: Final = "after"
ADVERT: Final = "advert"

_WORDS = Path(__file__).with_name("page_words.txt")
_LONGEST_LINE = 200
_LONGEST_SHORT = 60
_MOST_SHORT_WORDS = 8
_SHORTEST_PROSE = 40
_LONG_PROSE = 200

_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_NUMBERED_LINK = re.compile(r"\[\d{1,4}\]")
_BULLET = re.compile(r"^\s*(?:[*•·+o▪◦–—-]\s+|#{1,6}\s+|\d{1,3}[.)]\s+|\((?:BUTTON|\*|\s)\)\s*)+")
_ITEM = re.compile(r"\s*[*•·+▪◦-]\s+\S")
_SEPARATOR = re.compile(r"\s*[|·•›»>/｜]\s*|\s{3,}|\s*\[\d{1,4}\]")
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ADDRESS = re.compile(
    r"(?:\d{1,4}\.\s*)?(?:https?://|mailto:|file://|javascript:|www\.)\S*", re.IGNORECASE
)


@cache
def _words() -> dict[str, str]:
    """What each line of the list tells, by the line in lower case."""
    found: dict[str, str] = {}
    kind = ""
    for line in _WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            for words in line.split("|"):
                if kind == ADVERT or _key(words) not in found:
                    found[_key(words)] = kind
    return found


def _key(text: str) -> str:
    return " ".join(_AROUND.sub("", text).casefold().replace("’", "'").split())


def unmarked(line: str) -> str:
    """``line`` without the signs of lists, links and headings that a dump of a page puts in."""
    line = _MARKDOWN_LINK.sub(r"\1", line) if "](" in line else line
    line = _NUMBERED_LINK.sub("", line) if "[" in line else line
    return " ".join(_BULLET.sub("", line, count=1).strip("*_# ").split())


def is_item(line: str) -> bool:
    """Whether a line is an item of a list, by its sign."""
    return _ITEM.match(line) is not None


def is_linked(line: str) -> bool:
    """Whether a dump shows all of ``line`` as links, or as an address."""
    if "](" in line:
        rest = _BULLET.sub("", _MARKDOWN_LINK.sub("", line), count=1)
        return not any(map(str.isalnum, rest))
    bare = _BULLET.sub("", line, count=1)
    return bool(_NUMBERED_LINK.match(bare)) or _ADDRESS.fullmatch(bare) is not None


def page_line(line: str) -> str:
    """What ``line`` is by the list of words (``MENU``, ``FOOT`` …); empty where it is not on it.

    A line of several entries is what most of them are.
    """
    if len(line) > _LONGEST_LINE or (ends_sentence(line) and reading_length(line) > _LONGEST_SHORT):
        return ""
    bare = _MARKDOWN_LINK.sub(r" | \1 | ", line) if "](" in line else line
    words = _words()
    if found := words.get(_key(unmarked(bare.replace("|", " "))), ""):
        return found
    parts = [key for part in _SEPARATOR.split(bare) if (key := _key(part))]
    kinds = [words[part] for part in parts if part in words]
    if len(parts) > 1 and len(kinds) * 2 >= len(parts):
        return max(kinds, key=kinds.count)
    label, colon, _ = unmarked(bare).replace("：", ":").partition(":")
    named = words.get(_key(label), "") if colon else ""
    return named if named in (AFTER, RELATED) else ""


def is_short(line: str) -> bool:
    """Whether ``line`` could be an entry of a menu: a few words, and no sentence."""
    text = unmarked(line)
    return (
        reading_length(text) <= _LONGEST_SHORT
        and len(text.split()) <= _MOST_SHORT_WORDS
        and not ends_sentence(text)
    )


def prose_lines(lines: list[str]) -> list[bool]:
    """For each line whether it is body prose: a sentence of some length, or a part of one.

    A page made text breaks its sentences at links and where lines are full; a line is part of
    one where the next goes on in lower case or with a mark of punctuation.
    """
    found: list[bool] = []
    for index, line in enumerate(lines):
        length = reading_length(line)
        after = lines[index + 1] if index + 1 < len(lines) else ""
        before = index > 0 and found[-1] and _goes_on(line)
        sentence = ends_sentence(line) and (length >= _SHORTEST_PROSE or before)
        broken = length >= _SHORTEST_PROSE // 2 and _goes_on(after) and not ends_sentence(line)
        prose = sentence or broken or before or length >= _LONG_PROSE
        found.append(prose and not (is_linked(line) and length < _LONG_PROSE))
    return found


def _goes_on(line: str) -> bool:
    first = line[:1]
    return (
        bool(first) and (first.islower() or first in ",.;:)…»”’?!%") and not line.startswith("...")
    )
