"""Whatever elements an article's sentences stand in, all of them are read, in their order."""

from __future__ import annotations

import re
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.html import article
from index.readers.whole_html import fragment_pieces

WORDS = "harbour council grain pilot winter storm master spring quay mill river market".split()
MARKS = ("a href='/x'", "b", "em", "font color=red", "mark", "small", "span", "time", "u", "abbr")
SHELLS = (
    "<article><h1>{title}</h1>{body}</article>",
    "<main><h1>{title}</h1><div class=content>{body}</div></main>",
    "<h1>{title}</h1>{body}",
    "<div id=wrap><div class=post><h1>{title}</h1><div class=entry>{body}</div></div></div>",
    "<table><tr><td><h1>{title}</h1>{body}</td></tr></table>",
)
MENU = "<nav><a href=/>Home</a> <a href=/n>News</a> <a href=/s>Sport</a></nav>"
FOOT = "<footer><p>© 2020 Vell Post. All rights reserved.</p><a href=/p>Privacy</a></footer>"


class Page:
    """A page of sentences that end in numbers, from 1."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.numbers = count(1)
        blocks = "".join(self.block(2) for _ in range(chance.randint(2, 7)))
        shell = chance.choice(SHELLS).format(title="Storm at the mill", body=blocks)
        menu, foot = chance.choice([("", ""), (MENU, FOOT)])
        head = "<head><title>Storm at the mill</title></head>"
        self.source = f"<html>{head}<body>{menu}{shell}{foot}</body></html>"

    def sentence(self) -> str:
        words = [self.chance.choice(WORDS) for _ in range(self.chance.randint(9, 24))]
        words.append(f"n{next(self.numbers)}.")
        if self.chance.random() < 0.4:
            at, mark = self.chance.randrange(len(words)), self.chance.choice(MARKS)
            words[at] = f"<{mark}>{words[at]}</{mark.split()[0]}>"
        return "The " + " ".join(words)

    def block(self, depth: int) -> str:
        def s() -> str:
            return self.sentence()

        def inner() -> str:
            return "".join(self.block(depth - 1) for _ in range(2)) if depth else f"<p>{s()}</p>"

        word = self.chance.choice(WORDS)
        kinds = [
            lambda: f"<p>{s()} {s()}</p>",
            lambda: f"<div>{s()}</div>",
            lambda: f"{s()} {s()}",
            lambda: f"{s()}<br><br>{s()}<br>",
            lambda: f"<ul><li>{s()}</li><li>{s()}</li></ul>",
            lambda: f"<dl><dt>{word}</dt><dd>{s()}</dd></dl>",
            lambda: f"<table><tr><td>{word}</td><td>{s()}</td></tr></table>",
            lambda: f"<blockquote>{s()}<p>{s()}</p>{s()}</blockquote>",
            lambda: f"<pre>{s()}\n  {s()}</pre>",
            lambda: f"<h2>Of {word}</h2><p>{s()}</p>",
            lambda: f"<details><summary>Of {word}</summary><p>{s()}</p></details>",
            lambda: f"<center>{s()}</center>",
            lambda: f"<div><span>{s()}</span> {s()}</div>",
            lambda: f"<section>{inner()}</section>",
            lambda: f"<div class=c>{inner()}</div>",
        ]
        return self.chance.choice(kinds)()


@given(st.integers(0, 2000))
@settings(max_examples=40, deadline=None)
def test_every_sentence_is_read_in_its_order(seed: int) -> None:
    page = Page(Random(seed))
    text, _, _ = article(page.source)
    found = [int(number) for number in re.findall(r"\bn(\d+)\b", text)]
    assert found == list(range(1, next(page.numbers))), page.source


@pytest.mark.parametrize("seed", [359, 405])
def test_a_table_in_a_cell_of_another_is_read_once(seed: int) -> None:
    text, _, _ = article(Page(Random(seed)).source)
    assert re.findall(r"\bn(\d+)\b", text) == ["1", "2"]


BEFORE = "<p>The council agreed on Tuesday to dredge the channel before the grain ships return.</p>"


@pytest.mark.parametrize(
    "markup",
    [
        f"{BEFORE}<div>The vote was nine to two.<span> Then they went home.</span></div>",
        f"<center>The vote was nine to two. Then they went home.</center>{BEFORE}",
        f"{BEFORE}<section><figure><img src=x></figure><center>The vote was nine to two. Then they "
        "went home.</center></section>",
        f"{BEFORE}The vote was <u>nine to two</u>. Then they went home.",
        f"<table><tr><td>{BEFORE}<p>The <time>vote</time> was nine to two. Then they went home.</p>"
        "</td></tr></table>",
    ],
)
def test_what_stands_beside_the_article_is_of_it(markup: str) -> None:
    text, _, _ = article(f"<html><body><h1>Channel</h1>{markup}</body></html>")
    assert "The vote was nine to two. Then they went home." in text


def test_what_is_no_sentence_or_stands_elsewhere_is_not() -> None:
    below = (
        "<div><div>Read on</div><div>Our papers reach you by post each day of the week.</div></div>"
    )
    page = f"<html><body><main><h1>Channel</h1>{BEFORE * 2}</main>{below}</body></html>"
    text, _, _ = article(page)
    assert "Our papers" not in text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "<p><![CDATA[Ships & boats, of which 3 < 4 lay in the harbour.]]></p>",
            "boats, of which 3 < 4",
        ),
        ("<div><![CDATA[<p>The market was <b>shut</b>.</p>]]></div>", "The market was shut."),
        ("<pre><![CDATA[<p>code</p> & more]]></pre>", "<p>code</p> & more"),
        (
            "<script>//<![CDATA[\nx < 1\n//]]></script><p>The mill <![CDATA[went]]> on.</p>",
            "mill went on.",
        ),
        ("<script src='a.js'/><p>The mill <![CDATA[]]>stood.</p>", "The mill stood."),
    ],
)
def test_sections_of_cdata_are_text(source: str, text: str) -> None:
    around = "<p>The council met on Monday and nobody of the crew was there to hear it.</p>"
    page = f"<html><body><h1>Harbour</h1>{around}{source}{around.replace('Monday', 'Friday')}</body></html>"
    assert text in article(page)[0]
    assert any(text in one.text for one in fragment_pieces(page))


@pytest.mark.parametrize("sentences", [1, 4, 40])
def test_cells_of_a_page_that_is_a_table_stay_parted(sentences: int) -> None:
    said = "The harbour reopened on Monday after the storm, said its keeper. " * sentences
    rows = f"<tr><th>Who</th><th>What</th></tr><tr><td>Keeper</td><td>{said}</td></tr>"
    text, _, _ = article(f"<html><body><h1>Storm</h1><table>{rows}</table></body></html>")
    assert (
        re.split(r"[\s|]+", text.removeprefix("Storm").strip()) == f"Who What Keeper {said}".split()
    )


def test_a_row_of_very_many_cells_is_read() -> None:
    said = "<p>The harbour reopened on Monday after the storm, said its keeper to us all.</p>"
    cells = "".join(f"<td>cell {n}</td>" for n in range(3_000))
    page = f"<html><body><h1>Storm</h1>{said}<table><tr>{cells}</tr></table>{said}</body></html>"
    text, _, _ = article(page)
    assert " | ".join(f"cell {n}" for n in range(3_000)) in text
