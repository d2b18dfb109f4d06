"""Web pages with the text of their articles, made up: news, blogs, documentation.

``write(folder)`` lays them out as article-extraction-benchmark does: ``ground-truth.json`` and
``html/ID.html.gz``. An id begins with the kind of its page. Nothing is from a real page; what is
like real ones is the markup: menus, teasers, share bars and forms around and inside the text,
text without elements, line breaks for paragraphs, code, lists, tables.
"""

from __future__ import annotations

import gzip
import html
import json
import random
from collections.abc import Callable
from pathlib import Path

_SITE = "<title>A page | A site</title>"
_WHO = "harbour master|ferry company|council|keeper|fishing crew|teacher|baker|mill".split("|")
_DID = "opened closed repaired sold painted praised forgot moved measured described".split()
_WHAT = (
    "old lighthouse|northern quay|tide tables|second bridge|lamp|herring quota|archive|clock"
).split("|")
_WHEN = "on Monday|before the storm|last spring|without a word|in the rain".split("|")
_AND = (
    "and nobody in the town was surprised|which cost more than had been planned|although the "
    "plan had been another one|so the boats stayed in the harbour|as the minutes of the meeting "
    "show|but the work had only begun"
).split("|")
_PLAIN = [chr(c) for c in range(97, 123)]


