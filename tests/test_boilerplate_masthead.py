from __future__ import annotations

from pathlib import Path

import index
from index.article.structure import structure
from index.boilerplate import candidates, fingerprint, mark
from index.boilerplate.masthead import MASTHEAD, masthead, without_masthead
from index.types import BlockKind, Document

MENU = "Home News Sport Opinion"
BODY = (
    "The tunnel under the Wendle was closed at noon on Monday after water came through its roof.\n"
    "Engineers said that pumps had kept the track dry, and that trains would run again by Friday.\n"
)


def article(text: str) -> Document:
    found = structure(text)
    return Document("a.txt", "a.txt", text, found.blocks, found.title, found.standfirst)


def test_a_first_line_that_others_share_is_no_title() -> None:
    plain = article(f"{MENU}\nTunnel closed by flood\nBy Ann Lee\n{BODY}")
    assert plain.title == MENU
    assert masthead(plain, frozenset()) == 0
    read = without_masthead(plain, masthead(plain, {fingerprint(MENU)}))
    assert (read.title, read.author) == ("Tunnel closed by flood", "Ann Lee")
    assert read.blocks[0].reason == MASTHEAD
    assert [b.line for b in read.blocks] == [1, 2, 3, 4, 5]
    assert [read.text[b.start : b.end] for b in read.blocks][1] == "Tunnel closed by flood"
    assert mark(read).blocks == read.blocks


def test_a_declared_title_is_kept() -> None:
    declared = article(f"{MENU}\nTunnel closed by flood\n{BODY}")
    declared = Document("a", "a", declared.text, declared.blocks, "Flood closes tunnel")
    assert masthead(declared, candidates(declared)) == 0


def test_an_index_drops_a_masthead_once_enough_articles_carry_it(tmp_path: Path) -> None:
    folder = tmp_path / "gazette"
    folder.mkdir()
    titles = ["Tunnel closed by flood", "Mayor opens a library", "Rovers win away"]
    bodies = [
        BODY,
        "Two thousand books stand in what was once the fish hall, and none of them smells of fish.\n",
        "The goal fell in the last minute, and the keeper of the home side said that he saw nothing.\n",
    ]
    for number, title in enumerate(titles):
        text = f"{MENU}\n{title}\n{bodies[number]}Day {number} of it.\n"
        (folder / f"{number}.txt").write_text(text)
        index.build([folder], tmp_path / "index")
        with index.open_engine(tmp_path / "index") as engine:
            ids = [f"gazette/{n}.txt" for n in range(number + 1)]
            documents = engine.catalogue.documents(ids)
            passages = [engine.catalogue.passages_of(name)[0] for name in ids]
        expected = titles if number == 2 else [MENU] * (number + 1)
        assert [documents[name].title for name in ids] == expected
        assert [passage.title for passage in passages] == expected
    assert documents[ids[0]].blocks[0].kind is BlockKind.BOILERPLATE
