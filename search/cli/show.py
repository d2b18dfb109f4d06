"""``search show`` and ``search problems``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.engines import open_engine
from index.location import find_index, folder_of_paths
from index.query import parse
from index.types import Block, BlockKind, Document, Passage
from search.cli.article_names import named
from search.cli.messages import note
from search.cli.pager import page
from search.cli.style import styled
from search.cli.terminal import (
    Part,
    as_json_line,
    cited,
    dim,
    emit,
    listed,
    plural,
    problem_place,
    row,
    wrapped,
)
from search.display.headline import headline, source
from search.display.highlight import matches
from search.display.json_records import article_record
from search.display.printable import isolated, printable

_BAR: Final = "▌"


def run(name: str, location: Path | None, *, context: int | None, as_json: bool) -> None:
    """Print an article, the passage that was named set off by a bar.

    With ``context`` only that passage and so many paragraphs on both sides of it.
    """
    with open_engine(find_index(location)) as engine:
        found = named(engine, name)
        document = engine.catalogue.documents([found.document])[found.document]
        passages = engine.catalogue.passages_of(found.document)
        folder, languages = folder_of_paths(engine.location), engine.manifest.languages
    if as_json:
        emit([as_json_line(article_record(document, passages))])
        return
    chosen = next((p for p in passages if p.id == found.passage), None)
    words = parse(found.query).words
    article = _Article(document, chosen, words, tuple(languages), folder)
    parts = list(article.parts(context))
    first = next((n for n, part in enumerate(parts) if _BAR in part), 0)
    above = sum(part.count("\n") + 1 for part in parts[:first])
    page(parts, above)


def run_problems(location: Path | None, *, as_json: bool) -> None:
    """Print everything that could not be read."""
    with open_engine(find_index(location)) as engine:
        found = engine.catalogue.problems()
        folder = folder_of_paths(engine.location)
    if not found and not as_json:
        note("everything could be read")
    for p in found:
        record = {
            "file": p.path,
            "line": p.line,
            "reason": p.reason,
            "passed_over": p.passed_over,
        }
        parts = [problem_place(p, folder), Part(f": {printable(p.reason)}")]
        emit([as_json_line(record) if as_json else row(parts)])


class _Article:
    """An article as it is printed."""

    def __init__(
        self,
        document: Document,
        chosen: Passage | None,
        words: str,
        languages: tuple[str, ...],
        folder: Path,
    ) -> None:
        self._document = document
        self._chosen = chosen
        self._words = words
        self._languages = languages
        self._folder = folder

    def parts(self, context: int | None) -> Iterator[str]:
        """The head of the article, then its paragraphs; what was left out folded to a line."""
        document = self._document
        yield self._text(isolated(headline(document)), ("bold",), "")
        line = self._chosen.line if self._chosen else document.blocks[0].line
        about = (document.author, source(document), document.published, document.url)
        texts = [isolated(" ".join(printable(text).split())) for text in about]
        place = cited(document.path, line, self._folder)
        yield listed([*(Part(text, dim, is_path="://" in text) for text in texts), place])
        yield from self._body(context)

    def _body(self, context: int | None) -> Iterator[str]:
        shown = [block for block in self._document.blocks if block.kind != BlockKind.TITLE]
        if context is not None:
            shown = self._around(shown, context)
        folded: list[Block] = []
        for block in shown:
            if block.reason and not self._is_chosen(block):
                folded.append(block)
                continue
            yield from _fold(folded)
            folded = []
            yield ""
            yield self._block(block)
        yield from _fold(folded)

    def _around(self, blocks: list[Block], context: int) -> list[Block]:
        """The blocks of the passage, and so many on both sides; the first ones without one."""
        places = [place for place, block in enumerate(blocks) if self._is_chosen(block)] or [0]
        return blocks[max(0, places[0] - context) : places[-1] + context + 1]

    def _is_chosen(self, block: Block) -> bool:
        chosen = self._chosen
        return chosen is not None and block.start < chosen.end and chosen.start < block.end

    def _block(self, block: Block) -> str:
        text = self._document.text[block.start : block.end]
        styles = ("bold",) if block.kind == BlockKind.HEADING else ()
        indent = f"{styled(_BAR, 'bold')} " if self._is_chosen(block) else "  "
        return self._text(text, styles, indent)

    def _text(self, text: str, styles: tuple[str, ...], indent: str) -> str:
        marks = (
            matches(text, self._words, self._document.language, self._languages)
            if self._words
            else []
        )
        lines = wrapped(text, " " * 2 if indent else "", marks, styles).split("\n")
        return "\n".join(indent + line[2:] if indent else line for line in lines)


def _fold(blocks: list[Block]) -> Iterator[str]:
    if blocks:
        reasons = ", ".join(dict.fromkeys(block.reason for block in blocks))
        yield ""
        yield styled(f"  [{plural(len(blocks), 'block')} left out: {printable(reasons)}]", "dim")