class Page:
    """Gathers the markup of an article, and its text beside it."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.markup: list[str] = []
        self.truth: list[str] = []

    def sentence(self) -> str:
        """One sentence, hardly ever the same one twice."""
        pick = self.chance.choice
        number = self.chance.randrange(2, 900)
        said = f"The {pick(_WHO)} {pick(_DID)} the {pick(_WHAT)} {number} times {pick(_WHEN)}"
        return f"{said}, {pick(_AND)}."

    def prose(self, sentences: int = 0) -> str:
        """So many sentences, or some."""
        return " ".join(self.sentence() for _ in range(sentences or self.chance.randrange(2, 6)))

    def heading(self) -> str:
        """A headline."""
        return f"How the {self.chance.choice(_WHAT)} was {self.chance.choice(_DID)}"

    def add(self, markup: str, text: str) -> None:
        """Add a part of the article: its markup, in which {} stands for its text."""
        self.markup.append(markup.replace("{}", html.escape(text)))
        self.truth.append(text)

    def noise(self, markup: str) -> None:
        """Add what is no part of the article."""
        self.markup.append(markup)

    def links(self, count: int) -> str:
        """Items of a list, each a link."""
        return "".join(f'<li><a href="/{n}">{self.heading()}</a></li>' for n in range(count))

    def linked(self) -> None:
        """A paragraph with a link and emphasis in it."""
        first, second, third = self.sentence(), self.sentence(), self.sentence()
        self.markup.append(f'<p>{first} <a href="/a">{second}</a> <em>{third}</em></p>')
        self.truth.append(f"{first} {second} {third}")

    def items(self, tag: str = "ul") -> None:
        """A list of sentences."""
        texts = [self.sentence() for _ in range(4)]
        self.markup.append(f"<{tag}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{tag}>")
        self.truth += texts

    def table(self) -> None:
        """A table of two columns."""
        rows = [(self.chance.choice(_WHAT), str(self.chance.randrange(999))) for _ in range(4)]
        self.markup.append(
            "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>"
        )
        self.truth += [f"{a} {b}" for a, b in rows]

    def code(self, markup: str = "<pre><code>{}</code></pre>") -> None:
        """Some lines of a program."""
        names = ["".join(self.chance.choices(_PLAIN, k=5)) for _ in range(6)]
        self.add(
            markup, "\n".join(f"{name} = {name}.{names[0]}({n})" for n, name in enumerate(names))
        )


def news(page: Page, layout: int) -> str:
    """An article with a header, captions, teasers and share bars inside it."""
    paragraph = ["<p>{}</p>", '<p class="c-text">{}</p>', '<div class="paragraph"><p>{}</p></div>'][
        layout % 3
    ]
    page.noise(
        '<figure><img src="a.jpg"><figcaption>A boat at dusk. Photo: Ida Moe</figcaption></figure>'
    )
    for number in range(page.chance.randrange(6, 14)):
        page.add(paragraph, page.prose())
        if number == 1:
            page.noise(
                '<div class="newsletter-signup"><h4>Our newsletter</h4><form><input name="mail">'
                "<p>Get the news of the harbour every morning.</p></form></div>"
            )
        if number == 2 and layout % 2:
            page.noise(
                f'<aside class="related"><h3>More on this</h3><ul>{page.links(3)}</ul></aside>'
            )
        if number == 3:
            page.linked()
        if number == 4:
            page.add("<h2>{}</h2>", page.heading())
        if number == 4 and layout % 4 == 2:
            page.noise(f"<h3>Read on</h3><ul>{page.links(4)}</ul>")
        if number == 5:
            page.add("<blockquote><p>{}</p></blockquote>", page.prose(2))
        if number == 6 and layout % 4 == 3:
            page.noise("<h1>Give us a crown</h1><p><a href='/give'>Without you, no Packet.</a></p>")
    body = "\n".join(page.markup)
    title = page.heading()
    return (
        f"<header><a href='/'>The Packet</a><nav><ul>{page.links(6)}</ul></nav></header>"
        f"<main><article>"
        f"<h1>{title}</h1><p class='byline'>By <a href='/ida'>Ida Moe</a></p>"
        f"<time>3 May 2021</time>"
        f"<div class='share'><a>Share</a><a>Print</a></div><div class='article-body'>{body}</div>"
        f"<div class='tags'><a>Harbour</a> <a>Lamps</a></div></article>"
        f"<section class='teasers'><h2>"
        f"Most read</h2><ul>{page.links(8)}</ul></section></main><footer><p>© 2021 The Packet. All "
        f"rights reserved.</p><ul>{page.links(5)}</ul></footer>"
    )


def blog(page: Page, layout: int) -> str:
    """A post, in some layouts without elements for its paragraphs, with comments below."""
    for number in range(page.chance.randrange(5, 11)):
        if layout % 4 == 1:
            page.add("{}<br><br>", page.prose())
        elif layout % 8 == 2 and number == 3:  # loose text in a list, and headings in its items
            parts = [(page.heading(), page.sentence()) for _ in range(3)]
            items = "".join(f"<li><h4>{head}</h4>{text}</li>" for head, text in parts)
            page.markup.append(f"<ul>{items}</ul>")
            page.truth += [text for part in parts for text in part]
        elif layout % 8 == 6 and number == 3:  # text around the paragraph of a quotation
            before, inside, behind = page.sentence(), page.sentence(), page.sentence()
            page.markup.append(f"<blockquote>{before}<p>{inside}</p>{behind}</blockquote>")
            page.truth += [before, inside, behind]
        elif layout % 4 == 2 and number % 3 == 1:
            page.add("<h3>{}</h3>", page.heading())
            page.add("{}", page.prose())
        elif layout % 4 == 3:
            page.add("<div>{}</div>", page.prose())
        else:
            page.add("<p>{}</p>", page.prose())
        if number == 2:
            page.items("ol")
        if number == 3:
            page.code()
        if number == 4:
            page.linked()
    body = "\n".join(page.markup)
    comments = "".join(
        f'<li class="comment"><b>reader{n}</b><p>I say {page.sentence()}</p></li>' for n in range(5)
    )
    return (
        f"<div id='header'><h1 class='site'><a href='/'>Notes from the quay</a></h1></div>"
        f"<div id='sidebar'><h3>Archive</h3><ul>{page.links(9)}</ul></div><div id='content'>"
        f"<div class='post'><h2 class='post-title'>{page.heading()}</h2>"
        f"<div class='entry'>{body}</div>"
        f"<p class='post-meta'>Posted by ida in <a>Lamps</a></p></div>"
        f"<div id='comments'><h3>5 comments"
        f"</h3><ol>{comments}</ol><form><textarea></textarea></form></div></div>"
        f"<div id='footer'>Powered by a small engine</div>"
    )


def documentation(page: Page, layout: int) -> str:
    """A page of a manual: short paragraphs, code, lists, tables, definitions."""
    for number in range(page.chance.randrange(4, 8)):
        page.add('<h2 id="s">{}</h2>', page.heading())
        page.add("<p>{}</p>", page.prose(page.chance.randrange(1, 3)))
        if number % 2 == 0:
            page.code(
                ['<div class="highlight"><pre>{}</pre></div>', "<pre><code>{}</code></pre>"][
                    layout % 2
                ]
            )
            page.add("<p>{}</p>", page.sentence())
        if number == 1:
            page.items()
        if number == 2:
            page.table()
        if number == 3:
            page.add("<dl><dt>lamp</dt><dd>{}</dd></dl>", page.sentence())
            page.truth.insert(-1, "lamp")
    body = "\n".join(page.markup)
    contents = "".join(f'<li><a href="#s{n}">{page.heading()}</a></li>' for n in range(12))
    return (
        f"<div class='navbar'><a href='/'>Manual of the lamp</a></div>"
        f"<nav class='toc'><ul>{contents}</ul>"
        f"</nav><div role='main' class='document'><div class='section'>"
        f"<h1>{page.heading()}</h1>{body}"
        f"</div><div class='prev-next'><a href='/1'>Previous page</a>"
        f"<a href='/3'>Next page</a></div></div>"
        f"<footer>Built on 3 May 2021 with a generator.</footer>"
    )


KINDS: dict[str, Callable[[Page, int], str]] = {
    "news": news,
    "blog": blog,
    "documentation": documentation,
}
"""What makes the body of a page of each kind."""


def write(folder: Path, each: int = 24) -> None:
    """Write ``each`` pages of each kind, always the same ones."""
    (folder / "html").mkdir(parents=True, exist_ok=True)
    truth = {}
    for kind, make in KINDS.items():
        for number in range(each):
            page = Page(number * 7 + len(kind))
            body = make(page, number)
            source = (
                f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{_SITE}</head>'
                f"<body>{body}</body></html>"
            )
            name = f"{kind}-{number:02}"
            with gzip.open(folder / "html" / f"{name}.html.gz", "wb") as file:
                file.write(source.encode())
            truth[name] = {"articleBody": "\n\n".join(page.truth)}
    (folder / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
