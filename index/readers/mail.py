"""Mail: a message an article, what is attached to it as if it were in a folder of that name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

from index.article.structure import structure
from index.readers.assemble import Piece, assemble
from index.readers.loading import UnreadableError, check_lines, load
from index.readers.metadata import Declared, document
from index.readers.mime import MAIL_BYTES, Mail, Part, header, leaves, parse, sender
from index.readers.unpacking_limits import Allowance, allowance_of, member, read_member
from index.readers.whole_html import fragment_pieces
from index.types import BlockKind, Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_KEPT: Final = ("to", "cc", "newsgroups", "list-id", "organization", "message-id", "in-reply-to")
"""Headers that are kept as metadata."""

_SIGNATURES: Final = ("application/pgp-", "application/pkcs7-", "application/x-pkcs7-")
_COUNT_LINE = re.compile(rb"\s*\d+\s*\n")


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield the message, those that it forwards whole, and what is attached to it.

    Its subject is the title, who sent it the author. Of a text that comes both plain and as HTML
    the plain one is taken, unless that is only a part of it.
    """
    data = load(stream, MAIL_BYTES)
    first_line = 1
    if count := _COUNT_LINE.match(data):  # Apple's .emlx says first how long it is
        data, first_line = data[count.end() :], 2
    yield from messages(file, data, first_line, "", allowance_of(file))


def messages(
    file: SourceFile, data: bytes, first_line: int, record: str, allowance: Allowance
) -> Iterator[Document | Problem]:
    """Yield a message that begins in ``first_line``, with ``record`` for an id, and what it holds.

    Raises ``UnreadableError`` where there is no text in it, and nothing attached.
    """
    whole = parse(data)
    if not whole.keys():
        raise UnreadableError("not a message: it has no header", first_line)
    bodies: dict[int, tuple[Mail, list[tuple[Part, Mail]]]] = {}
    attached: list[Part] = []
    owners = _owners(whole)
    for part, parent in leaves(whole, data, first_line):
        message = owners.get(id(part.mail), whole)
        if part.attached or (part.name and not part.kind.startswith("text/")):
            attached.append(part)
        elif part.kind in ("text/plain", "text/html"):
            bodies.setdefault(id(message), (message, []))[1].append((part, parent))
    found = False
    for number, (message, parts) in enumerate(bodies.values()):
        pieces = [piece for part in _chosen(parts) for piece in _pieces(part)]
        if not pieces:
            continue
        name = record if message is whole else f"{record or 1}.{number + 1}"
        found = True
        yield document(file, *assemble(pieces), _declared(message), record=name)
    for number, part in enumerate(attached, 1):
        if part.kind.startswith(_SIGNATURES) or (part.inline and part.kind.startswith("image/")):
            continue
        found = True
        where = f"{record}/" if record else ""
        name = part.name.replace("/", "_").replace("\\", "_").strip(".") or f"part {number}"
        inner = member(file, f"{where}{name}", len(part.data), allowance)
        yield from read_member(inner, io.BytesIO(part.data))
    if not found:
        raise UnreadableError("a message without text", first_line)


def _owners(whole: Mail) -> dict[int, Mail]:
    """For each part of a message, by its identity, the message it is of."""
    owners: dict[int, Mail] = {}
    waiting: list[tuple[Mail, Mail]] = [(whole, whole)]
    while waiting:
        part, owner = waiting.pop()
        owners[id(part)] = owner
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            forwards = part.get_content_type() == "message/rfc822"
            parts = cast("list[Mail]", inner)
            waiting.extend((one, one if forwards else owner) for one in parts)
    return owners


def _chosen(parts: list[tuple[Part, Mail]]) -> Iterator[Part]:
    """Of each group of alternatives the plain one, unless it has less than half of the words."""
    groups: dict[int, list[Part]] = {}
    for part, parent in parts:
        alternative = parent.get_content_type() == "multipart/alternative"
        groups.setdefault(id(parent) if alternative else -id(part), []).append(part)
    for group in groups.values():
        plain = [part for part in group if part.kind == "text/plain"]
        rich = [part for part in group if part.kind == "text/html"]
        if plain and rich:
            said = sum(len(part.text().split()) for part in plain)
            shown = sum(len(piece.text.split()) for part in rich for piece in _pieces(part))
            yield from plain if said * 2 >= shown else rich
        else:
            yield from group


def _pieces(part: Part) -> list[Piece]:
    text = part.text()
    check_lines(text)
    if part.kind == "text/html":
        found = fragment_pieces(text, part.line_of) if text.strip() else []
        return [
            piece._replace(kind=BlockKind.HEADING) if piece.kind is BlockKind.TITLE else piece
            for piece in found
        ]
    return [
        Piece(block.kind, text[block.start : block.end], part.line_of(block.line))
        for block in structure(text, titled=False).blocks
    ]


def _declared(message: Mail) -> Declared:
    kept = {name.replace("-", "_"): header(message, name) for name in _KEPT}
    return Declared(
        title=header(message, "subject"),
        author=sender(message),
        published=header(message, "date"),
        url=header(message, "archived-at").strip("<>"),
        language=header(message, "content-language"),
        other={name: value for name, value in kept.items() if value},
    )
