"""The likeliest encoding of text that is neither UTF-8 nor marked; pure.

Of the encodings with one byte a letter each is tried: those of the Latin alphabet against the
letters that the language of the text is written with, those of other alphabets against their
most frequent letters. What is left has several bytes a letter, and is charset-normalizer's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.article.language import guess_language
from index.readers import viscii

_SAMPLE = 64 * 1024
_BEFORE = 200
"""Bytes before the first one past ASCII that help to tell the language."""

_LATIN = (
    *("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "viscii", "cp1258", "mac_roman"),
    *("cp850", "cp437", "cp852", "cp857", "mac_latin2"),
)
_LONG_RUN = re.compile(rb"[\x80-\xff]{4,}")
"""In the Latin alphabet hardly ever four letters in turn are past ASCII, elsewhere words are."""

_WESTERN = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœªº"
_LETTERS = {
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "sl": "čšžćđ",
    "hr": "čćđšž",
    "bs": "čćđšž",
    "sr": "čćđšž",
    "ro": "ăâîșțşţ",
    "sq": "çë",
    "tr": "çğıöşüâîûİ",
    "az": "çəğıöşü",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
_MARKS = frozenset("\u00a0«»‘’‚“”„–—…•·°€£§©®™¡¿†‡‹›½¼¾²³×´¨ﬁﬂ\u0300\u0301\u0303\u0309\u0323")

_FREQUENT = {
    "cp1251": "оеаинтсрвлкмдпуі",
    "koi8_r": "оеаинтсрвлкмдпу",
    "koi8_u": "оеаинтсрвлкмдпуі",
    "cp866": "оеаинтсрвлкмдпу",
    "iso8859_5": "оеаинтсрвлкмдпуі",
    "mac_cyrillic": "оеаинтсрвлкмдпуі",
    "cp1253": "αοιετσνηυρπκάίόέήώς",
    "iso8859_7": "αοιετσνηυρπκάίόέήώς",
    "cp1255": "יוהלאמרתבנשכד",
    "cp1256": "ايلمونرتبةعدهسكأ",
    "iso8859_6": "ايلمونرتبةعدهسكأ",
    "cp874": "นรากเงมยลอวดทสต่้ิีั็",
}
_LEAST_FREQUENT = 0.5
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐ")
_EVERY_LETTER = 0.1
"""What all letters of an alphabet, capitals too, count beside the most frequent ones."""

_OWN_ALPHABET = 0.02
"""What decides between encodings that fit alike: one makes a language with its own letters."""


def likeliest_encoding(data: bytes) -> str:
    """Name the encoding, for :func:`decode_as`; Windows-1252 where nothing tells."""
    foreign_at = len(data) - len(data.lstrip(bytes(range(128))))
    sample = data[max(0, foreign_at - _BEFORE) :][:_SAMPLE]
    foreign = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if sum(map(len, _LONG_RUN.findall(sample))) * 2 <= foreign:
        best, score = max(((name, _latin_score(sample, name)) for name in _LATIN), key=_second)
        if score > _LEAST_FREQUENT:
            return best
    best, score = max(((name, _score(sample, name)) for name in _FREQUENT), key=_second)
    if score > _LEAST_FREQUENT:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return found.encoding if found and found.encoding not in ("utf_8", "ascii") else "cp1252"


def decode_as(data: bytes, encoding: str) -> str:
    """Return the text of ``data``, with U+FFFD for what the encoding has no character for."""
    return viscii.decode(data) if encoding == "viscii" else data.decode(encoding, "replace")


def _second(pair: tuple[str, float]) -> float:
    return pair[1]


def _latin_score(sample: bytes, encoding: str) -> float:
    """The share of what is past ASCII that the language of the text has for letters or marks."""
    text = decode_as(sample, encoding)
    own = _LETTERS.get(guess_language(text), "")
    letters = frozenset(own or _WESTERN)
    share = _share(text, lambda c, before: _fits(c, before, letters))
    return share + _OWN_ALPHABET * bool(own)


def _score(sample: bytes, encoding: str) -> float:
    frequent = frozenset(_FREQUENT[encoding])
    text = decode_as(sample, encoding)
    share = _share(text, lambda c, _: c in frequent)
    if "о" in frequent:
        share += _EVERY_LETTER * _share(text, lambda c, _: c in _CYRILLIC or c in _MARKS)
    return share


def _share(text: str, good: Callable[[str, str], bool]) -> float:
    foreign = fitting = 0
    before = " "
    for character in text:
        if character > "\x7f":
            foreign += 1
            fitting += good(character, before)
        before = character
    return fitting / foreign if foreign else 0.0


def _fits(character: str, before: str, letters: frozenset[str]) -> bool:
    """A letter of the language, no capital behind a small letter; or a mark of no word's inside."""
    if character in _MARKS:
        return not before.isalpha() or character in "’”»…–—\u0300\u0301\u0303\u0309\u0323"
    if character.lower() not in letters and character not in letters:
        return False
    return not (character.isupper() and before.islower())
