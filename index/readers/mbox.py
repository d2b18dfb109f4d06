"""Mailboxes: the messages of a file one after another, each in bounded memory."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.readers.loading import UnreadableError
from index.readers.mail import messages
from index.readers.mime import MAIL_BYTES, header, parse
from index.readers.unpacking_limits import allowance_of
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE = 2**20


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield the messages of a mailbox, each with its ``Message-ID`` or its number for an id."""
    allowance = allowance_of(file)
    ids: set[str] = set()
    number = 0
    for number, (data, line) in enumerate(_split(stream), 1):
        try:
            if data is None:
                raise UnreadableError(f"a message larger than {MAIL_BYTES // 2**20} MiB", line)
            end = data.find(b"\n\n")
            record = header(parse(data[: end + 2 if end >= 0 else None]), "message-id").strip("<>")
            if not record or record in ids:
                record = str(number)
            ids.add(record)
            yield from messages(file, data, line, record, allowance)
        except UnreadableError as error:
            yield Problem(file.id, error.reason, error.line or line)
    if not number:
        raise UnreadableError("no message in it")


def _split(stream: io.BufferedReader) -> Iterator[tuple[bytes | None, int]]:
    """Yield the bytes of each message, None for one that is too large, and its first line."""
    parts: list[bytes] = []
    size = begun = number = 0
    blank = True
    while line := stream.readline(_LINE):
        number += line.endswith(b"\n")
        if blank and line.startswith(b"From "):
            if begun:
                yield _whole(parts, size), begun
            parts, size, begun = [], 0, number + 1
        elif begun:
            size += len(line)
            if size <= MAIL_BYTES:
                parts.append(line)
        elif line.strip():
            raise UnreadableError("not a mailbox: it does not begin with a line From", number)
        blank = not line.strip()
    if begun:
        yield _whole(parts, size), begun


def _whole(parts: list[bytes], size: int) -> bytes | None:
    return None if size > MAIL_BYTES else _QUOTED.sub(rb"\1", b"".join(parts))
