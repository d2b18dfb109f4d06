"""Bytes to text: byte order marks, then a declared encoding, UTF-8, or the likeliest other."""

from __future__ import annotations

import codecs
import re

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

_ENOUGH_FOREIGN = 8
"""With fewer bytes past ASCII nothing can be concluded from them, and Windows-1252 is assumed."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of ``data``, tidied, or raise ``UnreadableError`` where it is not text.

    ``declared`` is the encoding that the format itself names; it is ignored where it is unknown
    or wrong.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return tidy(data[len(mark) :].decode(encoding, errors="replace"))
    for encoding in filter(None, (_wide(data[:_SAMPLE]), declared, "utf-8")):
        if encoding == "utf-8" and _is_binary(data[:_SAMPLE]):
            break
        try:
            return tidy(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return tidy(data.decode(detect(data), errors="replace"))


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
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return _legacy(data)
    return "utf-8"


def tidy(text: str) -> str:
    r"""Make every line end a ``\n``, and replace what UTF-8 and databases cannot store.

    NUL becomes a space and a lone surrogate U+FFFD, each in its place.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNSTORABLE.search(text):
        text = _UNSTORABLE.sub(lambda match: " " if match[0] == "\0" else "\ufffd", text)
    return text


def _wide(sample: bytes) -> str:
    """Name UTF-16 without a mark, whose every other byte is NUL in Western text."""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.5 > even * 5:
        return "utf-16-le"
    if even > half * 0.5 > odd * 5:
        return "utf-16-be"
    return ""


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_STRAY_CONTROLS, len(sample) * _MOST_CONTROLS) or sample.startswith(
        b"%PDF-"
    )


def _legacy(data: bytes) -> str:
    """Name the likeliest encoding of text that is not UTF-8."""
    from charset_normalizer import from_bytes

    ascii_bytes = len(data) - len(data.lstrip(bytes(range(128))))
    start = max(0, ascii_bytes - 64)  # what comes before the first byte past ASCII says nothing
    sample = data[start : start + _SAMPLE]
    foreign = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    best = from_bytes(sample).best() if foreign >= _ENOUGH_FOREIGN else None
    return best.encoding if best and best.encoding != "utf_8" else "cp1252"
