"""What Persian writes on to a word, or beside it: می‌رود, می رود; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

PREFIX: Final = "ن?م[یي]"
_YEH: Final = "[یي]"
SUFFIX: Final = (
    f"ها(?:{_YEH}(?:{_YEH}|م|ت|ش|مان|تان|شان)?)?|تر(?:{_YEH}ن?)?"
    f"|(?<=ه.)(?:ا{_YEH}|ام|ات|اش|ا{_YEH}م|ا{_YEH}د|اند)"
)
"""What may stand beside a word, as regular expressions: plural, comparative; and behind heh, the
one of many and the endings of a verb. One character parts it from the word."""

_JOINER: Final = "\u200c"
_PREFIXES: Final = re.compile(PREFIX)
_SUFFIXES: Final = re.compile(SUFFIX.replace("(?<=ه.)", ""))


def words_of(word: str) -> Iterator[tuple[str, int]]:
    """The words that are parted by joiners or blanks, each with its place and what belongs to it.

    پیش‌بینی has two, می‌رود and کتاب ها one.
    """
    start, found = 0, ""
    for match in re.finditer(rf"[^{_JOINER}\s]+", word):
        section = match.group()
        if found and not (_SUFFIXES.fullmatch(section) or _PREFIXES.fullmatch(found)):
            yield found, start
            found = ""
        if not found:
            start = match.start()
        found += section
    if found:
        yield found, start
