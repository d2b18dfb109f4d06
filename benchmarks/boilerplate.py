"""How much boilerplate of whole pages, kept as text, is taken out, and how much article with it.

    python benchmarks/boilerplate.py [--sites 48] [--dump lynx] [--losses]

Makes the pages of ``sites.py``, turns each into text as people do (BeautifulSoup's ``get_text``,
html2text, inscriptis, lynx, w3m; those that are installed), and marks the boilerplate of each page
alone and of five pages of a site together. A letter counts as kept if it stands in a block that is
not marked. ``pip install beautifulsoup4 html2text inscriptis``, ``apt-get install lynx w3m``.
"""

from __future__ import annotations

import argparse
import itertools
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from importlib.util import find_spec
from typing import NamedTuple

from benchmarks.sites import ARTICLE, BESIDE, Page, pages
from index.article.structure import structure
from index.boilerplate import mark, mark_together
from index.types import BlockKind, Document

Dump = Callable[[str], str]


def _get_text(page: str) -> str:
    from bs4 import BeautifulSoup

    text: str = BeautifulSoup(page, "lxml").get_text("\n", strip=True)
    return text


def _html2text(page: str) -> str:
    import html2text

    text: str = html2text.html2text(page)
    return text


def _inscriptis(page: str) -> str:
    import inscriptis

    text: str = inscriptis.get_text(page)
    return text


def _lynx(page: str) -> str:
    options = "-dump -stdin -force_html -display_charset=utf-8 -assume_charset=utf-8 -width=90"
    return re.sub(
        r"file://\S*?lynxX[^\s#]*", "https://site/", _run(["lynx", *options.split()], page)
    )


def _w3m(page: str) -> str:
    return _run(
        ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "90"], page
    )


def _run(command: list[str], page: str) -> str:
    found = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    return found.stdout.decode("utf-8", "replace")


DUMPS: dict[str, tuple[Dump, str]] = {
    "get_text": (_get_text, "bs4"),
    "html2text": (_html2text, "html2text"),
    "inscriptis": (_inscriptis, "inscriptis"),
    "lynx": (_lynx, "lynx"),
    "w3m": (_w3m, "w3m"),
}


class Dumped(NamedTuple):
    """A page as text, and of each of its letters whether it is the article's."""

    page: Page
    text: str
    signs: str


class Score(NamedTuple):
    """Letters of the article and of the rest, and how many of them were marked."""

    article: int
    lost: int
    rest: int
    out: int


def dumped(page: Page, dump: Dump) -> Dumped:
    """Turn a page into text; the signs of its letters are read off the page with the signs."""
    text, signed = dump(page.plain), dump(page.signed)
    letters = [c for c in text if not c.isspace()]
    signs: list[str] = []
    for char in signed:
        if char in ARTICLE + BESIDE and signs:
            signs[-1] = char
        elif not char.isspace():
            signs.append("-")
    if len(signs) != len(letters):
        signs = _aligned("".join(letters), signed, signs)
    return Dumped(page, text, "".join(signs))


def _aligned(letters: str, signed: str, signs: list[str]) -> list[str]:
    """The signs of a dump that came out a little otherwise with them."""
    other = "".join(c for c in signed if not c.isspace() and c not in ARTICLE + BESIDE)
    found = ["-"] * len(letters)
    for at, there, size in SequenceMatcher(
        None, letters, other, autojunk=False
    ).get_matching_blocks():
        found[at : at + size] = signs[there : there + size]
    return found


def score(document: Document, signs: str) -> Score:
    """Count the letters that were marked, by what they are."""
    marked = bytearray(len(document.text))
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE:
            marked[block.start : block.end] = b"\1" * (block.end - block.start)
    counts: Counter[tuple[str, int]] = Counter()
    letters = iter(signs)
    for at, char in enumerate(document.text):
        if not char.isspace():
            counts[next(letters), marked[at]] += 1
    article = counts[ARTICLE, 0] + counts[ARTICLE, 1]
    rest = counts["-", 0] + counts["-", 1]
    return Score(article, counts[ARTICLE, 1], rest, counts["-", 1])


def document(name: str, text: str) -> Document:
    """A page as the reader of text files makes it."""
    found = structure(text)
    return Document(name, name, text, found.blocks, found.title, found.standfirst, source="site")


def _rows(sites: list[list[Page]], names: list[str], losses: bool) -> Iterator[list[str]]:
    for name in names:
        dump = DUMPS[name][0]
        with ThreadPoolExecutor(2) as executor:
            flat = list(executor.map(dumped, itertools.chain(*sites), itertools.repeat(dump)))
        pages_of = iter(flat)
        dumps = [[next(pages_of) for _ in site] for site in sites]
        alone: list[Score] = []
        together: list[Score] = []
        titles = 0
        for number, site in enumerate(dumps):
            read = [document(f"{number}/{n}", page.text) for n, page in enumerate(site)]
            marked = [mark(one) for one in read]
            alone += [score(one, page.signs) for one, page in zip(marked, site, strict=True)]
            both = mark_together(read)
            together += [score(one, page.signs) for one, page in zip(both, site, strict=True)]
            titles += sum(
                f"<title>{one.title} - " in page.page.plain
                for one, page in zip(marked, site, strict=True)
            )
            if losses:
                _print_losses(site, marked)
        yield [name, *_figures(alone), *_figures(together), f"{titles / len(alone):.0%}"]


def _print_losses(site: list[Dumped], marked: list[Document]) -> None:
    for page, one in zip(site, marked, strict=True):
        letters = iter(page.signs)
        signs = "".join(" " if c.isspace() else next(letters) for c in page.text)
        for block in one.blocks:
            piece = signs[block.start : block.end]
            if block.kind is BlockKind.BOILERPLATE and ARTICLE in piece:
                print("lost", page.page.site, block.reason, one.text[block.start : block.end][:100])
            if block.kind is BlockKind.PARAGRAPH and "-" in piece and ARTICLE not in piece:
                print("left", page.page.site, block.line, one.text[block.start : block.end][:100])


def _figures(scores: list[Score]) -> list[str]:
    article, lost, rest, out = (sum(column) for column in zip(*scores, strict=True))
    worst = max(one.lost / one.article for one in scores if one.article)
    return [f"{1 - lost / article:.2%}", f"{worst:.1%}", f"{out / rest:.1%}"]


def main() -> None:
    """Print a row for each way to make text of a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=48)
    parser.add_argument("--dump", choices=DUMPS, action="append")
    parser.add_argument("--losses", action="store_true", help="print the lines that are wrong")
    options = parser.parse_args()
    names = [
        n for n in options.dump or DUMPS if shutil.which(DUMPS[n][1]) or find_spec(DUMPS[n][1])
    ]
    sites = list(pages(options.sites))
    header = "dump|article kept|worst page loses|rest out|of five: kept|worst|rest out|titles"
    print("| " + " | ".join(header.split("|")) + " |")
    print("|" + "---|" * len(header.split("|")))
    for row in _rows(sites, names, losses=options.losses):
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
