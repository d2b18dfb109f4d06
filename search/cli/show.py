"""``search show``, ``search boilerplate`` and ``search problems``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.engines import open_engine
from index.location import find_index
from index.types import Block, Document, Passage
from search.cli.terminal import as_json_line, emit, printable, styled, wrapped


def run(name: str, location: Path | None, *, as_json: bool) -> None:
    """Print an article, the passage that was named set off by a bar."""
    with open_engine(find_index(location)) as engine:
        document_id, passage_id = engine.resolve(name)
        document = engine.documents([document_id])[document_id]
        passages = engine.passages_of(document_id)
    chosen = next((p for p in passages if p.id == passage_id), None)
    emit([as_json_line(_record(document, passages))] if as_json else _article(document, chosen))


def run_boilerplate(location: Path | None, *, as_json: bool) -> None:
    """Print every block that was left out."""
    with open_engine(find_index(location)) as engine:
        blocks = ((document, block) for document in engine.marked() for block in document.blocks)
        marked = ((d, b) for d, b in blocks if b.reason)
        emit(_boilerplate_json(*pair) if as_json else _boilerplate(*pair) for pair in marked)


def run_problems(location: Path | None, *, as_json: bool) -> None:
    """Print everything that could not be read."""
    with open_engine(find_index(location)) as engine:
        found = engine.problems()
    emit(
        as_json_line(
            {"file": p.path, "line": p.line, "reason": p.reason, "passed_over": p.passed_over}
        )
        if as_json
        else str(p)
        for p in found
    )


def _article(document: Document, chosen: Passage | None) -> Iterator[str]:
    yield styled(printable(document.title) or printable(document.id), "bold")
    about = (document.author, document.source, document.published, document.url, document.id)
    yield styled(printable(" · ".join(part for part in about if part)), "dim")
    for block in document.blocks:
        if block.kind != "title":
            yield ""
            yield _block(document, block, chosen)


def _block(document: Document, block: Block, chosen: Passage | None) -> str:
    text = document.text[block.start : block.end]
    marked = chosen is not None and block.start < chosen.end and chosen.start < block.end
    indent = styled("▌", "yellow") + " " if marked else "  "
    lines = wrapped(text, "  ").split("\n")
    if block.kind == "heading":
        lines = [styled(line, "bold") for line in lines]
    if block.reason:
        lines = [styled(line, "dim") for line in lines]
        lines[-1] += styled(f"  [{block.reason}]", "dim")
    return "\n".join(indent + line[2:] if line.startswith("  ") else line for line in lines)


def _record(document: Document, passages: list[Passage]) -> dict[str, object]:
    return {
        "id": document.id,
        "file": document.path,
        "title": document.title,
        "standfirst": document.standfirst,
        "author": document.author,
        "published": document.published,
        "url": document.url,
        "source": document.source,
        "language": document.language,
        "metadata": dict(document.metadata),
        "text": document.text,
        "blocks": [
            {
                "kind": block.kind.value,
                "start": block.start,
                "end": block.end,
                "line": block.line,
                "reason": block.reason,
            }
            for block in document.blocks
        ],
        "passages": [
            {"id": p.id, "start": p.start, "end": p.end, "line": p.line, "heading": p.heading}
            for p in passages
        ],
    }


def _boilerplate(document: Document, block: Block) -> str:
    text = " ".join(printable(document.text[block.start : block.end]).split())
    place = styled(f"{document.path}:{block.line}", "cyan")
    return f"{place}: {styled(block.reason, 'dim')}: {text}"


def _boilerplate_json(document: Document, block: Block) -> str:
    return as_json_line(
        {
            "document": document.id,
            "file": document.path,
            "line": block.line,
            "start": block.start,
            "end": block.end,
            "reason": block.reason,
            "text": document.text[block.start : block.end],
        }
    )
