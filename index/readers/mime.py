"""MIME messages: their headers as text, and their parts with the lines in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Final, TypeAlias

from index.readers.decode import decode, tidy
from index.readers.loading import UnreadableError

MAIL_BYTES: Final = 64 * 2**20
"""A message with what is attached to it."""

_MOST_BOUNDARIES: Final = 200
"""Each line is compared with the boundaries around it; a digest has a hundred."""

_MOST_PARTS: Final = 1_000
_LONGEST_HEADER: Final = 2_000
_LONGEST_NEEDLE: Final = 400
_BOUNDARY = re.compile(rb"boundary[ \t]*=", re.IGNORECASE)

Mail: TypeAlias = "Message[str, str]"


def parse(data: bytes) -> Mail:
    """Parse a message, or raise ``UnreadableError`` where it was made to do harm."""
    if sum(1 for _ in _BOUNDARY.finditer(data)) > _MOST_BOUNDARIES:
        raise UnreadableError(f"more than {_MOST_BOUNDARIES} parts with parts; not read")
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except (RecursionError, MessageError, ValueError, LookupError) as error:
        raise UnreadableError("not a message, or a broken one") from error


def header(message: Mail, name: str) -> str:
    """A header on one line, its encoded words decoded; empty where there is none."""
    value = message.get(name)
    if value is None:
        return ""
    raw = " ".join(str(value)[:_LONGEST_HEADER].split())
    raw = decode(raw.encode("utf-8", "surrogateescape")) if not raw.isascii() else raw
    try:
        text = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        text = raw
    return " ".join(tidy(text).split())


def sender(message: Mail) -> str:
    """The name of who wrote it, else the address."""
    value = header(message, "from")
    try:
        name, address = parseaddr(value)
    except RecursionError:  # comments in comments
        return value
    return name.strip(" '\"") or address or value


class Part:
    """A part that is no container: its bytes, and where it stands in the message."""

    def __init__(self, part: Mail, message: bytes, first_line: int, start: int) -> None:
        self.mail = part
        self.kind = part.get_content_type()
        self.location = header(part, "content-location")
        self.attached = part.get_content_disposition() == "attachment"
        self.inline = part.get_content_disposition() == "inline" or "content-id" in part
        self.end = start
        self._charset = str(part.get_content_charset() or "")
        payload = part.get_payload(decode=True)
        self.data = payload if isinstance(payload, bytes) else b""
        try:
            self.name = " ".join(tidy(str(part.get_filename() or "")).split())
        except (LookupError, ValueError):
            self.name = ""
        raw = part.get_payload()
        encoded = _encoded(raw)
        at = message.find(encoded[:_LONGEST_NEEDLE], start) if encoded else -1
        if at >= 0:
            self.end = at + len(encoded)
        self._line = first_line + message.count(b"\n", 0, max(at, start))
        transfer = str(part.get("content-transfer-encoding", "")).strip().lower()
        self._joined = transfer == "base64" or "uu" in transfer
        self._starts = _unfolded(encoded) if transfer == "quoted-printable" else []

    def text(self) -> str:
        """The part as text; raises ``UnreadableError`` where it is none."""
        return decode(self.data, self._charset)

    def line_of(self, line: int) -> int:
        """The line of the file in which a line of ``text`` stands, both counted from 1."""
        if self._joined:
            return self._line
        if self._starts:
            return self._line + self._starts[min(line, len(self._starts)) - 1]
        return self._line + line - 1


def leaves(message: Mail, data: bytes, first_line: int) -> Iterator[tuple[Part, Mail]]:
    """Yield the parts that are no containers, in their order, each with its container."""
    at = 0
    for count, (part, parent) in enumerate(_walk(message, message, 0)):
        if count > _MOST_PARTS:
            raise UnreadableError(f"more than {_MOST_PARTS:,} parts; not read")
        leaf = Part(part, data, first_line, at)
        at = leaf.end
        yield leaf, parent


def _walk(part: Mail, parent: Mail, depth: int) -> Iterator[tuple[Mail, Mail]]:
    inner = part.get_payload()
    if part.is_multipart() and isinstance(inner, list) and depth < _MOST_BOUNDARIES:
        for one in inner:
            if isinstance(one, Message):
                yield from _walk(one, part, depth + 1)
    elif not part.is_multipart():
        yield part, parent


def _encoded(raw: object) -> bytes:
    """The bytes of the message that a part was parsed from."""
    if not isinstance(raw, str):
        return b""
    try:
        return raw.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return b""


def _unfolded(encoded: bytes) -> list[int]:
    """For each line of quoted-printable text, once decoded, the line in which it begins."""
    starts = [0]
    for number, line in enumerate(encoded.split(b"\n")[:-1], 1):
        if not line.rstrip(b"\r \t").endswith(b"="):
            starts.append(number)
    return starts
