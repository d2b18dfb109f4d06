"""Where a text has its words: one expression that finds them, in any script; pure."""

from __future__ import annotations

import re
from typing import Final

from index.keyword.characters import IGNORED, MARKS
from index.keyword.money import SIGNS

HAN: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
KANA: Final = (
    "\u3031-\u3035\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
)
HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
UNSPACED: Final = (
    "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e\u0e81-\u0ec6\u0ec8-\u0ece\u0edc-\u0edf"
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"
    "\u1780-\u17d3\u17d7\u17dc\u17dd"
)
"""Thai, Lao, Burmese and Khmer: letters and signs, no digits."""

_MARKS: Final = f"[{MARKS}{IGNORED}]"
_LETTER: Final = f"[^\\W_{HAN}{KANA}{HANGUL}{UNSPACED}]"
_RUN: Final = f"{_LETTER}+(?:{_MARKS}+{_LETTER}*)*"
_ALPHA: Final = f"[^\\W\\d_{HAN}{KANA}{HANGUL}{UNSPACED}]"
_INNER: Final = "(?:['’ʼ‘]|(?<=[א-ת])(?:[\"״׳]|''|’’)(?=[א-ת]))"
"""What may stand within a word: an apostrophe, and in Hebrew a mark of an acronym."""

_BLANK: Final = "[ \u00a0\u2007\u2009\u202f]"

_AMOUNT: Final = f"\\d+(?:[.,]\\d+)*{_BLANK}?"

_DOUBLED: Final = "|".join(
    f"{one}\\.?{_BLANK}?{other}"
    for one, other in map(
        str.split, "EE UU,FF AA,CC OO,DD HH,JJ OO,RR HH,RR PP,RR II,CC AA,AA PP,PP GG".split(",")
    )
)
"""Spanish and Italian abbreviations of plurals."""

_AND: Final = "und|oder|bzw\\.|sowie|en|of|och|eller|og|and|or"

WORD: Final = re.compile(
    rf"""
    (?![\s,;:()])(?:                                                   # blanks end it at once
      [A-Za-z]{{3,}}+(?=[\s,.;)])                                       # what is commonest, first
    | [a-z]{{1,2}}+(?=[\s,])
    | [{HAN}{KANA}{HANGUL}]+
    | [{UNSPACED}](?:[{UNSPACED}\u200b-\u200d\u2060]*[{UNSPACED}])?
    | (?<!{_LETTER})(?:
          {_ALPHA}{{1,2}}(?:\.{_ALPHA}{{1,2}})+(?!{_LETTER})\.?         # U.S., Ph.D.
        | (?:{_ALPHA}|Ph)\.(?:{_BLANK}{_ALPHA}\.)+                      # U. N., J. K., z. B.
        | (?:{_DOUBLED})\.?                                             # EE. UU.
        | {_AMOUNT}(?:[kKM]|M[dn]){_BLANK}?[{SIGNS}]                    # 3 M€
        | \d{{1,3}}(?:                                                  # 12,345, 12 345, 12.345
              (?:[,٬،]\d{{3}})+(?:[.٫]\d+)? | (?:\.\d{{3}})+(?:,\d+)?
            | (?:['’]\d{{3}})+(?:[.,]\d+)? | (?:{_BLANK}\d{{3}})+(?:[.,]\d+)?
          )(?![.,]?\d)
        | \d+(?:[.,٫]\d+)+                                              # 3.5, 12.5.2024
        | {_ALPHA}+(?:\+\+|\#)(?!{_LETTER}|[+\#])                       # C++, C#
        | [A-Z]{{1,2}}&[A-Z]{{1,2}}(?!{_LETTER})                        # R&D
        | \#{_RUN}(?:_{_RUN})*                                          # #StopTheBypass
        | \.[A-Z]{{3,4}}(?!{_LETTER})                                   # .NET
      )
    | {_RUN}(?:{_INNER}{_RUN})*                                         # Iran's, don't
      (?:[-‐‑]{_RUN}(?:{_INNER}{_RUN})*)*                               # arms-control, KX-417
      (?:(?:[*:·_]|/-?)in(?:nen)?(?!{_LETTER})                          # Lehrer*innen
      |  -{_BLANK}(?:{_AND}){_BLANK}{_RUN}(?:[-‐‑]{_RUN})*)?             # Strom- und Gaspreise
    | [{SIGNS}]{_BLANK}?{_AMOUNT}(?:[kKmMbB]|[mM]n|[bB]n|[tT]r?n)(?![\w])     # £3m
    | §
    )
    """,
    re.VERBOSE,
)
"""A word, a number, an abbreviation, or a run of a script that puts no blanks between words."""
