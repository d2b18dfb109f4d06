"""Where sentences and clauses end, in any script; pure.

Rules rather than a model. A sentence ends at a terminator, with the quotes and brackets that close
behind it, before white space and something that can open a sentence; behind a full stop of a script
that needs no white space, at once. Abbreviations, initials and ordinals do not end one. A missed or
an extra end costs nothing but a less even cut.
"""

from __future__ import annotations

import re

from index.article.abbreviations import ABBREVIATIONS, BEFORE_NUMBERS, is_shortened
from index.article.scripts import FULL_STOPS, is_wide, lacks_blanks

_CLOSING = r"""["'”’“»«›‹)\]」』】》〉]*+(?:[\u00a0\u202f ][»”])?"""
_TERMINATOR = re.compile(
    rf"""(?<![.!?…;\u037e])(?:[.!?…]++|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e]){_CLOSING}"""
    r"""(?=\s++["'“‘«„»‚‹¿¡(\[*—–-]*+\s?[^\W_])"""
    rf"""|[{FULL_STOPS}！？؟]++{_CLOSING}"""
)
_CLAUSE = re.compile(
    r"[,;:](?=\s)|[،؛、，；：]|\s[–—-](?=\s)|—|\n|(?<=[\u0e01-\u109f\u1780-\u17ff]) "
)
_WORD_BEFORE = re.compile(r"""[^\s"'“‘«„»(\[/]+$""")
_NEXT_LETTER = re.compile(r"[^\W_]")
_NEXT_WORD = re.compile(r"[^\W\d_]*")
_LINE_START = re.compile(r"(?:\A|\n)[ \t]*$")
_LAST_WORD = re.compile(r"([^\W\d_]+),?\s+\S+$")

_BEHIND_HOURS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{1,3}T\b|GMT|UTC|Eastern|Central|Pacific"
)
_BEHIND_ORDINALS = frozenset(
    "januar jänner februar feber märz april mai juni juli august september oktober november "
    "dezember marts maj december jahrhundert weltkrieg bundesliga".split()
)
_BEFORE_ORDINALS = frozenset(
    "der die das dem den des im zum zur vom beim seit bis ein eine einen einem einer".split()
)
"""German words beside which "3." before a capital is "third" and no end."""

_LONGEST_WORD = 16


def sentence_ends(text: str) -> list[int]:
    """The offsets in ``text`` just behind each sentence, in order; the last is ``len(text)``.

    An empty text has none. White space between sentences belongs to neither.
    """
    ends = [match.end() for match in _TERMINATOR.finditer(text) if _ends_here(text, match)]
    if text and (not ends or ends[-1] != len(text)):
        ends.append(len(text))
    return ends


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as (start, end) offsets, without the white space around them."""
    spans = []
    start = 0
    for end in sentence_ends(text):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append((start + lead, start + len(piece.rstrip())))
        start = end
    return spans


def clause_ends(text: str) -> list[int]:
    """The offsets just behind each comma, colon, semicolon, dash and line end, in order.

    In scripts that part no words, a blank ends a clause.
    """
    return [match.end() for match in _CLAUSE.finditer(text)]


def _ends_here(text: str, terminator: re.Match[str]) -> bool:
    """Whether a sentence ends: what follows can open one, and the dot is no abbreviation's."""
    mark = text[terminator.start()]
    if mark in FULL_STOPS or mark in "！？؟":
        after = text[terminator.end() : terminator.end() + 1]
        quoted = text[terminator.end() - 1] in "」』”’"
        return not (quoted and after and is_wide(after))  # 「…。」と言った goes on
    opening = _NEXT_LETTER.search(text, terminator.end())
    if opening is None or opening[0].islower():
        return False
    return mark != "." or not _is_abbreviation(text, terminator.start(), opening.start())


def _is_abbreviation(text: str, dot: int, opening: int) -> bool:
    if text[dot + 1 : dot + 2] == ".":
        return False
    before = _WORD_BEFORE.search(text, max(0, dot - _LONGEST_WORD), dot)
    if before is None:
        return False
    word = before[0].lower()
    if word.isdigit():
        return _is_ordinal(text, before.start(), word, opening)
    if len(word) == 1:
        return _is_initial(text, before.start())
    if word in ("a.m", "p.m"):
        return _BEHIND_HOURS.match(text, opening) is not None
    if word in BEFORE_NUMBERS:
        return text[opening].isdigit()
    return word in ABBREVIATIONS or is_shortened(before[0]) or lacks_blanks(word)


def _is_initial(text: str, at: int) -> bool:
    """A single letter: "J.", "z.", "ул. К."; but "I." ends a sentence, and "2021 г." does."""
    letter = text[at]
    if not letter.isalpha() or letter == "I" or is_wide(letter):
        return False
    return not (letter in "гр" and re.search(r"\d\s$", text[max(0, at - 3) : at]))


def _is_ordinal(text: str, at: int, number: str, opening: int) -> bool:
    """The number of an item of a list, or "3. Oktober", "der 2. Versuch"."""
    if len(number) <= 3 and _LINE_START.search(text, max(0, at - 8), at):
        return True
    if len(number) > 2 or text[opening].isdigit():
        return False
    following = _NEXT_WORD.match(text, opening)
    if following is not None and following[0].lower() in _BEHIND_ORDINALS:
        return True
    before = _LAST_WORD.search(text, max(0, at - 24), at + len(number))
    return before is not None and before[1].lower() in _BEFORE_ORDINALS
