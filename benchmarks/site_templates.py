"""Articles in the markup of sites as people read them, with the text of each beside it.

``site_templates.txt`` holds bodies of pages as the programs behind sites write them: WordPress,
Ghost, Medium, Substack, Blogger, several newspapers, Sphinx, MkDocs, Docusaurus, MediaWiki and
others, written from what their pages look like, with made-up sentences in sixteen languages.
"""

from __future__ import annotations

import gzip
import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.sites import GLUED, LANGUAGES, STOPS, WORDS

_FILE: Final = Path(__file__).with_name("site_templates.txt")
_HOLE: Final = re.compile(r"\{(\w+)(?: (\d+))?\}")
_AUTHORS: Final = ("Ida Moe", "Ole Brandt", "Mara Kessler")


class Template(NamedTuple):
    """The body of a page, and the markup of what an article in it is made of."""

    name: str
    kind: str
    parts: dict[str, str]
    page: str


def templates() -> Iterator[Template]:
    """The templates in the order of their file."""
    for text in _FILE.read_text(encoding="utf-8").split("=== ")[1:]:
        head, page = text.split("\n---\n")
        first, *rest = head.splitlines()
        name, kind = first.split()
        yield Template(name, kind, dict(line.split(" ", 1) for line in rest), page)


class _Writer:
    """Fills a template with sentences of a language; ``truth`` is the text of the article."""

    def __init__(self, template: Template, language: str, number: int) -> None:
        self.chance = random.Random(f"{template.name} {language} {number}")
        self.template = template
        self.language = language
        self.truth: list[str] = []
        self.said = {
            "title": self.sentence(5, 9).rstrip(".。।"),
            "author": self.chance.choice(_AUTHORS),
            "site": f"Packet {number}",
            "date": "3 May 2023",
        }

    def sentence(self, least: int = 8, most: int = 20) -> str:
        words = WORDS[self.language]["words"].split()
        chosen = self.chance.choices(words, k=self.chance.randint(least, most))
        chosen.insert(1, str(self.chance.randint(100, 99_999)))
        text = ("" if self.language in GLUED else " ").join(chosen)
        return text[:1].upper() + text[1:] + STOPS.get(self.language, ".")

    def prose(self) -> str:
        glue = "" if self.language in GLUED else " "
        return glue.join(self.sentence() for _ in range(self.chance.randint(1, 5)))

    def fill(self, markup: str) -> str:
        """The markup with its holes filled by what is no part of the article."""
        return _HOLE.sub(lambda hole: self._filled(hole[1], int(hole[2] or 1)), markup)

    def _filled(self, name: str, count: int) -> str:
        if name in self.said:
            return html.escape(self.said[name])
        link = self.sentence(3, 8).rstrip(".。।")
        if name == "link":
            return link
        if name == "links":
            return "".join(
                f'<li><a href="/{n}">{self._filled("link", 1)}</a></li>' for n in range(count)
            )
        if name == "brlinks":
            return "".join(
                f'<a href="/{n}">{self._filled("link", 1)}</a><br>' for n in range(count)
            )
        if name == "cards":
            card = (
                '<article class="card"><a href="/x"><h3>{link}</h3></a><p>{sentence}</p></article>'
            )
            return "".join(self.fill(card) for _ in range(count))
        return self.prose() if name == "prose" else self.sentence()

    def add(self, part: str, text: str) -> str:
        """A part of the article."""
        self.truth.append(text)
        return self.template.parts[part].replace("{}", html.escape(text), 1)

    def body(self) -> str:
        """The markup of the article itself."""
        found = []
        for number in range(self.chance.randint(5, 12)):
            if number % 3 == 2:
                found.append(self.add("h", self.sentence(2, 6).rstrip(".。।")))
            found.append(self.add("p", self.prose()))
            if number == 1:
                found.append(self.fill(self.template.parts["inside"]))
            if number == 3:
                found.append(self.add("q", self.prose()))
            if number == 4:
                items = [self.sentence(3, 12) for _ in range(3)]
                self.truth += items
                found.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
            if number == 5 and self.template.kind == "documentation":
                rows = [(self.sentence(1, 2), self.sentence(3, 6)) for _ in range(3)]
                self.truth += [f"{one} {other}" for one, other in rows]
                cells = (f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
                found.append(f"<table><tbody>{''.join(cells)}</tbody></table>")
        return "\n".join(found)

    def page(self) -> str:
        """The whole page."""
        body = self.body()
        filled = self.fill(self.template.page.replace("{body}", "\0")).replace("\0", body)
        title = f"<title>{self.said['title']} | {self.said['site']}</title>"
        return (
            f'<!DOCTYPE html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"{title}</head>{filled}</html>"
        )


def write(folder: Path, each: int = 16) -> None:
    """Write ``each`` pages of each template, one a language, always the same ones."""
    (folder / "html").mkdir(parents=True, exist_ok=True)
    truth = {}
    for template in templates():
        for number in range(each):
            writer = _Writer(template, LANGUAGES[number % len(LANGUAGES)], number)
            name = f"{template.kind}-{template.name}-{writer.language}-{number:02}"
            with gzip.open(folder / "html" / f"{name}.html.gz", "wb") as file:
                file.write(writer.page().encode())
            truth[name] = {"articleBody": "\n\n".join(writer.truth)}
    (folder / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
