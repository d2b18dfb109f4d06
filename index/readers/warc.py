"""Web archives (WARC): the pages in it, each read by its own kind."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from index.readers.decode import tidy
from index.readers.loading import UnreadableError
from index.readers.metadata import host
from index.readers.unpacking_limits import MOST_ENTRIES, Unpacked, allowance_of, read_member
from index.types import PASSED_OVER, Document, Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile

_READERS: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "plain",
    "application/pdf": "pdf",
    "text/markdown": "markdown",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
}
_MOST_KINDS: Final = 6
_LONGEST_LINE: Final = 64 * 2**20
_LONGEST_ID: Final = 500


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield the pages that were found, each with its address for an id and for its URL.

    When it was fetched is kept in the metadata as ``saved``; lines are numbers of records. What is
    no page (pictures, redirections, errors) is counted in one ``Problem``. Of an address that was
    fetched several times each different text is an article.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(io.BufferedReader(cast("io.RawIOBase", _Lines(stream)), 64 * 1024))
    records.INC_RECORD = ""  # what it would print of a damaged record
    pages = _Pages(file)
    number = 0
    try:
        for number, record in enumerate(records, 1):
            if number > MOST_ENTRIES:
                raise UnreadableError(f"more than {MOST_ENTRIES:,} records; split it", number)
            yield from pages.of(record, number)
    except UnreadableError as error:
        yield Problem(file.id, error.reason, error.line)
    except (ArchiveLoadFailed, EOFError, ValueError, KeyError, AttributeError, TypeError) as error:
        if not number:
            raise UnreadableError("not a web archive, or a broken one") from error
        yield Problem(file.id, "it breaks off: a record is damaged", number + 1)
    if not pages.found:
        raise UnreadableError("no page in it")
    yield from pages.passed_over()


class _Pages:
    """Makes the documents of the records, whose addresses it keeps apart."""

    def __init__(self, file: SourceFile) -> None:
        self.found = 0
        self._file = file
        self._allowance = allowance_of(file)
        self._ids: Counter[str] = Counter()
        self._texts: set[tuple[str, int]] = set()
        self._others: Counter[str] = Counter()

    def of(self, record: Any, number: int) -> Iterator[Document | Problem]:
        """Yield what a record holds, if that is a page."""
        if record.rec_type not in ("response", "resource", "conversion"):
            return
        url = tidy(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
        if url.startswith("metadata:"):  # what Wget notes of itself
            return
        kind = _kind(record)
        self.found += 1
        if kind not in _READERS:
            self._others[kind] += 1
            return
        file = self._file
        url = url[:_LONGEST_ID]
        saved = record.rec_headers.get_header("WARC-Date") or ""
        size = max(int(record.length or 0), 0)
        body = Unpacked(record.content_stream(), self._allowance, lambda: size)
        inner = replace(file, depth=file.depth + 1, allowance=self._allowance)
        for found in read_member(inner, body, known=_READERS[kind]):
            if isinstance(found, Problem):
                yield Problem(file.id, f"{url or 'a record'}: {found.reason}", number)
                continue
            text = (url, hash(found.text))
            if text in self._texts:
                continue
            self._texts.add(text)
            record_id = f"{url or number}{found.id.removeprefix(file.id)}"
            self._ids[record_id] += 1
            if self._ids[record_id] > 1:
                record_id = f"{record_id} {self._ids[record_id]}"
            yield replace(
                found,
                id=f"{file.id}#{record_id}",
                url=found.url or url,
                source=found.source or host(url),
                blocks=tuple(replace(block, line=number) for block in found.blocks),
                metadata={**found.metadata, **({"saved": saved} if saved else {})},
            )

    def passed_over(self) -> Iterator[Problem]:
        """What was no page, in one line."""
        if self._others:
            common = self._others.most_common(_MOST_KINDS)
            rest = self._others.total() - sum(count for _, count in common)
            named = [f"{count:,} {kind}" for kind, count in common]
            listed = ", ".join([*named, f"{rest:,} others"] if rest else named)
            yield Problem(self._file.id, f"{PASSED_OVER} in it: {listed}")


def _kind(record: Any) -> str:
    """The media type of a page that was found, else why it is none."""
    kind = record.content_type or ""
    if record.http_headers is not None:
        status = str(record.http_headers.get_statuscode())
        if status != "200":
            return f"with status {tidy(status)[:20]}"
        kind = record.http_headers.get_header("Content-Type") or "without a type"
    return tidy(str(kind)).split(";")[0].strip().lower()[:60] or "without a type"


class _Lines(io.RawIOBase):
    """A stream in which no line is longer than memory should hold."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._length = 0

    def readable(self) -> bool:
        """See ``io.RawIOBase``."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """See ``io.RawIOBase``."""
        data = self._stream.read(len(buffer))
        end = data.rfind(b"\n")
        self._length = self._length + len(data) if end < 0 else len(data) - end
        if self._length > _LONGEST_LINE:
            raise UnreadableError("a line too long for a web archive")
        buffer[: len(data)] = data
        return len(data)
