"""Bytes to text: byte order marks, then UTF-8, a declared encoding, or the likeliest other."""

from __future__ import annotations

import codecs
import re
from unicodedata import category

from index.readers.legacy_encodings import decode_as, likeliest_encoding
from index.readers.loading import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SAMPLE = 64 * 1024
"""Bytes that are looked at to tell text from binary data, and one encoding from another."""

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))
_STRAY_CONTROLS = 3
_MOST_CONTROLS = 0.02
"""Random bytes are 10% control characters; text holds next to none, bar a stray one."""

_TEXT_ROUND_STRAY = 16
_TEXT_ROUND_NUL = 32
"""So many bytes of text stand around each stray control character, and around each NUL: a few
bytes with one among them are no text."""

_MOST_STRAY = 0.2
"""UTF-16 of letters past ASCII has a tenth of its bytes NUL, that of ASCII half."""

_FEW = 32
_MANY_NULS = 0.4
"""Of fewer bytes so many must be NUL, since any two bytes make a character of UTF-16."""

_COMMON = " \n。，、"
"""What tells which byte of UTF-16 is first: nothing else is so frequent."""

_MOST_TEXT = 0.95
"""Random bytes taken for UTF-16 are no text in one case of five."""

_MAGIC = (
    *(b"%PDF-", b"\x1f\x8b\x08", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF"),
    *(b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"\x28\xb5\x2f\xfd"),
)
"""How files begin that may have few control characters, and are no text."""

_WITH_SHIFTS = (
    ("iso2022_jp_2", re.compile(rb"\x1b\$[@B][!-~]{2}")),
    ("iso2022_kr", re.compile(rb"\x1b\$\)C.*\x0e[!-~]{2}", re.DOTALL)),
    ("hz", re.compile(rb"~\{(?:[!-w][!-~])+~\}")),
)
"""Encodings that are ASCII but for what stands between marks."""

_TEXT_ENCODING = re.compile(
    r"ascii|latin_1|iso8859_\d+|cp\d+|koi8_[rtu]|mac_\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*"
    r"|utf_(?:8|16|32)\w*|tis_620|johab|hz|iso2022_\w+|kz1048|ptcp154|hp_roman8"
)
_BROADER = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis_620": "cp874",
    "big5": "big5hkscs",
}
"""What a label means on the web, which takes it for the encoding that holds it."""

