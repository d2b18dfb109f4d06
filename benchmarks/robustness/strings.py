"""Strings that nobody would think of, of many kinds, as queries."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence
from typing import Final

from index.query.parser import LONGEST
from search.question.retrieve import LONGEST as ALLOWED

PIECES: Final = (
    *'grain talks salt oil ferry Karsova th* oil~2 *a? title: body:a^3 "on grain" AND'.split(),
    *"OR NOT ( ) [a TO b] + - && || ! \\ / : ^ ~ * ? \" ' { }".split(),
    *"\x00 \x1b[2J \u202e \ud800 \U0001f600 <script> http://a.example/?id=7".split(),
    *'after:2021-10 before:x source:"a b" author: in:1940 words>150 words:60..90 section:'.split(),
    *"« » „ “ 「 」 ‹ › -- ~2 ~9 ^0 ^99 .. >= < lang:en -lang:de file:desk-1/*".split(),
    *"   |\t|\n|\u3000|汉字".split("|"),
    "a" * 300,
    "é" * 50,
)
_JOINTS: Final = (" ", " ", " ", "", " AND ", " OR ", " NOT ", " -", " +", "\n")
_PREFIXES: Final = ("", "", "", "-", "+", "NOT ", "title:", "heading:", "body:")
_FIELDS: Final = (
    *"after since before until on in source author by lang language file folder path".split(),
    *"url id section words colour Section title body heading published".split(),
)
_VALUES: Final = (
    *"2005 2005-04 2005-4-3 1990s today yesterday 2w 9999y 0000 2021-13 32/13/2005".split(),
    *"1987..1995 ..2000 2000.. .. * a* *a? desk-* desk-1/* politics >150 <40 >=1e400".split(),
    *"=3 >x 60..90 9..1".split(),
    *"nan inf -1 true yes 1,200 Harbour writer* en zz C++ [ ] \\ \\Z (?i) ( ()".split(),
)
_DATES: Final = (
    *"3 May 2021|May 2021|3 de mayo de 2021|мая 2021|2021年10月3日|2021년 3월|٣ مايو ٢٠٢١".split(
        "|"
    ),
    *"3. März 2021|le 3 mars 2021|3 พฤษภาคม 2564|31 February 2021|May 32 2021|Q3 2021".split("|"),
    *"10/2021|03-05-2021|2021年|1 May 2021 2 May 2021|12|2021 2022 2023|ＩＩ 2021|²⁰²¹|१९८७".split(
        "|"
    ),
)
_SCRIPTS: Final = (
    (0x61, 0x7A), (0xC0, 0x17F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x530, 0x58F),
    (0x591, 0x5F4), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0xF00, 0xFFF),
    (0x1000, 0x109F), (0x10A0, 0x10FF), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x1E00, 0x1EFF),
    (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFB00, 0xFDFF), (0xFF00, 0xFFEF),
    (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF),
)  # fmt: skip
_CONTROLS: Final = "".join(map(chr, [*range(32), *range(0x7F, 0xA0), 0xAD, 0x61C, 0xFEFF])) + (
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ud800\udfff\udcff"
)
_BRACKETS: Final = (
    *(("(", ")"), ("(", ""), ("NOT ", ""), ("-(", ")"), ('"', '"'), ("«", "»"), ("“„", "”")),
    *(("title:(", ")"), ("source:(", ")"), ("(a OR ", ")"), ("(NOT b AND ", ")"), ("+", "")),
)
_ANSWERED: Final = ("how many", "when did", "what is", "wie viele", "сколько", "多少")


class Strings:
    """Makes strings, also of ``sentences``, the texts of a corpus."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        self._words = " ".join(sentences[:2000]).split()
        self._kinds: dict[str, Callable[[random.Random], str]] = {
            "pieces": self._pieces,
            "tree": lambda chance: self._tree(chance, chance.choice([1, 2, 2, 3, 3, 4, 6])),
            "sentence": self._sentence,
            "typos": self._typos,
            "unicode": _any_plane,
            "scripts": _scripts,
            "controls": self._controls,
            "nested": self._nested,
            "many": self._many,
            "dates": self._dates,
            "filters": self._filters,
            "long": self._long,
            "joined": self._joined,
        }

    def draw(self, chance: random.Random) -> tuple[str, str]:
        """A string, behind the name of its kind."""
        (kind,) = chance.choices([*self._kinds], [1 - 0.7 * (k == "long") for k in self._kinds])
        return kind, self._kinds[kind](chance)

    def _word(self, chance: random.Random) -> str:
        return chance.choice(self._words)

    def _pieces(self, chance: random.Random) -> str:
        pieces = chance.choices(PIECES, k=chance.choice([1, 2, 3, 5, 8, 40]))
        return chance.choice([" ", " ", ""]).join(pieces)[:LONGEST]

    def _leaf(self, chance: random.Random) -> str:
        word, other = self._word(chance), self._word(chance)
        return chance.choice(
            [
                word,
                word,
                f'"{word} {other}"',
                f'"{word} {other}"~{chance.randrange(100)}',
                f"{word[:3]}*",
                f"{word[:1]}*{word[-2:]}",
                f'"{word[:2]}* {other}"',
                f"{word[:1]}?{word[2:]}",
                f"{word}~{chance.choice(['', '1', '2', '3'])}",
                f"{word}^{chance.randrange(100)}",
                f"{chance.choice(_FIELDS)}:{chance.choice(_VALUES)}",
                f'{chance.choice(_FIELDS)}:"{chance.choice(_DATES)}"',
                f"{word}{chance.choice('<>')}{chance.randrange(1000)}",
            ]
        )

    def _tree(self, chance: random.Random, depth: int) -> str:
        if depth == 0 or chance.random() < 0.2:
            return chance.choice(_PREFIXES) + self._leaf(chance)
        parts = [self._tree(chance, depth - 1) for _ in range(chance.randint(1, 3))]
        text = chance.choice(_JOINTS).join(parts)
        return chance.choice(_PREFIXES) + f"({text})" if chance.random() < 0.7 else text

    def _sentence(self, chance: random.Random) -> str:
        text = chance.choice(self._sentences)
        if chance.random() < 0.3:
            return f"{chance.choice(_ANSWERED)} {' '.join(text.split()[:12])}?"
        how = (str, str.upper, str.title, str.lower, str.swapcase, lambda said: f'"{said}"')
        return chance.choice(how)(text)

    def _typos(self, chance: random.Random) -> str:
        letters = list(" ".join(chance.choice(self._sentences).split()[: chance.randint(1, 40)]))
        for _ in range(chance.randint(1, 1 + len(letters) // 4)):
            at = chance.randrange(len(letters) + 1)
            new = chance.choice(
                string.printable if chance.random() < 0.5 else string.ascii_lowercase
            )
            letters[at : at + chance.randint(0, 2)] = [new] * chance.randint(0, 2)
        return "".join(letters)

    def _controls(self, chance: random.Random) -> str:
        letters = list(" ".join(chance.choices(self._words, k=chance.randint(1, 12))))
        for _ in range(chance.randint(1, 12)):
            letters.insert(chance.randrange(len(letters) + 1), chance.choice(_CONTROLS))
        return "".join(letters)

    def _nested(self, chance: random.Random) -> str:
        depth = chance.choice([2, 10, 39, 40, 41, 60, 400])
        opening, closing = chance.choice(_BRACKETS)
        return opening * depth + self._leaf(chance) + closing * depth

    def _many(self, chance: random.Random) -> str:
        word = self._word
        kinds: list[Callable[[], str]] = [
            lambda: f"{word(chance)[:2]}*",
            lambda: f"*{word(chance)[-2:]}",
            lambda: f"{word(chance)}~2",
            lambda: "".join(chance.choices(string.ascii_lowercase, k=9)),
            lambda: "".join(chance.choices(string.ascii_lowercase, k=9)) + "~",
            lambda: f'"{word(chance)} {word(chance)} {word(chance)[:1]}*"~5',
            lambda: f'"{word(chance)[:3]}* {word(chance)[:3]}*"',
            lambda: f'on:"{chance.choice(_DATES)}"',
            lambda: f"author:*{word(chance)[:2]}*",
            lambda: f"id:*{chance.randrange(10)}*{chance.randrange(10)}*",
            lambda: f"-{word(chance)}",
            lambda: f'-"{word(chance)} {word(chance)}"',
            lambda: f"{word(chance)}-{word(chance)}-{word(chance)}",
            lambda: f"words>{chance.randrange(2000)}",
        ]
        make = chance.choice(kinds)
        joint = chance.choice([" ", " OR ", " AND ", " NOT "])
        return joint.join(make() for _ in range(chance.choice([2, 6, 7, 24, 25, 50, 51, 200])))

    def _dates(self, chance: random.Random) -> str:
        letters = list(chance.choice(_DATES))
        for _ in range(chance.randrange(3)):
            letters[chance.randrange(len(letters))] = chance.choice("0123456789 ./-年мa٣'’+")
        text = "".join(letters)
        name = chance.choice(["after", "since", "before", "until", "on", "in"])
        return f'{self._word(chance)} {name}:"{text}"' + chance.choice(["", "..", f"..{text}"])

    def _filters(self, chance: random.Random) -> str:
        each = [
            chance.choice(["", "-", "NOT "]) + f"{chance.choice(_FIELDS)}:{chance.choice(_VALUES)}"
            for _ in range(chance.randint(1, 5))
        ]
        return chance.choice(_JOINTS).join([*each, self._word(chance)])

    def _long(self, chance: random.Random) -> str:
        length = chance.choice([LONGEST - 1, LONGEST, LONGEST + 1, ALLOWED, ALLOWED + 1])
        if chance.random() < 0.02:
            length = 1_000_000
        kind = chance.randrange(4)
        if kind == 0:
            text = chance.choice(PIECES) + chance.choice(["", " "])
        elif kind == 1:
            text = self._tree(chance, 3) + " "
        elif kind == 2:
            text = " ".join(chance.choices(self._sentences, k=40)) + " "
        else:
            text = " ".join(_scripts(chance) for _ in range(20)) + " "
        return (text * (length // len(text) + 1))[:length]

    def _joined(self, chance: random.Random) -> str:
        parts = [self._kinds[chance.choice([*self._kinds][:-2])](chance) for _ in range(2)]
        return chance.choice(_JOINTS).join(parts)[: 2 * LONGEST]


def _any_plane(chance: random.Random) -> str:
    """Characters of all planes, surrogates too."""
    most = chance.choice([0x80, 0x800, 0xFFFF, 0x1FFFF, 0x10FFFF])
    return "".join(chr(chance.randint(0, most)) for _ in range(chance.choice([1, 3, 10, 80])))


def _scripts(chance: random.Random) -> str:
    """Words of letters of a script each, with blanks or without."""
    words = []
    for _ in range(chance.randint(1, 8)):
        first, last = chance.choice(_SCRIPTS)
        words.append(
            "".join(chr(chance.randint(first, last)) for _ in range(chance.randint(1, 12)))
        )
    return chance.choice([" ", " ", "", "-", "* "]).join(words)
