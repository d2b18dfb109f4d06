"""Subtitles and transcripts, WebVTT and SubRip; a block's line is the second in which it begins."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, Final, NamedTuple

from index.readers.assemble import Piece, assemble
from index.readers.decode import decode
from index.readers.loading import UnreadableError, check_lines, load
from index.readers.metadata import declared, document
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_TIMES = re.compile(
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}[ \t]*-->"
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
)
_TAG = re.compile(r"<(/?)([a-z0-9.:]*)((?:[ \t][^<>\n]*)?)>|\{\\[^{}\n]*\}", re.IGNORECASE)
_HEADER_FIELD = re.compile(r"([A-Za-z-]+)[ \t]*:[ \t]*(\S.*)")
_SPEAKER = re.compile(r"(?:>>|-)[ \t]")

_PAUSE: Final = 3
"""Seconds of silence after which a new paragraph begins."""

_ENOUGH: Final = 400
_MOST: Final = 1_200
"""Characters after which a paragraph ends with its sentence, or at all."""


class Cue(NamedTuple):
    """What is shown from one second to another, and who says it, if that is told."""

    start: int
    end: int
    text: str
    speaker: str


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a transcript, or raise ``UnreadableError``.

    Cues that follow each other are joined to paragraphs. A cue that repeats the one before it, as
    in captions that roll, is left out.
    """
    text = decode(load(stream))
    if not text.strip():
        raise UnreadableError("nothing but white space")
    check_lines(text)
    blocks = text.split("\n\n") if "\n\n" in text else [text]
    fields = _header(blocks[0])
    pieces = list(_paragraphs(_cues(text)))
    if not pieces:
        raise UnreadableError("no text between its times")
    yield document(file, *assemble(pieces), declared(fields))


def _header(block: str) -> dict[str, object]:
    """What the lines above the first cue of WebVTT say, such as its language."""
    first, *rest = block.split("\n")
    if not first.startswith("WEBVTT"):
        return {}
    fields: dict[str, object] = {}
    if title := first.removeprefix("WEBVTT").strip(" \t-–"):
        fields["title"] = title
    found = (_HEADER_FIELD.fullmatch(line) for line in rest if not _TIMES.match(line))
    return fields | {match[1].lower(): match[2].strip() for match in found if match}


def _cues(text: str) -> Iterator[Cue]:
    """Yield the cues: after a line of times all lines up to a blank one or the next times."""
    times: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        found = _TIMES.match(line)
        if times and (found or not line.strip()):
            if found and lines and lines[-1].strip().isdigit():
                lines.pop()  # the number of the next cue, without a blank line above it
            yield _cue(times, lines)
            times = None
        if found:
            times, lines = found, []
        elif times:
            lines.append(line)


def _cue(times: re.Match[str], lines: list[str]) -> Cue:
    speaker = ""
    shown = []
    for line in lines:
        for tag in _TAG.finditer(line):
            if tag[2] and tag[2].lower().split(".")[0] == "v" and not tag[1]:
                speaker = tag[3].strip() or speaker
        clean = html.unescape(_TAG.sub("", line)).strip()
        if clean:
            shown.append(clean)
    hours, minutes, seconds, *end = (int(part or 0) for part in times.groups())
    until = end[0] * 3600 + end[1] * 60 + end[2]
    return Cue(hours * 3600 + minutes * 60 + seconds, until, "\n".join(shown), speaker)


def _paragraphs(cues: Iterator[Cue]) -> Iterator[Piece]:
    parts: list[str] = []
    begun = last = size = 0
    speaker = ""
    shown: list[str] = []
    for cue in cues:
        lines = [line for line in cue.text.split("\n") if line not in shown]
        shown = cue.text.split("\n")
        if not lines or not cue.text:
            continue
        turns = cue.speaker != speaker or _SPEAKER.match(lines[0])
        ended = size > _ENOUGH and parts[-1].rstrip("\"'”’)").endswith((".", "?", "!", "…"))
        if parts and (turns or ended or size > _MOST or cue.start - last >= _PAUSE):
            yield _piece(parts, begun)
            parts, size = [], 0
        if not parts:
            begun = cue.start
            if cue.speaker and cue.speaker != speaker:
                parts.append(f"{cue.speaker}:")
        speaker = cue.speaker
        joined = " ".join(lines)
        parts.append(joined)
        size += len(joined)
        last = max(cue.end, cue.start)
    if parts:
        yield _piece(parts, begun)


def _piece(parts: list[str], second: int) -> Piece:
    return Piece(BlockKind.PARAGRAPH, " ".join(" ".join(parts).split()), second + 1)
