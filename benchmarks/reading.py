"""How much of an article is read from a web page: ``python -m benchmarks.reading [FOLDER]``.

FOLDER is laid out as article-extraction-benchmark is: ``ground-truth.json`` holds for each id an
``articleBody``, and ``html/ID.html.gz`` the page. Without one, pages are made up (see
``benchmarks.pages``, and with --templates ``benchmarks.site_templates``).
Precision, recall and F1 are over runs of four words, as that benchmark
counts them; time is of computing. Beside ours stand trafilatura and, where it is installed,
readability-lxml (`pip install readability-lxml` first); each reads all pages in turn.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from benchmarks import pages, site_templates
from index.boilerplate import mark
from index.readers.html import article
from index.readers.loading import UnreadableError
from index.types import BlockKind, Document

_TOKEN = re.compile(r"\w+")
_WORST = 5
_HEAD = frozenset((BlockKind.TITLE, BlockKind.BYLINE, BlockKind.BOILERPLATE))


@dataclass
class Scores:
    """What one reader found, page by page."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    seconds: float = 0.0
    lost: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, truth: str, found: str) -> None:
        """Compare the text of one page with the truth."""
        wanted, got = shingles(truth), shingles(found)
        both = sum((wanted & got).values())
        if sum(got.values()):
            self.precision.append(both / sum(got.values()))
        if sum(wanted.values()):
            self.recall.append(both / sum(wanted.values()))
            self.lost[name] = 1 - self.recall[-1]

    def row(self) -> str:
        """Precision, recall, F1, the page that loses most, milliseconds a page."""
        precision, recall = mean(self.precision or [0]), mean(self.recall or [0])
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        worst = max(self.lost.values(), default=0.0)
        each = self.seconds / max(1, len(self.lost)) * 1000
        return f"{precision:9.3f} {recall:7.3f} {f1:7.3f} {worst:7.1%} {each:8.1f}"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text; a shorter text is one run."""
    words = _TOKEN.findall(text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))


def ours(source: str) -> str:
    """What is indexed of a page: its text without title, byline and boilerplate."""
    try:
        text, blocks, said = article(source)
    except UnreadableError:
        return ""
    marked = mark(Document("a", "a", text, blocks, title=said.title))
    return "\n".join(text[b.start : b.end] for b in marked.blocks if b.kind not in _HEAD)


def trafilatura_alone(source: str) -> str:
    import trafilatura

    return trafilatura.extract(source, include_comments=False) or ""


def readability_alone(source: str) -> str:
    from lxml import html  # type: ignore[import-untyped,unused-ignore]
    from readability import Document as Page  # type: ignore[import-not-found,unused-ignore]

    summary = Page(source).summary()
    return "\n".join(html.document_fromstring(summary).itertext())


READERS: dict[str, Callable[[str], str]] = {
    "this project": ours,
    "trafilatura": trafilatura_alone,
    "readability-lxml": readability_alone,
}


def measure(folder: Path) -> dict[str, dict[str, Scores]]:
    """For each kind of page, and for all, what each reader found."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, Scores]] = defaultdict(lambda: defaultdict(Scores))
    for reader in list(READERS):
        try:
            READERS[reader](
                f"<html lang='xx'><body><article><p>{'A first page, to load all. ' * 9}</p>"
            )
        except ImportError:
            print(f"{reader} is not installed")
            del READERS[reader]
    for name, page in truth.items():
        source = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        text = source.decode("utf-8", "replace")
        for reader, read in READERS.items():
            start = time.process_time()
            got = read(text)
            spent = time.process_time() - start
            for kind in {name.partition("-")[0] if "-" in name else "all", "all"}:
                found[kind][reader].add(name, page["articleBody"], got)
                found[kind][reader].seconds += spent
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--templates", action="store_true", help="pages of the templates of sites")
    parser.add_argument("--worst", action="store_true", help="name the pages that lose most")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or Path(made)
        if not chosen.folder:
            (site_templates if chosen.templates else pages).write(folder)
        found = measure(folder)
    kinds = [kind for kind in found if kind in pages.KINDS or kind == "all"]
    print(f"{'pages':15}{'reader':18}precision  recall      F1   worst  ms/page")
    for kind in kinds:
        for reader, scores in found[kind].items():
            print(f"{kind:15}{reader:18}{scores.row()}")
    if chosen.worst:
        lost = found["all"]["this project"].lost
        for name in sorted(lost, key=lambda one: -lost[one])[:_WORST]:
            print(f"{lost[name]:7.1%} of {name}")


if __name__ == "__main__":
    main()
