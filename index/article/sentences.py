"""Where sentences and clauses end; pure.

Rules rather than a model: a sentence ends at a terminator, with the quotes and brackets that
close behind it, before white space and something that can open a sentence. Abbreviations and
initials do not end one. A missed or an extra end costs nothing but a less even cut.
"""

from __future__ import annotations

import re

_TERMINATOR = re.compile(
    r"""(?<![.!?…])[.!?…]++["'”’»)\]]*+(?=\s++["'“‘«(\[]*+[^\W_a-z])|[。！？]["'”’»)\]」』]*+""",
)
_CLAUSE = re.compile(r"[,;:](?=\s)|\s[–—-](?=\s)|—|\n")
_WORD_BEFORE = re.compile(r"([\w.]+)\.$")

# English and other European titles and references that are followed by a capital or a number.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt rev hon st mt ft jr sr no nos vol fig art "
    "pp ed eds vs cf inc ltd co corp dept est approx jan feb mar apr jun jul aug sep sept oct nov "
    "dec e.g i.e u.s u.k u.n hr fr bzw z.b usw nr str abb mme mlle sra".split()
)


def sentence_ends(text: str) -> list[int]:
    """The offsets in ``text`` just behind each sentence, in order; the last is ``len(text)``.

    An empty text has none. White space between sentences belongs to neither.
    """
    ends = [
        match.end()
        for match in _TERMINATOR.finditer(text)
        if not _is_abbreviation(text, match.start())
    ]
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
    """The offsets just behind each comma, colon, semicolon, dash and line end, in order."""
    return [match.end() for match in _CLAUSE.finditer(text)]


def _is_abbreviation(text: str, dot: int) -> bool:
    if text[dot] != "." or text[dot + 1 : dot + 2] == ".":
        return False
    before = _WORD_BEFORE.search(text, max(0, dot - 12), dot + 1)
    if before is None:
        return False
    word = before.group(1)
    initial = len(word) == 1 and word.isupper() and word != "I"
    return initial or word.lower() in _ABBREVIATIONS
