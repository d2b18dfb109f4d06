"""Where a text has its words: one expression that finds them, in any script; pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from index.keyword import percent, persian
from index.keyword.characters import HYPHENS, IGNORED, MARKS
from index.keyword.money import SIGNS

HAN: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
KANA: Final = (
    "\u3031-\u3035\u3041-\u3096\u3099\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
)
HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
UNSPACED: Final = (
    "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e\u0e81-\u0ec6\u0ec8-\u0ece\u0edc-\u0edf"
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"
    "\u1780-\u17d3\u17d7\u17dc\u17dd"
)
"""Thai, Lao, Burmese and Khmer: letters and signs, no digits."""

_MARKS: Final = f"[{MARKS}{IGNORED}]"
_INNER: Final = "(?:['’ʼ‘]|(?<=[א-ת])(?:[\"״׳]|''|’’)(?=[א-ת]))"
"""What may stand within a word: an apostrophe, and in Hebrew a mark of an acronym."""

_BLANK: Final = "[ \u00a0\u2007\u2009\u202f]"

_DOUBLED: Final = "EE UU,FF AA,CC OO,DD HH,JJ OO,RR HH,RR PP,RR II,CC AA,AA PP,PP GG".split(",")
"""Spanish and Italian abbreviations of plurals."""

_AND: Final = "und|oder|bzw\\.|sowie|en|of|och|eller|og|and|or"

_APART: Final = f"{HAN}{KANA}{HANGUL}{UNSPACED}"
_WITHOUT_BLANKS: Final = (
    f"| [{HAN}{KANA}{HANGUL}]+| [{UNSPACED}](?:[{UNSPACED}\u200b-\u200d\u2060]*[{UNSPACED}])?"
)
_PLAIN: Final = re.compile("[\x00-\x9f\u00a1-\u00ac\u00ae-\u02af\u2010-\u2027\u2030-\u203a]*")
"""Latin letters, dashes, quotation marks: no mark that belongs to a letter, no unusual blank."""

_MAY_LACK_BLANKS: Final = re.compile("[^\x00-\u0e00\u1e00-\u2e7f]")


def words_in(text: str) -> re.Pattern[str]:
    """The expression that finds the words of ``text``.

    They are words, numbers, abbreviations, and runs of a script that puts no blanks between words.
    Only where such a script may be are its letters told from others, and marks only where a text
    is more than plain Latin: these sets of characters take 40 and 10 ms to compile.
    """
    if text.isascii() or _PLAIN.fullmatch(text):
        return _expression("plain")
    return _expression("unspaced" if _MAY_LACK_BLANKS.search(text) else "spaced")


@cache
def _expression(letters: Literal["plain", "spaced", "unspaced"]) -> re.Pattern[str]:
    plain, may_lack_blanks = letters == "plain", letters == "unspaced"
    apart = _APART if may_lack_blanks else ""
    letter = f"[^\\W_{apart}]"
    run = f"{letter}+" if plain else f"{letter}+(?:{_MARKS}+{letter}*)*"
    alpha = f"[^\\W\\d_{apart}]"
    if plain:
        blank, inner, signs, comma, point = "[ ]", "['’‘]", "[$£¥]", ",", "\\."
    else:
        blank, inner, signs, comma, point = _BLANK, _INNER, f"[{SIGNS}]", "[,٬،]", "[.٫]"
    amount = f"\\d+(?:[.,]\\d+)*{blank}?"
    suffix = rf"{blank}(?:{persian.SUFFIX})(?!{letter})"
    prefixed = "" if plain else rf"| {persian.PREFIX}{blank}{run}(?:{suffix})?"
    suffixed = "" if plain else rf"| (?<=[\u0620-\u06d5]){suffix}"
    in_two = "|".join(map(re.escape, percent.IN_TWO)).replace(r"\ ", blank)
    doubled = "|".join(f"{one}\\.?{blank}?{other}" for one, other in map(str.split, _DOUBLED))
    return re.compile(
        rf"""
    (?![\s,;:()])(?:                                                # blanks end it at once
      (?=[LlPpτΤнНف])(?i:{in_two})(?!{letter})                      # per cent
    | [A-Za-z]{{3,}}+(?=[\s,.;)])                                   # what is commonest, first
    | [a-z]{{1,2}}+(?=[\s,])
    {_WITHOUT_BLANKS if may_lack_blanks else ""}
    | (?<!{letter})(?:
          {alpha}{{1,2}}(?:\.{alpha}{{1,2}})+(?!{letter})\.?        # U.S., Ph.D.
        | (?:{alpha}|Ph)\.(?:{blank}{alpha}\.)+                     # U. N., J. K., z. B.
        | Ph\.?{blank}?D(?!{letter})\.?                             # Ph D
        | p\.{blank}?ej\.                                           # p. ej.
        | (?:{doubled})\.?                                          # EE. UU.
        | \d{{1,2}}[ap]\.m(?!{letter})\.?                           # 5p.m.
        | {amount}(?:[kKM]|M[dn]){blank}?{signs}                    # 3 M€
        | \d{{1,3}}(?:                                              # 12,345, 12 345, 12.345
              (?:{comma}\d{{3}})+(?:{point}\d+)? | (?:\.\d{{3}})+(?:,\d+)?
            | (?:['’]\d{{3}})+(?:[.,]\d+)? | (?:{blank}\d{{3}})+(?:[.,]\d+)?
          )(?![.,]?\d)
        | \d+(?:(?:,|{point})\d+)+                                  # 3.5, 12.5.2024
        | {alpha}+(?:\+\+|\#)(?!{letter}|[+\#])                     # C++, C#
        | [A-Za-z]{{1,2}}&[A-Za-z]{{1,2}}(?!{letter})               # AT&T
        | (?:[A-Z]{blank}&{blank}[A-Z]{{1,2}}|[A-Z]{{2}}{blank}&{blank}[A-Z])(?!{letter})  # AT & T
        | \d+\.[ºª](?!{letter})                                     # 3.º
        | \#{run}(?:_{run})*                                        # #StopTheBypass
        | \.[A-Z]{{3,4}}(?!{letter})                                # .NET
        {prefixed}
      )
    | {run}(?:{inner}{run})*                                        # Iran's, don't
      (?:[{HYPHENS}]{run}(?:{inner}{run})*)*                      # arms-control, KX-417
      (?:(?:[*:·_]|/-?)in(?:nen)?(?!{letter})                       # Lehrer*innen
      |  (?:(?<!l)·[a-zéè]{{1,5}}){{1,2}}(?!{letter})               # étudiant·e·s
      |  :[a-zäö]{{1,4}}(?!{letter})                                # EU:n
      {suffixed}
      |  -{blank}(?:{_AND}){blank}{run}(?:[{HYPHENS}]{run})*)?      # Strom- und Gaspreise
    | {signs}{blank}?{amount}(?:[kKmMbB]|[mM]n|[bB]n|[tT]r?n)(?![\w])  # £3m
    | §
    | (?:(?<=\d)|(?<=\d{blank}))[{percent.SIGNS}]|[{percent.SIGNS}](?=\d)
    )
    """,
        re.VERBOSE,
    )