_SEVERAL_BYTES = re.compile(r"gb\w+|big5\w*|euc_\w+|cp9(?:32|49|50)|shift_jis\w*|johab")
_FEW_SEQUENCES = 8
"""So many pairs of bytes in GBK or its like may be UTF-8 by chance; more are not."""

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_UNDECODED = re.compile("[\udc80-\udcff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PARTED = re.compile("\u00ad[ \t]*\n[ \t]*(\\S+)[ \t]*")
_INVISIBLE = re.compile("[\u00ad\u200e\u200f\u2060\ufeff]")
_ZERO_WIDTH_SPACE = re.compile("\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")
"""It parts words where no blank does (Thai, Lao, Burmese, Khmer), and cuts words elsewhere."""

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_LIGATURES |= {0xFB05: "st", 0xFB06: "st"}


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of ``data``, tidied, or raise ``UnreadableError`` where it is not text.

    ``declared`` is the encoding that the format itself names; it is ignored where it is unknown
    or wrong. Bytes that are no text in the encoding of all the others become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return tidy(data[len(mark) :].decode(encoding, errors="replace"))
    if wide := _wide(data[:_SAMPLE]):
        return tidy(data.decode(wide, errors="replace"))
    named = _named(declared)
    if _is_binary(data[:_SAMPLE]):
        raise UnreadableError("binary data, not text")
    return tidy(_text(data, named))


def detect(data: bytes) -> str:
    """Name the encoding of ``data``, of which the end may be cut off in a character.

    Raises ``UnreadableError`` where it is not text. Bytes that the encoding has no character
    for are possible.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding[:6]
    sample = data[:_SAMPLE]
    if wide := _wide(sample):
        return wide
    if _is_binary(sample):
        raise UnreadableError("binary data, not text")
    for encoding, pattern in _WITH_SHIFTS:
        if pattern.search(sample):
            return encoding
    if _is_utf8(data):
        return "utf-8"
    found = likeliest_encoding(data)
    return "cp1258" if found == "viscii" else found  # Python's streams do not know VISCII


def mend(line: str) -> str:
    """Return a line that was read as UTF-8 with ``surrogateescape``, without stray bytes.

    A line whose bytes past ASCII are mostly no UTF-8 is in the likeliest other encoding.
    """
    if line.isascii() or not _UNDECODED.search(line):
        return line
    return _text(line.encode("utf-8", "surrogateescape"), "")


def tidy(text: str) -> str:
    r"""Make every line end a ``\n``, and leave out what no reader sees in a word.

    Soft hyphens (with the line end behind them), marks of direction and zero-width spaces go,
    ligatures become letters. What UTF-8 and databases cannot store is replaced in its place: NUL
    by a space, a lone surrogate by U+FFFD. The number of lines stays.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.replace("\0", " ")
    if _UNSTORABLE.search(text):
        text = _UNSTORABLE.sub(lambda match: " " if match[0] == "\0" else "\ufffd", text)
    if "\u00ad" in text:
        text = _PARTED.sub(r"\1\n", text)
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if "\u200b" in text:
        text = _ZERO_WIDTH_SPACE.sub("", text)
    if any(ligature in text for ligature in "ﬀﬁﬂﬃﬄﬅﬆ"):
        text = text.translate(_LIGATURES)
    return text


def _text(data: bytes, declared: str) -> str:
    for encoding, pattern in _WITH_SHIFTS:
        if pattern.search(data[: 4 * _SAMPLE]):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    by_chance = bool(_SEVERAL_BYTES.fullmatch(declared))
    if declared == "utf_8" or _is_utf8(data, _FEW_SEQUENCES if by_chance else 0):
        if declared != "utf_8" or _is_utf8(data):
            return data.decode("utf-8", errors="replace")
    elif declared:
        text = data.decode(declared, errors="replace")
        if text.count("\ufffd") * 20 <= len(data.translate(None, bytes(range(128)))):
            return text
    return decode_as(data, likeliest_encoding(data))


def _named(declared: str) -> str:
    """Return Python's name for an encoding that a file declares; empty for what is none."""
    try:
        name = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return ""
    name = re.sub(r"^iso8859_1$", "latin_1", name.replace("-", "_").lower())
    return _BROADER.get(name, name) if _TEXT_ENCODING.fullmatch(name) else ""


def _is_utf8(data: bytes, fewest: int = 0) -> bool:
    """Whether most of what is past ASCII is UTF-8, in ``fewest`` sequences at the least."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        sequences = len(_SEQUENCE.findall(data))
        stray = len(_SEQUENCE.sub(b"", data).translate(None, bytes(range(128))))
        return sequences >= max(stray, fewest)
    return not fewest or len(_SEQUENCE.findall(data)) >= fewest


def _wide(sample: bytes) -> str:
    """Name UTF-16 without a mark; it has NUL in blanks and line ends, in every script."""
    nuls = sample.count(0)
    if len(sample) < _FEW and (len(sample) % 2 or nuls < len(sample) * _MANY_NULS):
        return ""
    controls = len(sample) - len(sample.translate(None, _CONTROLS)) - nuls
    plain = nuls < len(sample) * _MOST_STRAY and controls <= len(sample) * _MOST_CONTROLS
    if not nuls or (plain and _is_utf8(sample)):
        return ""
    whole = sample[: len(sample) // 2 * 2]
    texts = {name: whole.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    name = max(texts, key=lambda one: sum(map(texts[one].count, _COMMON)))
    good = sum(c.isalnum() or c.isspace() or category(c)[0] in "MPS" for c in texts[name])
    lost = texts[name].count("\ufffd")
    return name if good - lost >= len(texts[name]) * _MOST_TEXT and good else ""


def _is_binary(sample: bytes) -> bool:
    filled = sample.rstrip(b"\0")  # it may have been given more room than it has text
    sample = filled if len(filled) >= _FEW else sample
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if sample.startswith(_MAGIC):
        return True
    size = len(sample)
    stray = min(_STRAY_CONTROLS, size // _TEXT_ROUND_STRAY)
    if controls <= max(stray, size * _MOST_CONTROLS):
        return sample.count(0) > size // _TEXT_ROUND_NUL
    return not any(pattern.search(sample) for _, pattern in _WITH_SHIFTS[:2])
