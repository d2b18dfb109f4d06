"""JSON lines: one article a line, streamed; the layout of BEIR's corpora among others."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.readers import reader
from index.readers.date_order import day_first_in
from index.readers.decode import detect, mend
from index.readers.loading import RECORD_BYTES, UnreadableError
from index.readers.records import Records, is_cut, lines
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_SAMPLE = 64 * 1024
_OPENED = re.compile(rb"\{[ \t]*\r?\n")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FEWEST_WORDS = 5
"""Of a text that is no object."""

_MOST_VALUES = 250_000
"""Fields and lists in one record; each takes a hundred bytes and more of memory."""


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield the document of each line, or a ``Problem`` with the line's number.

    The fields are those of :mod:`index.readers.metadata`, besides ``text`` (or ``body``,
    ``content``, ``articleBody``) and ``_id`` (or ``id``). A record without an id has its line
    number for one.
    """
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if _is_one_value(sample):
        yield from reader("json").read(file, stream)
        return
    records = Records(file, day_first_in(sample))
    wide = detect(sample) if sample[:2] in _WIDE_MARKS or b"\0" in sample[:64] else ""
    errors = "replace" if wide else "surrogateescape"
    text = io.TextIOWrapper(stream, wide or "utf-8-sig", errors=errors, newline="\n")
    empty, number = True, 0
    try:
        for number, line in enumerate(lines(text), 1):
            empty = empty and not line.strip()
            if not line.strip():
                continue
            try:
                yield records.document(_fields(line), number)
            except UnreadableError as error:
                yield Problem(file.id, error.reason, number)
    finally:
        text.detach()
    if empty:
        raise UnreadableError("the file is empty" if number == 0 else "nothing but white space")


def _is_one_value(sample: bytes) -> bool:
    """Whether a file of this name is JSON over several lines, or one array of all articles."""
    head = sample.removeprefix(codecs.BOM_UTF8).lstrip()
    return head.startswith(b"[") or _OPENED.match(head) is not None


def _fields(line: str) -> dict[str, object]:
    if is_cut(line):
        raise UnreadableError(f"a line longer than {RECORD_BYTES // 2**20} MiB")
    line = mend(line)
    if line.count('":') + line.count("[") + line.count("{") > _MOST_VALUES:
        raise UnreadableError(f"more than {_MOST_VALUES:,} values; this is no single article")
    try:
        fields = json.loads(line.rstrip())
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"invalid JSON at column {error.colno}: {error.msg.removesuffix(' at')}"
        ) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; brackets in brackets
        raise UnreadableError("invalid JSON: nested too deeply or a number too long") from error
    if isinstance(fields, str) and len(fields.split()) >= _FEWEST_WORDS:
        return {"text": fields}
    if not isinstance(fields, dict):
        raise UnreadableError('not a JSON object such as {"title": "...", "text": "..."}')
    return fields
