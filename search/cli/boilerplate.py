"""``search boilerplate``: what was left out of the search, summed up and then block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from index.engines import open_engine
from index.location import find_index, folder_of_paths
from index.types import Block, Document
from search.cli.style import styled
from search.cli.terminal import Part, as_json_line, cited, dim, emit, plural, row
from search.display.printable import isolated, printable

LeftOut = tuple[Document, Block]
"""A block that was left out, and its article."""


def run(location: Path | None, *, as_json: bool) -> None:
    """Print how much was left out, by reason and by source or folder, and then each block."""
    with open_engine(find_index(location)) as engine:

        def blocks() -> Iterator[LeftOut]:
            for document in engine.catalogue.marked():
                yield from ((document, block) for block in document.blocks if block.reason)

        if as_json:
            emit(_as_json(*one) for one in blocks())
            return
        folder = folder_of_paths(engine.location)
        emit(_summary(blocks()))
        emit(_line(*one, folder) for one in blocks())


def _summary(blocks: Iterable[LeftOut]) -> Iterator[str]:
    """How many blocks and letters each reason took, and each source lost; the most first."""
    names: dict[str, Callable[[Document, Block], str]] = {
        "reason": lambda _, block: block.reason,
        "source or folder": lambda document, _: document.origin or "this folder",
    }
    letters: dict[str, Counter[str]] = {by: Counter() for by in names}
    counts: dict[str, Counter[str]] = {by: Counter() for by in names}
    articles: set[str] = set()
    for document, block in blocks:
        articles.add(document.id)
        for by, name_of in names.items():
            counts[by][name_of(document, block)] += 1
            letters[by][name_of(document, block)] += block.end - block.start
    if not articles:
        return
    total = plural(counts["reason"].total(), "block")
    yield styled(f"{total} left out of {plural(len(articles), 'article')}", "bold")
    for by, found in counts.items():
        yield styled(f"by {by}", "bold")
        for name, count in found.most_common():
            size = f"{count:>8,}  {letters[by][name]:>10,} letters"
            yield f"{size}  {isolated(printable(name))}"
    yield ""


def _line(document: Document, block: Block, folder: Path) -> str:
    text = " ".join(printable(document.text[block.start : block.end]).split())
    place = cited(document.path, block.line, folder)
    return row([place, Part(": "), Part(printable(block.reason), dim), Part(f": {isolated(text)}")])


def _as_json(document: Document, block: Block) -> str:
    return as_json_line(
        {
            "document": document.id,
            "file": document.path,
            "source": document.source,
            "line": block.line,
            "start": block.start,
            "end": block.end,
            "reason": block.reason,
            "text": document.text[block.start : block.end],
        }
    )
